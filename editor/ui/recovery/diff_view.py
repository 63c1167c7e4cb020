"""A unified diff to read: what went and what came, told by sign and by colour."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from editor.ui.look import current, font
from editor.ui.tasks import Tasks, sentence_of

_MOST_LINES = 2_000


class DiffView(QPlainTextEdit):
    """Shows a diff; nothing in it can be changed."""

    compared = Signal(bool)  # what was asked for last is shown; whether there is a difference
    failed = Signal(str)  # what was asked for last cannot be compared; why, as a sentence

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self.setObjectName("diff")
        self.setAccessibleName(self.tr("What is different"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(font("mono"))
        self._wanted: Callable[[], str] | None = None
        self._is_busy = False

    def compare(self, work: Callable[[], str], tasks: Tasks) -> None:
        """Work a diff out off the window's thread and show it.

        One at a time, and of those asked for meanwhile only the last: going through a list with
        the arrow key does not pile up work.

        Args:
            work: Gives the diff; runs in a thread.
            tasks: The window's threads.
        """
        self._wanted = work
        self.setPlainText(self.tr("Comparing…"))
        if not self._is_busy:
            self._start(work, tasks)

    def forget(self) -> None:
        """Show nothing; what is being worked out is not wanted any more."""
        self._wanted = None
        self.clear()

    def _start(self, work: Callable[[], str], tasks: Tasks) -> None:
        self._is_busy = True
        tasks.run(work, self._on_compared, self._on_failed, self, work, tasks)

    def _on_compared(self, work: Callable[[], str], tasks: Tasks, diff: str) -> None:
        if self._is_wanted(work, tasks):
            self.show_diff(diff)
            self.compared.emit(bool(diff))

    def _on_failed(self, work: Callable[[], str], tasks: Tasks, error: BaseException) -> None:
        if self._is_wanted(work, tasks):
            self.clear()
            self.failed.emit(sentence_of(error))

    def _is_wanted(self, work: Callable[[], str], tasks: Tasks) -> bool:
        """Tell whether what ended is what is wanted; if it is not, start what is."""
        self._is_busy = False
        if self._wanted is work:
            return True
        if self._wanted is not None:
            self._start(self._wanted, tasks)
        return False

    def show_diff(self, diff: str) -> None:
        """Show a unified diff.

        Args:
            diff: Lines that begin with `+`, `-`, a blank, or `@@`, without file headers (a line
                that begins with dashes may be a fence of the front matter that went).
        """
        self.clear()
        colors = current()
        grounds = {"+": colors.ok_quiet, "-": colors.danger_quiet}
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        lines = diff.splitlines()
        if lines and lines[0].startswith("@@"):
            del lines[0]
        for number, line in enumerate(lines[:_MOST_LINES] or [self.tr("There is no difference.")]):
            if number:
                cursor.insertBlock()
            style = QTextCharFormat()
            shown = line
            if line[:1] in grounds:
                style.setBackground(QColor(grounds[line[0]]))
            elif line.startswith("@@"):
                style.setForeground(QColor(colors.text_muted))
                shown = self.tr("… further down …")
            cursor.insertText(shown, style)
        if len(lines) > _MOST_LINES:
            cursor.insertBlock()
            cursor.insertText(
                self.tr("… and {0} more lines").format(len(lines) - _MOST_LINES), QTextCharFormat()
            )
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
