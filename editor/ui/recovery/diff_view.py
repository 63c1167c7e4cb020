"""A unified diff to read: what went and what came, told by sign and by colour."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from editor.ui.look import current, font


class DiffView(QPlainTextEdit):
    """Shows a diff; nothing in it can be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self.setObjectName("diff")
        self.setAccessibleName(self.tr("What is different"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(font("mono"))

    def show_diff(self, diff: str) -> None:
        """Show a unified diff.

        Args:
            diff: Lines that begin with `+`, `-`, a blank, or `@@`; file headers are left out.
        """
        self.clear()
        colors = current()
        grounds = {"+": colors.ok_quiet, "-": colors.danger_quiet}
        cursor = QTextCursor(self.document())
        lines = [each for each in diff.splitlines() if not each.startswith(("---", "+++"))]
        for number, line in enumerate(lines or [self.tr("There is no difference.")]):
            if number:
                cursor.insertBlock()
            style = QTextCharFormat()
            shown = line
            if line[:1] in grounds:
                style.setBackground(QColor(grounds[line[0]]))
            elif line.startswith("@@"):
                style.setForeground(QColor(colors.text_muted))
                shown = self.tr("… further down …") if number else ""
            cursor.insertText(shown, style)
        self.moveCursor(QTextCursor.MoveOperation.Start)
