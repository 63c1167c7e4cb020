"""The open posts and the shown one, apart from the views on them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from editor.storage import Journal, PostHeld, PostLock
from editor.ui.notices import Level, Notice
from editor.ui.workbench.open_post import OpenPost
from editor.ui.workbench.post_file import let_go

if TYPE_CHECKING:
    from editor.document import Document
    from editor.storage import Recovery
    from editor.ui.tasks import Tasks
    from editor.ui.workbench.site_session import SiteSession


class OpenPosts(QObject):
    """Which posts are open, in the order of their tabs, and which one is shown.

    What one desk does to a post and another has to know is told here by a signal.
    """

    added = Signal(object)  # an OpenPost, the last of all
    removed = Signal(object)  # an OpenPost, while its document still stands
    moved = Signal(int, int)  # from one place in the order to another
    shown_changed = Signal()  # another one is shown, or none
    shown_anew = Signal()  # the shown one stands under another name, or in another site
    standing_changed = Signal(object)  # an OpenPost whose file, name or access is told otherwise
    edited = Signal(object)  # an OpenPost whose document changed; on every key
    place_changed = Signal()  # the files of the open posts are others
    held_elsewhere = Signal(object, object)  # an OpenPost, and the PostHeld that tells by whom
    journal_told = Signal(object)  # an OpenPost whose journal tells otherwise where it writes
    look_wanted = Signal(object)  # an OpenPost whose file may be another than is known
    commit_wanted = Signal()  # what rests half typed in a field is to be handed over

    _journal_told = Signal(object)  # the journal whose state changed; from any thread

    def __init__(self, tasks: Tasks, session: SiteSession, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session
        self._all: list[OpenPost] = []
        self._shown: OpenPost | None = None
        self._journal_told.connect(self._on_journal_told)

    def __iter__(self) -> Iterator[OpenPost]:
        """Go through the open posts in the order of their tabs."""
        return iter(tuple(self._all))

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._all)

    def __contains__(self, post: object) -> bool:
        """Tell whether a post is still open."""
        return post in self._all

    def __getitem__(self, at: int) -> OpenPost:
        """Return the post at a place in the order."""
        return self._all[at]

    def place_of(self, post: OpenPost) -> int:
        """Return a post's place in the order."""
        return self._all.index(post)

    @property
    def shown(self) -> OpenPost | None:
        """The post that is shown."""
        return self._shown

    @property
    def current(self) -> OpenPost:
        """The post that is shown; for commands that are enabled only with one."""
        if self._shown is None:
            raise LookupError("no post is shown")
        return self._shown

    @property
    def unsaved(self) -> list[OpenPost]:
        """Those with words that are not saved and could be."""
        return [post for post in self._all if post.is_unsaved]

    @property
    def held(self) -> dict[Path, bool]:
        """The files of the open posts, each with whether it is held for writing here."""
        return {post.path: post.lock is not None for post in self._all if post.path is not None}

    def at(self, path: Path | None) -> OpenPost | None:
        """Return the post of a file by this very name, without a look at the disk; else None."""
        if path is None:
            return None
        return next((post for post in self._all if post.path == path), None)

    # --- opening and closing ---

    def add(
        self,
        document: Document,
        path: Path | None,
        *,
        lock: PostLock | PostHeld | None = None,
        recovered: Recovery | None = None,
    ) -> OpenPost:
        """Take a document among the open posts: lock and journal.

        Args:
            document: The text.
            path: The file; None for a post that was never saved.
            lock: Held for it; or who holds it, then it can only be read.
            recovered: Where its words come from; let go of once the new journal holds them.
        """
        held: PostHeld | None = None
        if document.read_only:
            let_go(lock)
            lock = None
        elif isinstance(lock, PostHeld):
            held, lock = lock, None
            document.read_only_reason = held.sentence
        post = OpenPost(document, path, self)
        post.lock = lock
        post.recovered = recovered
        post.changed.connect(self._on_changed)
        self._all.append(post)
        if not document.read_only:
            self.open_journal(post)
        if document.read_only and held is None:
            reason = document.read_only_reason
            post.notices.tell(Notice.READ_ONLY, Level.WARN, reason, can_close=False)
        self.added.emit(post)
        self.place_changed.emit()
        if held is not None:
            self.held_elsewhere.emit(post, held)
        return post

    def drop(self, post: OpenPost, *, discard: bool = False) -> None:
        """Take a post away without a question; what is unsaved stays in its journal.

        Args:
            post: Which.
            discard: The user chose to drop its unsaved words.
        """
        if post not in self._all:
            return
        at = self._all.index(post)
        self._all.remove(post)
        was_shown = post is self._shown
        if was_shown:
            self._shown = None
        self.place_changed.emit()
        self.removed.emit(post)
        post.release(discard=discard)
        post.deleteLater()
        if was_shown and self._all:
            self.show(self._all[min(at, len(self._all) - 1)])
        elif was_shown:
            self.shown_changed.emit()

    def drop_all(self) -> None:
        """Close every post without a question; what is unsaved stays in its journal."""
        for post in self:
            self.drop(post)

    # --- showing ---

    def show(self, post: OpenPost) -> None:
        """Show a post."""
        self.commit()
        self._shown = post
        self.shown_changed.emit()

    def step(self, step: int) -> None:
        """Show the next post, or the one before."""
        if self._shown is not None:
            self.show(self._all[(self._all.index(self._shown) + step) % len(self._all)])

    @Slot(int, int)
    def move(self, source: int, target: int) -> None:
        """Put a post to another place in the order."""
        self._all.insert(target, self._all.pop(source))
        self.moved.emit(source, target)

    def commit(self, post: OpenPost | None = None) -> None:
        """Take over what is half typed by an input method, and what rests in a field.

        Args:
            post: Only for the sake of this one: fields of another that is shown are left alone.
        """
        QGuiApplication.inputMethod().commit()
        if post is None or post is self._shown:
            self.commit_wanted.emit()

    def tell_standing(self, post: OpenPost) -> None:
        """Have everything that tells how a post stands told anew."""
        if post in self._all:
            self.standing_changed.emit(post)

    # --- journal and lock ---

    def open_journal(self, post: OpenPost) -> None:
        """Write a post's changes into a journal from now on."""
        site = self._session.site
        journal = post.document.open_journal(post.path, site=site.root if site else None)
        journal.on_state = self._on_journal_state
        self.journal_told.emit(post)
        found, post.recovered = post.recovered, None
        if found is not None:
            self._tasks.run(partial(found.taken_over, journal), None, None, self)

    def give_up_words(self, post: OpenPost, data: bytes) -> None:
        """Show other bytes as they are on the disk; the unsaved words are put aside.

        Undo brings them back for as long as the post is open, the list of recovered words for 30
        days.
        """
        document = post.document
        document.close_journal(discard=document.modified)
        document.reload(data)
        if not document.read_only:
            self.open_journal(post)

    def retarget(self, post: OpenPost, path: Path, lock: PostLock | PostHeld | None) -> None:
        """Go on with a post under another name of its file.

        Args:
            post: Which.
            path: The file's name from now on.
            lock: Held for it; or who holds it.
        """
        if post.lock is not None:
            post.lock.release()
        post.path = path
        if isinstance(lock, PostHeld):
            post.lock = None
            post.document.read_only_reason = lock.sentence
            post.access_changed.emit()
            self.held_elsewhere.emit(post, lock)
        else:
            post.lock = lock
        if post.document.journal is not None:
            post.document.journal.mark_moved(path)
        self.place_changed.emit()
        self.tell_standing(post)
        if post is self._shown:
            self.shown_anew.emit()

    def make_writable(self, post: OpenPost, lock: PostLock) -> None:
        """Take a post for writing that could only be read as another held it."""
        post.lock = lock
        document = post.document
        document.read_only_reason = document.coding.problem
        post.file.free()
        if document.journal is None and not document.read_only:
            self.open_journal(post)
        post.access_changed.emit()
        if post is self._shown:
            self.shown_anew.emit()

    def _on_journal_state(self, journal: Journal) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._journal_told.emit(journal)

    @Slot(object)
    def _on_journal_told(self, journal: Journal) -> None:
        for post in self:
            if post.document.journal is journal:
                self.journal_told.emit(post)

    @Slot()
    def _on_changed(self) -> None:
        self.edited.emit(self.sender())
