"""Keys that mean the same in every field: undo is the document's, Escape drops, Alt+Enter asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from editor.ui.form.row import FieldRow
    from editor.ui.form.rows import FieldRows


class FormKeys(QObject):
    """Sees the keys of the fields before the fields do."""

    undo_wanted = Signal(bool)  # whether it is a redo

    def __init__(self, rows: FieldRows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are not the field's own."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._on_shortcut(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        return super().eventFilter(watched, event)

    def _on_shortcut(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Ctrl+S and the like: the document has the words before the command runs.
            self._commit(watched)
        if _is_undo(event) or _is_redo(event):
            # Left to the window's own undo; without one the key press comes next.
            event.ignore()
            return True
        if _asks_for_menu(event):
            event.accept()
            return True
        return False

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if _is_undo(event) or _is_redo(event):
            self._commit(watched)
            self.undo_wanted.emit(_is_redo(event))
            return True
        row = self._row_of(watched)
        if row is None:
            return False
        if event.key() == Qt.Key.Key_Escape and row.editor.is_dirty:
            row.show_message("")
            row.editor.drop()
            return True
        if _asks_for_menu(event) and row.kind.id != "title":
            row.open_menu()
            return True
        return False

    def _row_of(self, watched: QObject) -> FieldRow | None:
        if not isinstance(watched, QWidget):
            return None
        return next((row for row in self._rows.rows if row.isAncestorOf(watched)), None)

    def _commit(self, watched: QObject) -> None:
        row = self._row_of(watched)
        if row is not None:
            row.editor.commit()


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo)


def _is_redo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Redo)


def _asks_for_menu(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bool(
        event.modifiers() & Qt.KeyboardModifier.AltModifier
    )
