"""What happens to posts as files: new, publish, rename, trash, export."""

from __future__ import annotations

import contextlib
import datetime
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from editor.document import conflict
from editor.errors import StandfirstError
from editor.post import Post
from editor.site import Created, Moved, Site, file_slug, posts
from editor.site.dates import date_of
from editor.storage import read
from editor.ui.tasks import sentence_of
from editor.ui.window.post_tab import PostTab
from editor.ui.window.questions import Answer, ask, ask_unsaved, tell

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class PostDesk(QObject):
    """Moves, makes and removes posts; a post with unsaved words is asked about first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    # --- new ---

    @Slot()
    def new_post(self) -> None:
        """Ask for a title and make a post."""
        from editor.ui.posts import NewPostDialog

        window = self._window
        if window.site is None:
            window.sites.choose_site()
            return
        dialog = NewPostDialog(window.site, window, usage=window.sites.usage)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.created is not None:
            self.show_created(dialog.created)
        dialog.deleteLater()

    def show_created(self, created: Created) -> None:
        """Open a post that was just made."""
        self._window.tabs.open_path(created.path)
        self._window.sites.refresh()

    # --- of the list ---

    @Slot(str, list)
    def act(self, action: str, paths: list[str]) -> None:
        """Do what was asked for posts of the list."""
        deeds: dict[str, Callable[[str], None]] = {
            "publish": self.publish,
            "unpublish": self.unpublish,
            "rename": self.rename,
            "open": self._window.tabs.open_site_path,
        }
        if action == "export":
            self.export(paths)
        elif action == "delete":
            self.delete(paths)
        elif action in ("show-in-folder", "show_in_folder"):
            for path in paths[:1]:
                self._window.places.show_path(self._site.root / path)
        elif action in deeds:
            for path in paths:
                deeds[action](path)

    @property
    def _site(self) -> Site:
        site = self._window.site
        if site is None:
            raise LookupError("no site is open")
        return site

    @property
    def is_draft_shown(self) -> bool:
        """Whether the shown post is a draft, or held back."""
        tab = self._window.tab
        path = self._window.site_path(tab) if tab is not None else None
        if tab is None or path is None:
            return False
        return "_drafts" in path.split("/") or tab.document.post.data.get("published") is False

    def _shown_path(self) -> str:
        return self._window.site_path(self._window.shown) or ""

    @Slot()
    def publish_shown(self) -> None:
        """Publish the shown post."""
        self.publish(self._shown_path())

    @Slot()
    def unpublish_shown(self) -> None:
        """Hold the shown post back."""
        self.unpublish(self._shown_path())

    @Slot()
    def rename_shown(self) -> None:
        """Rename the shown post."""
        self.rename(self._shown_path())

    @Slot()
    def delete_shown(self) -> None:
        """Move the shown post to the trash."""
        self.delete([self._shown_path()])

    # --- saved first ---

    def _when_saved(self, site_path: str, then: Callable[[], None]) -> None:
        """Ask about unsaved words of a post before its file is moved; then go on."""
        window = self._window
        tab = window.tabs.of(self._site.root / site_path)
        if tab is window.tab and tab is not None:
            window.tabs.commit()
        if tab is None or not tab.document.modified or tab.document.read_only:
            then()
            return
        answer = ask_unsaved(window, [tab])
        if answer is Answer.SAVE:
            window.saver.save(tab, _IfSaved(then))
        elif answer is Answer.DISCARD:
            if tab.document.saved_digest is not None:
                window.tabs.give_up_words(tab, tab.document.saved_data)
            then()

    # --- publish, hold back ---

    def publish(self, site_path: str) -> None:
        """Publish a draft or a post that was held back."""
        if site_path:
            self._when_saved(site_path, _Deed(self._publish, site_path))

    def _publish(self, site_path: str) -> None:
        from editor.ui.posts import PublishDialog

        window = self._window
        if "_drafts" not in site_path.split("/"):
            self._run(_Publish(self._site, site_path, None))
            return
        dialog = PublishDialog(self._site, site_path, window, window.sites.usage)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._run(_Publish(self._site, site_path, dialog.date))
        dialog.deleteLater()

    def unpublish(self, site_path: str) -> None:
        """Hold a post back with `published: false`."""
        if site_path:
            self._when_saved(site_path, _Deed(self._unpublish, site_path))

    def _unpublish(self, site_path: str) -> None:
        self._run(_Unpublish(self._site, site_path))

    # --- rename ---

    def rename(self, site_path: str) -> None:
        """Ask for title, date and slug, and rename."""
        if site_path:
            self._when_saved(site_path, _Deed(self._rename, site_path))

    def _rename(self, site_path: str) -> None:
        from editor.ui.posts import RenameDialog

        replan = _Replan(self._site, site_path)
        try:
            plan = replan.first()
        except StandfirstError as error:
            tell(self._window, "rename_failed", error.sentence)
            return
        dialog = RenameDialog(plan, self._window, replan=replan)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._run(_Rename(dialog.plan))
        dialog.deleteLater()

    # --- after a move ---

    def _run(self, deed: Callable[[], Moved]) -> None:
        self._window.tasks.save(deed, self._on_moved, self._on_failed, self)

    def _on_moved(self, moved: Moved) -> None:
        window = self._window
        site = self._site
        source = site.root / moved.source
        tab = next((each for each in window.tabs.all if each.path == source), None)
        if tab is not None:
            window.tasks.save(_ReadMoved(moved.path), _Moved(self, tab, moved), None, self)
        if moved.source != moved.target:
            window.say(self.tr("{0} is now {1}.").format(moved.source, moved.target))
        if moved.warning:
            window.say(moved.warning)
        window.sites.refresh()

    def show_moved(self, tab: PostTab, moved: Moved, data: bytes) -> None:
        """Go on with an open post under its new name and bytes."""
        if tab not in self._window.tabs.all:
            return
        if tab.path != moved.path:
            self._window.tabs.retarget(tab, moved.path)
        document = tab.document
        if data != document.saved_data and not document.modified:
            document.reload(data)
        elif data != document.saved_data:
            # Keys came while the file was moved: what the move wrote is put beside them.
            merged = conflict.merge(document, data)
            if not merged.is_clean or not conflict.apply(document, merged):
                self._window.disk.resolve(tab)
        self._window.show_tab()

    def _on_failed(self, error: BaseException) -> None:
        tell(self._window, "action_failed", sentence_of(error))

    # --- trash ---

    def delete(self, paths: Sequence[str]) -> None:
        """Move posts to the system's trash, after asking."""
        window = self._window
        paths = [each for each in paths if each]
        if not paths:
            return
        unsaved = [
            tab
            for path in paths
            if (tab := window.tabs.of(self._site.root / path)) and tab.document.modified
        ]
        if unsaved:
            answer = ask_unsaved(window, unsaved)
            if answer is Answer.CANCEL:
                return
            if answer is Answer.SAVE:
                waiting = _Count(len(unsaved), _DeleteNow(self, paths))
                for tab in unsaved:
                    window.saver.save(tab, waiting)
                return
        self.delete_now(paths)

    def delete_now(self, paths: Sequence[str]) -> None:
        """Ask once more and move posts to the trash."""
        window = self._window
        name = posixpath.basename(paths[0])
        if len(paths) == 1:
            text = self.tr("Move “{0}” to the trash?").format(name)
        else:
            text = self.tr("Move {0} posts to the trash?").format(len(paths))
        more = self.tr("They can be brought back from the system's trash.")
        word = self.tr("Move to the trash")
        if not ask(window, "delete_question", text, more, word, is_dangerous=True):
            return
        for path in paths:
            tab = window.tabs.of(self._site.root / path)
            if tab is not None:
                window.tabs.drop(tab, discard=tab.document.modified)
        window.tasks.save(
            _Remove(self._site, tuple(paths)), self._on_removed, self._on_failed, self
        )

    def _on_removed(self, count: int) -> None:
        if count == 1:
            self._window.say(self.tr("One post is in the trash."))
        else:
            self._window.say(self.tr("{0} posts are in the trash.").format(count))
        self._window.sites.refresh()

    # --- export ---

    def export(self, paths: Sequence[str]) -> None:
        """Export posts as a bundle: the chosen ones, or the shown one.

        Args:
            paths: Site paths; empty for the shown post, or the ones chosen in the list.
        """
        window = self._window
        chosen = list(paths)
        if not chosen and window.tab is not None and window.site_path(window.tab):
            chosen = [self._shown_path()]
        chosen = chosen or window.post_list.selected()
        if not chosen:
            window.say(self.tr("Choose the posts to export in the list first."))
            return
        unsaved = [
            tab
            for path in chosen
            if (tab := window.tabs.of(self._site.root / path)) and tab.document.modified
        ]
        if unsaved:
            answer = ask_unsaved(window, unsaved)
            if answer is Answer.SAVE:
                waiting = _Count(len(unsaved), _Deed(self._export, chosen))
                for tab in unsaved:
                    window.saver.save(tab, waiting)
            if answer is not Answer.DISCARD:
                return
        self._export(chosen)

    def _export(self, chosen: list[str]) -> None:
        from editor.ui.export import ExportDialog

        dialog = ExportDialog(self._site, chosen, self._window.tasks, self._window)
        dialog.exec()
        dialog.deleteLater()


class _Deed:
    def __init__(self, method: Callable[..., None], value: object) -> None:
        self._method = method
        self._value = value

    def __call__(self) -> None:
        self._method(self._value)


class _IfSaved:
    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then

    def __call__(self, saved: bool) -> None:
        if saved:
            self._then()


class _Count:
    def __init__(self, count: int, then: Callable[[], None]) -> None:
        self._left = count
        self._then = then
        self._good = True

    def __call__(self, saved: bool) -> None:
        self._left -= 1
        self._good = self._good and saved
        if self._left == 0 and self._good:
            self._then()


class _DeleteNow:
    def __init__(self, desk: PostDesk, paths: Sequence[str]) -> None:
        self._desk = desk
        self._paths = paths

    def __call__(self) -> None:
        self._desk.delete_now(self._paths)


class _Replan:
    """Works out a rename that fits the post's own title and date."""

    def __init__(self, site: Site, path: str) -> None:
        self._site = site
        self._path = path
        data, _ = read(site.root / path)
        self._values = Post.from_bytes(data, encoding=site.encoding).data
        self._date: datetime.datetime | None = None
        value = self._values.get("date")
        if value is not None:
            with contextlib.suppress(StandfirstError, ValueError):
                self._date = date_of(value, site.timezone, site.now())

    def first(self) -> posts.RenamePlan:
        title = self._values.get("title")
        slug = file_slug(title) if isinstance(title, str) and not self._values.get("slug") else None
        return posts.plan_rename(self._site, self._path, date=self._date, slug=slug or None)

    def __call__(self, slug: str, redirect: bool) -> posts.RenamePlan:
        return posts.plan_rename(
            self._site, self._path, date=self._date, slug=slug, redirect=redirect
        )


class _Publish:
    def __init__(self, site: Site, path: str, date: datetime.datetime | None) -> None:
        self._site = site
        self._path = path
        self._date = date

    def __call__(self) -> Moved:
        return posts.publish(self._site, self._path, self._date)


class _Unpublish:
    def __init__(self, site: Site, path: str) -> None:
        self._site = site
        self._path = path

    def __call__(self) -> Moved:
        return posts.unpublish(self._site, self._path)


class _Rename:
    def __init__(self, plan: posts.RenamePlan) -> None:
        self._plan = plan

    def __call__(self) -> Moved:
        return posts.rename(self._plan)


class _Remove:
    def __init__(self, site: Site, paths: tuple[str, ...]) -> None:
        self._site = site
        self._paths = paths

    def __call__(self) -> int:
        for path in self._paths:
            posts.remove(self._site, path)
        return len(self._paths)


class _ReadMoved:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> bytes:
        return read(self._path)[0]


class _Moved:
    def __init__(self, desk: PostDesk, tab: PostTab, moved: Moved) -> None:
        self._desk = desk
        self._tab = tab
        self._moved = moved

    def __call__(self, data: bytes) -> None:
        self._desk.show_moved(self._tab, self._moved, data)
