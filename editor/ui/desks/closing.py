"""Closing posts, and leaving: never without asking for unsaved words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.ui.desks.questions import Answer, ask_unsaved

if TYPE_CHECKING:
    from editor.ui.desks.saving import SavingDesk
    from editor.ui.workbench import OpenPost, Workbench


class ClosingDesk(QObject):
    """Takes posts away, each after its question."""

    def __init__(self, bench: Workbench, saving: SavingDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._saving = saving
        self._over = parent

    @Slot()
    def close_shown(self) -> None:
        """Close the post that is shown."""
        if self._bench.posts.shown is not None:
            self.close(self._bench.posts.shown)

    def close(self, post: OpenPost) -> None:
        """Close a post, after asking when it has unsaved words."""
        posts = self._bench.posts
        if post is posts.shown:
            posts.commit()
        is_unsaved = post.is_unsaved
        if is_unsaved:
            posts.show(post)
            answer = ask_unsaved(self._over, [post])
            if answer is Answer.CANCEL:
                return
            if answer is Answer.SAVE:
                self._saving.save(post, self._on_written, post)
                return
        # Words that could not be saved here were not given up: they are offered again.
        posts.drop(post, discard=is_unsaved)

    def _on_written(self, post: OpenPost, good: bool) -> None:
        if good and not post.document.modified:
            self._bench.posts.drop(post)

    def may_leave(self, then: Callable[..., object], *about: Any) -> bool:
        """Ask about every unsaved post at once.

        Args:
            then: Called with `about` when all are saved, if that was the answer.
            about: What `then` needs to know.

        Returns:
            Whether one may go on now.
        """
        self._bench.posts.commit()
        unsaved = self._bench.posts.unsaved
        if not unsaved:
            return True
        answer = ask_unsaved(self._over, unsaved)
        if answer is Answer.DISCARD:
            for post in unsaved:
                self._bench.posts.drop(post, discard=True)
            return True
        if answer is Answer.SAVE:
            self._saving.save_together(unsaved, self._on_all_written, then, about)
        return False

    @staticmethod
    def _on_all_written(then: Callable[..., object], about: tuple[Any, ...], good: bool) -> None:
        if good:
            then(*about)
