"""Posts under another name or state: rename, publish, hold back; the open post goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from editor.document import conflict
from editor.document.conflict import Sides
from editor.ui.desks.post_deeds import AfterMove, plan_rename, read_moved
from editor.ui.desks.questions import tell
from editor.ui.tasks import sentence_of

if TYPE_CHECKING:
    from editor.site import Moved
    from editor.ui.desks.under_way import UnderWay
    from editor.ui.workbench import OpenPost, Workbench


class MovingDesk(QObject):
    """Moves posts; one with unsaved words is asked about first."""

    def __init__(self, bench: Workbench, under_way: UnderWay, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._under_way = under_way
        self._over = parent

    @property
    def _shown_path(self) -> str:
        return self._bench.site_path(self._bench.posts.current) or ""

    @Slot()
    def publish_shown(self) -> None:
        """Publish the shown post."""
        self.publish(self._shown_path)

    @Slot()
    def unpublish_shown(self) -> None:
        """Hold the shown post back."""
        self.unpublish(self._shown_path)

    @Slot()
    def rename_shown(self) -> None:
        """Rename the shown post."""
        self.rename(self._shown_path)

    # --- publish, hold back ---

    def publish(self, site_path: str) -> None:
        """Publish a draft or a post that was held back."""
        self._when_saved(site_path, self._publish)

    def _publish(self, site_path: str) -> None:
        from editor.site import posts
        from editor.ui.posts import PublishDialog

        site, usage = self._bench.session.open_site, self._bench.session.usage
        if "_drafts" not in site_path.split("/"):
            self._run(partial(posts.publish, site, site_path), site.root / site_path)
            return
        dialog = PublishDialog(site, site_path, self._bench.tasks, self._over, usage=usage)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            deed = partial(posts.publish, site, site_path, dialog.date, usage=usage)
            self._run(deed, site.root / site_path)
        dialog.deleteLater()

    def unpublish(self, site_path: str) -> None:
        """Hold a post back with `published: false`."""
        self._when_saved(site_path, self._unpublish)

    def _unpublish(self, site_path: str) -> None:
        from editor.site import posts

        site = self._bench.session.open_site
        self._run(partial(posts.unpublish, site, site_path), site.root / site_path)

    # --- rename ---

    def rename(self, site_path: str) -> None:
        """Ask for the slug, and rename by it and by the post's title and date."""
        self._when_saved(site_path, self._rename)

    def _rename(self, site_path: str) -> None:
        from editor.site import posts
        from editor.ui.posts import RenameDialog

        site = self._bench.session.open_site
        plan = partial(plan_rename, site, site_path)
        dialog = RenameDialog(site_path, plan, self._bench.tasks, self._over)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.plan is not None:
            self._run(partial(posts.rename, dialog.plan), site.root / site_path)
        dialog.deleteLater()

    def _when_saved(self, site_path: str, then: Callable[[str], None]) -> None:
        if site_path:
            path = self._bench.session.open_site.root / site_path
            self._under_way.when_saved(path, then, site_path)

    # --- after a move ---

    def _run(self, deed: Callable[[], Moved], path: Path) -> None:
        self._under_way.begin([path])
        self._bench.tasks.save(deed, self._on_moved, self._on_failed, self, path)

    def _on_failed(self, path: Path, error: BaseException) -> None:
        self._under_way.end([path])
        tell(self._over, "action_failed", sentence_of(error))

    def _on_moved(self, source: Path, moved: Moved) -> None:
        self._under_way.end([source])
        post = self._bench.posts.at(source)
        if post is not None:
            self.follow(post, moved)
        if moved.source != moved.target:
            self._bench.say(self.tr("{0} is now {1}.").format(moved.source, moved.target))
        if moved.warning:
            self._bench.say(moved.warning)
        self._bench.session.refresh()

    def follow(self, post: OpenPost, moved: Moved) -> None:
        """Go on with an open post under its new name and bytes, as soon as they are read."""
        source = post.path
        if source is None:
            return
        sides = Sides.of(post.document) if post.document.modified else None
        self._under_way.begin([source])
        self._bench.tasks.run(
            partial(read_moved, moved.path, sides, is_locked=source != moved.path),
            self._on_followed,
            self._on_not_followed,
            self,
            post,
            source,
            moved,
        )

    def _on_followed(self, post: OpenPost, source: Path, moved: Moved, found: AfterMove) -> None:
        self._under_way.end([source])
        if post not in self._bench.posts or post.path != source:
            found.let_go()
            return
        if source != moved.path:
            self._bench.posts.retarget(post, moved.path, found.lock)
        document, merged = post.document, found.merged
        if found.data != document.saved_data:
            if not document.modified:
                document.reload(found.data)
            elif merged is None or merged.revision != document.revision:
                self.follow(post, moved)  # keys came meanwhile
            elif not merged.is_clean or not conflict.apply(document, merged):
                # Keys came while the file was moved, in the very places that the move wrote.
                self._bench.posts.look_wanted.emit(post)
        self._bench.posts.tell_standing(post)
        if post is self._bench.posts.shown:
            self._bench.posts.shown_anew.emit()

    def _on_not_followed(
        self, post: OpenPost, source: Path, _moved: Moved, error: BaseException
    ) -> None:
        self._under_way.end([source])
        self._bench.say(sentence_of(error))
        self._bench.posts.look_wanted.emit(post)  # it says what can be done


def is_draft_shown(bench: Workbench) -> bool:
    """Tell whether the shown post is a draft, or held back."""
    post = bench.posts.shown
    path = bench.site_path(post)
    if post is None or path is None:
        return False
    return "_drafts" in path.split("/") or post.document.post.data.get("published") is False
