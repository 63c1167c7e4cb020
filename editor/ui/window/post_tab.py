"""One open post: its document, journal and lock, and the pane that shows its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.document import Document
from editor.edit import Change
from editor.storage import PostLock, Recovery
from editor.ui.text import EditorPane, FindBar
from editor.ui.window.banner import Banner, Level, Notice


class PostTab(QWidget):
    """Owns what is open; the window shows its form and preview.

    Attributes:
        document: The text of record.
        path: The file; None for a recovered post that was never saved.
        lock: Held while it may be written here.
        recovered: The recovery its words come from, until a journal here holds them.
        saved_at: When it was last saved here, seconds since 1970; 0 when it was not.
        is_saving: Whether a save is under way.
        save_again: Whether another save was asked for meanwhile.
        is_checking: Whether the disk is being looked at.
        check_again: Whether something happened there since that look, a save or a question began.
        looks: How often it was; only what the last one saw counts.
        is_conflict_open: Whether both sides stand to be chosen from.
    """

    changed = Signal()  # the document changed, whoever did it

    def __init__(self, document: Document, path: Path | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("post_tab")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.document = document
        self.path = path
        self.lock: PostLock | None = None
        self.recovered: Recovery | None = None
        self.saved_at = 0.0
        self.is_saving = False
        self.save_again = False
        self.is_checking = False
        self.check_again = False
        self.looks = 0
        self.is_conflict_open = False
        self.was_modified = document.modified
        self.after_save: list[Callable[[bool], None]] = []
        self.pane = EditorPane(self)
        self.pane.setProperty("role", "writing")
        self.find_bar = FindBar(self.pane, self)
        self.banner = Banner(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.pane, 1)
        self.setFocusProxy(self.pane)
        self._unsubscribe = document.subscribe(self._on_change)

    @property
    def name(self) -> str:
        """The file's name, or words for one that has none."""
        return self.path.name if self.path is not None else self.tr("Unsaved post")

    @property
    def save_problem(self) -> str:
        """Why the post is not saved as it should be; empty when nothing stands against it."""
        return self.banner.told(Notice.SAVE) or self.banner.told(Notice.DISK, Level.DANGER)

    def refresh_view(self) -> None:
        """Show the document anew, after it became readable or writable; the cursor stays."""
        cursor, scrolled = self.pane.textCursor(), self.pane.verticalScrollBar().value()
        anchor, place = cursor.anchor(), cursor.position()
        self.pane.show_document(self.document)
        cursor = self.pane.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        self.pane.setTextCursor(cursor)
        self.pane.verticalScrollBar().setValue(scrolled)

    def release(self, *, discard: bool) -> None:
        """Close the post: end journal and lock.

        Args:
            discard: The user chose to drop unsaved words (they are kept aside for 30 days).
        """
        self._unsubscribe()
        self.pane.show_document(None)
        self.document.close_journal(discard=discard)
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    def _on_change(self, _change: Change) -> None:
        self.changed.emit()
