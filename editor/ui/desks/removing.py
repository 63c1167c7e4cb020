"""Posts into the system's trash."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.ui.desks.questions import Answer, ask, ask_unsaved, tell
from editor.ui.tasks import sentence_of

if TYPE_CHECKING:
    from editor.site import Site
    from editor.ui.desks.under_way import UnderWay
    from editor.ui.workbench import Workbench


class RemovingDesk(QObject):
    """Removes posts, after asking."""

    def __init__(self, bench: Workbench, under_way: UnderWay, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._under_way = under_way
        self._over = parent

    @Slot()
    def delete_shown(self) -> None:
        """Move the shown post to the trash."""
        self.delete([self._bench.site_path(self._bench.posts.current) or ""])

    def delete(self, paths: Sequence[str]) -> None:
        """Move posts to the system's trash, after asking.

        Args:
            paths: Site paths.
        """
        paths = [each for each in paths if each]
        root = self._bench.session.open_site.root
        files = [root / path for path in paths]
        if not files or any(self._under_way.is_busy(file) for file in files):
            return
        opened = [self._bench.posts.at(file) for file in files]
        unsaved = [post for post in opened if post is not None and post.document.modified]
        if unsaved:
            answer = ask_unsaved(self._over, unsaved)
            if answer is Answer.CANCEL:
                return
            if answer is Answer.SAVE:
                self._under_way.save_first(unsaved, self._delete, paths)
                return
        self._delete(paths)

    def _delete(self, paths: Sequence[str]) -> None:
        """Ask once more and move posts to the trash."""
        site = self._bench.session.open_site
        name = posixpath.basename(paths[0])
        if len(paths) == 1:
            text = self.tr("Move “{0}” to the trash?").format(name)
        else:
            text = self.tr("Move {0} posts to the trash?").format(len(paths))
        more = self.tr("They can be brought back from the system's trash.")
        word = self.tr("Move to the trash")
        if not ask(self._over, "delete_question", text, more, word, is_dangerous=True):
            return
        files = [site.root / path for path in paths]
        for file in files:
            post = self._bench.posts.at(file)
            if post is not None:
                self._bench.posts.drop(post, discard=post.document.modified)
        self._under_way.begin(files)
        removal = partial(_remove, site, tuple(paths))
        self._bench.tasks.save(removal, self._on_removed, self._on_failed, self, files)

    def _on_failed(self, files: list[Path], error: BaseException) -> None:
        self._under_way.end(files)
        tell(self._over, "action_failed", sentence_of(error))
        self._bench.session.refresh()  # of several, some may be gone

    def _on_removed(self, files: list[Path], count: int) -> None:
        self._under_way.end(files)
        if count == 1:
            self._bench.say(self.tr("One post is in the trash."))
        else:
            self._bench.say(self.tr("{0} posts are in the trash.").format(count))
        self._bench.session.refresh()


def _remove(site: Site, paths: tuple[str, ...]) -> int:
    from editor.site import posts

    for path in paths:
        posts.remove(site, path)
    return len(paths)
