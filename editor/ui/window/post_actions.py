"""What happens to posts as files: new, publish, rename, trash, export."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from editor.document import conflict
from editor.document.conflict import Sides
from editor.site import Created, Moved, Site
from editor.ui.tasks import sentence_of
from editor.ui.window.post_deeds import (
    Found,
    PlanRename,
    Publish,
    ReadMoved,
    Remove,
    Rename,
    Unpublish,
)
from editor.ui.window.post_tab import PostTab
from editor.ui.window.questions import Answer, ask, ask_unsaved, tell

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class PostDesk(QObject):
    """Moves, makes and removes posts; a post with unsaved words is asked about first.

    One deed at a time for each post: a second click, while the first is under way, does nothing.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._under_way: set[Path] = set()

    # --- new ---

    @Slot()
    def new_post(self) -> None:
        """Ask for a title and make a post."""
        from editor.ui.posts import NewPostDialog

        window = self._window
        if window.site is None:
            window.sites.choose_site()
            return
        sites = window.sites
        dialog = NewPostDialog(window.site, sites.layouts, window.tasks, window, usage=sites.usage)
        dialog.made.connect(self.show_created)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # not `exec`: it may be put away while the post is being written

    @Slot(object)
    def show_created(self, created: Created) -> None:
        """Open a post that was just made, if its site is still the one that is shown."""
        window = self._window
        if not window.isVisible():
            return  # the window was closed meanwhile; the post is on the disk
        site = window.site
        if site is None or not created.path.is_relative_to(site.root):
            window.say(self.tr("{0} was created.").format(created.path.name))
            return
        told = _Deed(window.say, created.warning) if created.warning else None
        window.tabs.open_path(created.path, told)
        window.sites.refresh()

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
        path = self._site.root / site_path
        tab = window.tabs.of(path)
        if tab is window.tab and tab is not None:
            window.tabs.commit()
        if self._is_under_way(path, tab):
            return
        if tab is None or not tab.document.modified or tab.document.read_only:
            then()
            return
        answer = ask_unsaved(window, [tab])
        if answer is Answer.SAVE:
            self._save_first([tab], then)
        elif answer is Answer.DISCARD:
            if tab.document.saved_digest is not None:
                window.tabs.give_up_words(tab, tab.document.saved_data)
            then()

    def _save_first(self, unsaved: Sequence[PostTab], then: Callable[[], None]) -> None:
        waiting = _WhenSaved(self._window, len(unsaved), then)
        for tab in unsaved:
            self._window.saver.save(tab, waiting)

    def _is_under_way(self, path: Path, tab: PostTab | None) -> bool:
        """Tell, and say, that a post is being moved or removed, or waits for its save to be."""
        is_waiting = (
            tab is not None
            and tab.document.modified
            and any(isinstance(each, _WhenSaved) for each in tab.after_save)
        )
        if path not in self._under_way and not is_waiting:
            return False
        self._window.say(self.tr("{0} is still being written.").format(path.name))
        return True

    # --- publish, hold back ---

    def publish(self, site_path: str) -> None:
        """Publish a draft or a post that was held back."""
        if site_path:
            self._when_saved(site_path, _Deed(self._publish, site_path))

    def _publish(self, site_path: str) -> None:
        from editor.ui.posts import PublishDialog

        window, site = self._window, self._site
        if "_drafts" not in site_path.split("/"):
            self._run(Publish(site, site_path), site.root / site_path)
            return
        usage = window.sites.usage
        dialog = PublishDialog(site, site_path, window.tasks, window, usage=usage)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._run(Publish(site, site_path, dialog.date, usage), site.root / site_path)
        dialog.deleteLater()

    def unpublish(self, site_path: str) -> None:
        """Hold a post back with `published: false`."""
        if site_path:
            self._when_saved(site_path, _Deed(self._unpublish, site_path))

    def _unpublish(self, site_path: str) -> None:
        self._run(Unpublish(self._site, site_path), self._site.root / site_path)

    # --- rename ---

    def rename(self, site_path: str) -> None:
        """Ask for the slug, and rename by it and by the post's title and date."""
        if site_path:
            self._when_saved(site_path, _Deed(self._rename, site_path))

    def _rename(self, site_path: str) -> None:
        from editor.ui.posts import RenameDialog

        window, site = self._window, self._site
        dialog = RenameDialog(site_path, PlanRename(site, site_path), window.tasks, window)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.plan is not None:
            self._run(Rename(dialog.plan), site.root / site_path)
        dialog.deleteLater()

    # --- after a move ---

    def _run(self, deed: Callable[[], Moved], path: Path) -> None:
        self._under_way.add(path)
        self._window.tasks.save(
            deed,
            _Ended(self.free, [path], _With(self.on_moved, path)),
            _Ended(self.free, [path], self._on_failed),
            self,
        )

    def free(self, paths: Sequence[Path]) -> None:
        """Take other deeds for posts again."""
        self._under_way.difference_update(paths)

    def on_moved(self, source: Path, moved: Moved) -> None:
        """Say what became of a post, and go on with its tab.

        Args:
            source: The file before.
            moved: What became of it.
        """
        window = self._window
        tab = next((each for each in window.tabs.all if each.path == source), None)
        if tab is not None:
            self.follow(tab, moved)
        if moved.source != moved.target:
            window.say(self.tr("{0} is now {1}.").format(moved.source, moved.target))
        if moved.warning:
            window.say(moved.warning)
        window.sites.refresh()

    def follow(self, tab: PostTab, moved: Moved) -> None:
        """Go on with an open post under its new name and bytes, as soon as they are read."""
        if tab.path is None:
            return
        document, paths = tab.document, [tab.path]
        sides = Sides.of(document) if document.modified else None
        self._under_way.update(paths)
        self._window.tasks.run(
            ReadMoved(moved.path, tab.path != moved.path, sides),
            _Ended(self.free, paths, _Found(self, tab, moved)),
            _Ended(self.free, paths, _With(self._on_not_found, tab)),
            self,
        )

    def show_moved(self, tab: PostTab, source: Path | None, moved: Moved, found: Found) -> None:
        """Go on with an open post under its new name and bytes.

        Args:
            tab: Which.
            source: Its file when that was read.
            moved: What became of it.
            found: What was read.
        """
        window = self._window
        if tab not in window.tabs.all or tab.path != source:
            found.let_go()
            return
        if tab.path != moved.path:
            window.tabs.retarget(tab, moved.path, found.lock)
        document, merged = tab.document, found.merged
        if found.data != document.saved_data:
            if not document.modified:
                document.reload(found.data)
            elif merged is None or merged.revision != document.revision:
                self.follow(tab, moved)  # keys came meanwhile
            elif not merged.is_clean or not conflict.apply(document, merged):
                # Keys came while the file was moved, in the very places that the move wrote.
                window.disk.resolve(tab)
        window.show_tab()

    def _on_not_found(self, tab: PostTab, error: BaseException) -> None:
        self._window.say(sentence_of(error))
        if tab in self._window.tabs.all:
            self._window.disk.resolve(tab)  # it says what can be done

    def _on_failed(self, error: BaseException) -> None:
        tell(self._window, "action_failed", sentence_of(error))

    # --- trash ---

    def delete(self, paths: Sequence[str]) -> None:
        """Move posts to the system's trash, after asking."""
        window = self._window
        paths = [each for each in paths if each]
        if not paths:
            return
        root = self._site.root
        tabs = [window.tabs.of(root / path) for path in paths]
        for path, tab in zip(paths, tabs, strict=True):
            if self._is_under_way(root / path, tab):
                return
        unsaved = [tab for tab in tabs if tab is not None and tab.document.modified]
        if unsaved:
            answer = ask_unsaved(window, unsaved)
            if answer is Answer.CANCEL:
                return
            if answer is Answer.SAVE:
                self._save_first(unsaved, _Deed(self.delete_now, paths))
                return
        self.delete_now(paths)

    def delete_now(self, paths: Sequence[str]) -> None:
        """Ask once more and move posts to the trash."""
        window, site = self._window, self._site
        name = posixpath.basename(paths[0])
        if len(paths) == 1:
            text = self.tr("Move “{0}” to the trash?").format(name)
        else:
            text = self.tr("Move {0} posts to the trash?").format(len(paths))
        more = self.tr("They can be brought back from the system's trash.")
        word = self.tr("Move to the trash")
        if not ask(window, "delete_question", text, more, word, is_dangerous=True):
            return
        files = [site.root / path for path in paths]
        for file in files:
            tab = window.tabs.of(file)
            if tab is not None:
                window.tabs.drop(tab, discard=tab.document.modified)
        self._under_way.update(files)
        window.tasks.save(
            Remove(site, tuple(paths)),
            _Ended(self.free, files, self._on_removed),
            _Ended(self.free, files, self._on_not_removed),
            self,
        )

    def _on_not_removed(self, error: BaseException) -> None:
        self._on_failed(error)
        self._window.sites.refresh()  # of several, some may be gone

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
                self._save_first(unsaved, _Deed(self._export, chosen))
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

    def __call__(self, *_: object) -> None:
        self._method(self._value)


class _WhenSaved:
    """Goes on when all posts are saved, unless another site is shown by then."""

    def __init__(self, window: MainWindow, count: int, then: Callable[[], None]) -> None:
        self._window = window
        self._site = window.site
        self._left = count
        self._then = then
        self._good = True

    def __call__(self, saved: bool) -> None:
        self._left -= 1
        self._good = self._good and saved
        if self._left == 0 and self._good and self._window.site is self._site:
            self._then()


class _Ended:
    """Takes other deeds for posts again, then goes on with what came of this one."""

    def __init__(
        self,
        free: Callable[[Sequence[Path]], None],
        paths: Sequence[Path],
        then: Callable[[Any], None],
    ) -> None:
        self._free = free
        self._paths = paths
        self._then = then

    def __call__(self, result: Any) -> None:
        self._free(self._paths)
        self._then(result)


class _With:
    """A callback that knows one thing more."""

    def __init__(self, method: Callable[[Any, Any], None], more: object) -> None:
        self._method = method
        self._more = more

    def __call__(self, result: Any) -> None:
        self._method(self._more, result)


class _Found:
    def __init__(self, desk: PostDesk, tab: PostTab, moved: Moved) -> None:
        self._desk = desk
        self._tab = tab
        self._source = tab.path
        self._moved = moved

    def __call__(self, found: Found) -> None:
        self._desk.show_moved(self._tab, self._source, self._moved, found)
