"""One open post: its document, its file, its journal's state and its lock; no view of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from editor.storage import JournalState, PostLock
from editor.ui.notices import Notices
from editor.ui.workbench.file_state import FileState

if TYPE_CHECKING:
    from editor.document import Document
    from editor.edit import Change
    from editor.storage import Recovery


class OpenPost(QObject):
    """Owns what is open. Several views may show it, or none.

    Attributes:
        document: The text of record.
        path: The file; None for a recovered post that was never saved.
        notices: What stands above its text until it is settled.
        file: How the file stands.
        lock: Held while it may be written here.
        recovered: The recovery its words come from, until a journal here holds them.
    """

    changed = Signal()  # the document changed, whoever did it
    access_changed = Signal()  # it became readable only, or writable

    def __init__(self, document: Document, path: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.path = path
        self.notices = Notices()
        self.file = FileState(document, self.notices)
        self.lock: PostLock | None = None
        self.recovered: Recovery | None = None
        self._waiting: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self._unsubscribe = document.subscribe(self._on_change)

    @property
    def name(self) -> str:
        """The file's name, or words for one that has none."""
        return self.path.name if self.path is not None else self.tr("Unsaved post")

    @property
    def is_unsaved(self) -> bool:
        """Whether it has words that are not saved and could be."""
        return self.document.modified and not self.document.read_only

    @property
    def is_journalled(self) -> bool:
        """Whether its journal, if it has one, stands where it should."""
        journal = self.document.journal
        return journal is None or journal.state is JournalState.OK

    # --- who waits for a save ---

    def when_written(self, then: Callable[..., None], *about: Any) -> None:
        """Have something called when the save that comes or is under way has ended.

        Args:
            then: Called with `about`, then with whether the post is on the disk.
            about: What it needs to know.
        """
        self._waiting.append((then, about))

    @property
    def has_waiting(self) -> bool:
        """Whether anything waits for a save."""
        return bool(self._waiting)

    def tell_written(self, *, good: bool) -> None:
        """Tell who waits whether the post is on the disk."""
        waiting, self._waiting = self._waiting, []
        for then, about in waiting:
            then(*about, good)

    def release(self, *, discard: bool) -> None:
        """Close the post: end journal and lock.

        Args:
            discard: The user chose to drop unsaved words (they are kept aside for 30 days).
        """
        self._unsubscribe()
        self.document.close_journal(discard=discard)
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    def _on_change(self, _change: Change) -> None:
        self.changed.emit()
