"""A column of text that shows the lines of a document: its width, its scrolling, its places."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from editor.ui.text.dragging import CopyingEdit
from editor.ui.text.positions import from_view, to_view, utf16_length

COLUMN_CHARACTERS = 68


class ColumnEdit(CopyingEdit):
    """Text in a comfortable column; its first block stands for a line of the document."""

    top_line_changed = Signal(float)  # the document's line at the top edge, with its fraction
    zoom_wanted = Signal(int)  # steps, up or down

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(CopyingEdit.LineWrapMode.WidgetWidth)
        self.setTabChangesFocus(False)
        self._first_line = 0  # the document's line that the first block shows
        self._following = False  # the text changes, and not by the writer
        self._scrolling = False
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def first_line(self) -> int:
        """The document's line that stands first in the pane."""
        return self._first_line

    def set_writing_font(self, font: QFont) -> None:
        """Write in this font."""
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(" ") * 4)
        self._center_column()

    def go_to_line(self, line: int, column: int = 0) -> None:
        """Put the cursor at a line and column of the document and show it."""
        block = self.document().findBlockByNumber(max(0, line - self._first_line))
        if not block.isValid():
            block = self.document().lastBlock()
        cursor = QTextCursor(block)
        text = to_view(from_view(block.text()))[:column]
        cursor.setPosition(block.position() + utf16_length(text))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def scroll_to_line(self, line: float) -> None:
        """Show this line of the document (with its fraction) at the top edge."""
        block = self.document().findBlockByNumber(max(0, int(line) - self._first_line))
        if not block.isValid():
            return
        # QPlainTextEdit scrolls by layout lines: add the share of a wrapped block's lines.
        share = (line - int(line)) * max(1, block.layout().lineCount())
        value = block.firstLineNumber() + int(share)
        if value != self.verticalScrollBar().value():
            with self._silent_scrolling():
                self.verticalScrollBar().setValue(value)

    def top_line(self) -> float:
        """Return the document's line at the top edge, with the share that is scrolled past."""
        block = self.firstVisibleBlock()
        height = self.blockBoundingRect(block).height()
        above = -self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        share = min(0.999, max(0.0, above / height)) if height > 0 else 0.0
        return self._first_line + block.blockNumber() + share

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1 if event.angleDelta().y() > 0 else -1
            self.zoom_wanted.emit(step)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column comfortable and centred."""
        self._center_column()  # first: the text is laid out as wide as the margins leave
        super().resizeEvent(event)

    def _center_column(self) -> None:
        wanted = QFontMetricsF(self.font()).averageCharWidth() * COLUMN_CHARACTERS
        side = max(24, int((self.width() - wanted) / 2))
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 24, side, 0)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy exactly what is selected: no-break spaces stay what they are."""
        data = QMimeData()
        text = self.textCursor().selectedText().replace("\u2029", "\n")
        data.setText(from_view(text))
        return data

    @contextlib.contextmanager
    def _silent_scrolling(self) -> Iterator[None]:
        self._scrolling = True
        try:
            yield
        finally:
            self._scrolling = False

    @Slot(int)
    def _on_scrolled(self, _value: int) -> None:
        if not self._scrolling and not self._following:
            self.top_line_changed.emit(self.top_line())

    def _position(self, line: int, column: int) -> int:
        block = self.document().findBlockByNumber(line - self._first_line)
        return block.position() + utf16_length(block.text()[:column])
