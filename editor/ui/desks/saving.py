"""Saving: a snapshot goes to the save thread; a failure stands in red with its way out."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.errors import StandfirstError
from editor.storage import (
    ChangedOnDisk,
    MarkedReadOnly,
    PostHeld,
    Saved,
    TargetExists,
    read,
    save,
    versions,
)
from editor.ui.notices import Level, Notice, Way
from editor.ui.tasks import sentence_of
from editor.ui.workbench import FindPost, OpenPost, PostFile, Workbench

if TYPE_CHECKING:
    from editor.document import Document, Snapshot

log = logging.getLogger(__name__)


class SavingDesk(QObject):
    """Saves posts, one after the other, off the window's thread."""

    blocked = Signal(object)  # an OpenPost: another program changed its file; its save waits
    written = Signal(object)  # an OpenPost that is on the disk now

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._over = parent  # dialogs stand over it

    @Slot()
    def save_shown(self) -> None:
        """Save the post that is shown."""
        self.save(self._bench.posts.current)

    @Slot()
    def save_all(self) -> None:
        """Save every post that has unsaved words."""
        for post in self._bench.posts.unsaved:
            self.save(post)

    @Slot()
    def save_if_needed(self) -> None:
        """Save the shown post, or try again, where that would change anything."""
        post = self._bench.posts.shown
        if post is not None and (post.document.modified or post.file.standing.is_problem):
            self.save(post)

    def save(
        self,
        post: OpenPost,
        then: Callable[..., None] | None = None,
        *about: Any,
        overwrite_read_only: bool = False,
    ) -> None:
        """Save one post.

        Args:
            post: Which.
            then: Called with `about`, then with whether it is on the disk now.
            about: What `then` needs to know.
            overwrite_read_only: The user was asked and wants a read-only file written.
        """
        # What is half typed by an input method, and what rests in a field, belongs to the post.
        self._bench.posts.commit(post)
        if then is not None:
            post.when_written(then, *about)
        if post.document.read_only:
            self._finish(post, good=False)
            return
        if post.path is None:
            self._choose_path(post)
            return
        if not post.file.begin_save():
            return
        document = post.document
        try:
            snapshot = document.snapshot()
        except StandfirstError as error:
            post.file.abandon_save()
            self._fail(post, error)
            return
        self._bench.posts.tell_standing(post)
        writing = partial(
            save,
            post.path,
            snapshot.data,
            expected=document.saved_digest,
            journal=document.journal,
            inside=self._bench.session.root if self._bench.site_path(post) else None,
            overwrite_read_only=overwrite_read_only,
        )
        # The digest is named in the thread: it is worked out there.
        self._bench.tasks.save(
            partial(_named, writing), self._on_saved, self._on_failed, self, post, snapshot
        )

    def save_together(
        self, posts: Sequence[OpenPost], then: Callable[..., None], *about: Any
    ) -> None:
        """Save several posts.

        Args:
            posts: Which; at least one.
            then: Called once with `about`, then with whether all are on the disk now.
            about: What `then` needs to know.
        """
        together = _Together(len(posts), then, about)
        for post in posts:
            self.save(post, self._on_one_written, together)

    @staticmethod
    def _on_one_written(together: _Together, good: bool) -> None:
        together.left -= 1
        together.is_good = together.is_good and good
        if together.left == 0:
            together.then(*together.about, together.is_good)

    def _on_saved(self, post: OpenPost, snapshot: Snapshot, saved: Saved) -> None:
        before = post.document.saved_data
        if post not in self._bench.posts:
            post.file.abandon_save()
            return
        post.document.mark_saved(snapshot, saved)
        is_wanted_again = post.file.end_save(time.time())
        if before.strip() and before != snapshot.data:
            self.keep_version(post, before)
        if saved.warning:
            self._bench.say(saved.warning)
        self._bench.posts.place_changed.emit()
        if is_wanted_again:
            self.save(post)
            return
        self._finish(post, good=True)
        self.written.emit(post)
        self._bench.session.refresh()

    def _on_failed(self, post: OpenPost, _snapshot: Snapshot, error: BaseException) -> None:
        post.file.abandon_save()
        if post not in self._bench.posts:
            return
        if isinstance(error, (ChangedOnDisk, TargetExists)) and post.path is not None:
            post.file.forget_failure()
            self.blocked.emit(post)
            return
        self._fail(post, error)

    def _fail(self, post: OpenPost, error: BaseException) -> None:
        log.warning("save failed: %s", type(error).__name__)
        ways = [Way("save_try_again", self.tr("Try again"), self.save, (post,))]
        if isinstance(error, MarkedReadOnly):
            words = self.tr("Save all the same")
            ways.append(Way("save_all_the_same", words, self._save_all_the_same, (post,)))
        words = self.tr("Save elsewhere…")
        ways.append(Way("save_elsewhere", words, self.save_elsewhere))
        post.file.fail_save(sentence_of(error), ways)
        self._finish(post, good=False)

    def _save_all_the_same(self, post: OpenPost) -> None:
        self.save(post, overwrite_read_only=True)

    def give_up(self, post: OpenPost) -> None:
        """Tell who waits for a save that it does not come (a question was put off)."""
        self._finish(post, good=False)

    def _finish(self, post: OpenPost, *, good: bool) -> None:
        self._bench.posts.tell_standing(post)
        post.tell_written(good=good)

    # --- versions ---

    def keep_version(self, post: OpenPost, data: bytes) -> None:
        """Keep bytes of a post among its versions, behind the saves that wait."""
        if post.path is not None:
            settings = self._bench.kept.settings
            keep = partial(
                versions.keep,
                post.path,
                data,
                kept=settings.versions_kept,
                days=settings.versions_days,
            )
            self._bench.tasks.save(keep, None, None, self)

    @Slot(object)
    def keep_before_replacing(self, document: Document) -> None:
        """Keep the text as a version before all its places are replaced: undo ends at closing."""
        for post in self._bench.posts:
            if post.document is document:
                # Without bytes in its encoding there is no version; undo has the text all the same.
                with contextlib.suppress(StandfirstError):
                    self.keep_version(post, document.snapshot().data)

    # --- elsewhere ---

    @Slot()
    def save_elsewhere(self) -> None:
        """Write the shown post's bytes to another place; the post itself stays where it is."""
        post = self._bench.posts.current
        self._bench.posts.commit()
        start = str(Path.home() / post.name)
        file, _ = QFileDialog.getSaveFileName(self._over, self.tr("Save a copy elsewhere"), start)
        if not file:
            return
        try:
            snapshot = post.document.snapshot()
        except StandfirstError as error:
            self._fail(post, error)
            return
        path = Path(file)
        copy = partial(_save_over, path, snapshot.data)
        self._bench.tasks.save(copy, self._on_copied, self._on_copy_failed, self, post, path)

    def _on_copied(self, _post: OpenPost, path: Path, _saved: Saved) -> None:
        self._bench.say(self.tr("A copy stands at {0}. The post itself is as it was.").format(path))

    def _on_copy_failed(self, post: OpenPost, _path: Path, error: BaseException) -> None:
        post.notices.tell(Notice.OTHER, Level.DANGER, sentence_of(error))

    def _choose_path(self, post: OpenPost) -> None:
        root = self._bench.session.root
        start = root / "_drafts" / "recovered.md" if root is not None else Path("recovered.md")
        file, _ = QFileDialog.getSaveFileName(self._over, self.tr("Save the post"), str(start))
        if not file:
            self._finish(post, good=False)
            return
        find = FindPost(Path(file), {}, may_be_missing=True)
        self._bench.tasks.run(find, self._on_path_read, self._on_path_failed, self, post)

    def _on_path_read(self, post: OpenPost, file: PostFile) -> None:
        if post not in self._bench.posts:
            file.let_go()
            return
        if isinstance(file.lock, PostHeld):
            self._fail(post, file.lock)
            return
        if file.data is not None and file.digest is not None:
            # The dialog has asked whether to replace it.
            post.document.saved_data, post.document.saved_digest = file.data, file.digest
        self._bench.posts.retarget(post, file.path, file.lock)
        self.save(post)

    def _on_path_failed(self, post: OpenPost, error: BaseException) -> None:
        if post in self._bench.posts:
            self._fail(post, error)


@dataclass(slots=True)
class _Together:
    """Saves that are waited for together."""

    left: int
    then: Callable[..., None]
    about: tuple[Any, ...]
    is_good: bool = True


def _named(writing: Callable[[], Saved]) -> Saved:
    saved = writing()
    log.debug("saved as %s", saved.digest.sha256[:8])
    return saved


def _save_over(path: Path, data: bytes) -> Saved:
    expected = read(path)[1] if path.exists() else None
    return save(path, data, expected=expected)
