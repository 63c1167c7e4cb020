"""Dragging selected text: out of the pane it is copied, whatever the other program asks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget


class CopyingEdit(QPlainTextEdit):
    """A text pane whose words stay when they are dragged into another window.

    Qt's own takes the words away as soon as the other side says that it moved them, which loses
    them if that side then drops them. Dragged within the pane they are moved, by its `dropEvent`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self._drag_from: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note whether a drag may begin here (Qt calls this)."""
        place = event.position().toPoint()
        cursor = self.textCursor()
        at = self.cursorForPosition(place).position()
        is_inside = cursor.hasSelection() and cursor.selectionStart() <= at <= cursor.selectionEnd()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._drag_from = place if is_left and is_inside else None
        super().mousePressEvent(event)
        if not self.textCursor().hasSelection():
            self._drag_from = None  # beside the words: Qt has begun a new selection

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No drag came of it (Qt calls this)."""
        self._drag_from = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin the drag (Qt calls this)."""
        start = self._drag_from
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - start).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._drag_from = None
            self._drag(start)

    def _drag(self, start: QPoint) -> None:
        cursor = self.textCursor()
        # Qt's own drag, which waits for the next move, is called off by a release.
        place = QPointF(start)
        released = QMouseEvent(
            QEvent.Type.MouseButtonRelease,
            place,
            QPointF(self.viewport().mapToGlobal(start)),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        super().mouseReleaseEvent(released)
        self.setTextCursor(cursor)
        drag = QDrag(self)
        drag.setMimeData(self.createMimeDataFromSelection())
        actions = Qt.DropAction.CopyAction
        if not self.isReadOnly():
            actions |= Qt.DropAction.MoveAction
        # What is answered does not matter: a drop into the pane itself has moved the words by now.
        drag.exec(actions, Qt.DropAction.MoveAction)
