"""Posts that another window or computer holds: shown for reading, writable once they are free."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.storage import PostHeld, PostLock
from editor.ui.notices import Level, Notice, Way
from editor.ui.workbench import OpenPost, Workbench, let_go

_LOOK_MS = 1500


class HeldDesk(QObject):
    """Tells who holds a post, and takes it as soon as it is let go.

    It is asked for again and again, not waited for: a holder that crashed tells nobody.
    """

    freed = Signal(object)  # an OpenPost that is written here from now on

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._on_due)
        self._taking: list[OpenPost] = []
        bench.posts.held_elsewhere.connect(self._tell)

    @Slot(object, object)
    def _tell(self, post: OpenPost, held: PostHeld) -> None:
        """Say above a post who holds it, with the ways to write it here."""
        ways = [Way("held_try_again", self.tr("Try again"), self.take, (post,))]
        if held.can_take_over:
            words = self.tr("Edit it here all the same")
            ways.append(Way("held_take_over", words, self._take_over, (post,)))
        post.file.hold(held.sentence, ways)
        self._timer.start()

    @Slot()
    def _on_due(self) -> None:
        held = [post for post in self._bench.posts if post.file.is_held]
        if not held:
            self._timer.stop()
        for post in held:
            self.take(post)

    def _take_over(self, post: OpenPost) -> None:
        self.take(post, take_over=True)

    def take(self, post: OpenPost, *, take_over: bool = False) -> None:
        """Write a post here if it is free; cursor and place stay where they are.

        Args:
            post: Which.
            take_over: The user wants another computer's hold broken.
        """
        if post.path is None or post not in self._bench.posts or post in self._taking:
            return
        self._taking.append(post)
        taking = partial(PostLock.try_take, post.path, take_over=take_over)
        self._bench.tasks.run(taking, self._on_taken, self._on_failed, self, post, post.path)

    def _on_failed(self, post: OpenPost, _path: Path, _error: BaseException) -> None:
        self._taking.remove(post)  # it is asked for again

    def _on_taken(self, post: OpenPost, path: Path, lock: PostLock | PostHeld) -> None:
        self._taking.remove(post)
        if post not in self._bench.posts or post.path != path or post.lock is not None:
            let_go(lock)
            return
        if isinstance(lock, PostHeld):
            self._tell(post, lock)
            return
        self._bench.posts.make_writable(post, lock)
        sentence = self.tr("{0} is no longer open elsewhere: you can edit it here now.")
        post.notices.tell(Notice.OTHER, Level.INFO, sentence.format(post.name))
        # The holder may have saved at the last moment, or crashed with words that were not.
        self._bench.posts.look_wanted.emit(post)
        self.freed.emit(post)
