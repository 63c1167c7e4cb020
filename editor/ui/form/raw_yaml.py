"""The front matter as it stands in the file, edited as text: the same text, the same undo."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from editor.document import Document, DocumentError
from editor.edit import Origin
from editor.ui import look

_LEAST_LINES, _MOST_LINES = 4, 14


class RawYaml(QPlainTextEdit):
    """Shows the lines between the fences and writes what changes through the document.

    It keeps no text: after every change by the user the difference to the document is applied
    there, and what the document says comes back. Its own undo is off.
    """

    refused = Signal(str)  # a sentence: why nothing may be changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raw-yaml")
        self.setAccessibleName(self.tr("Front matter as YAML"))
        self.setFont(look.font("mono"))
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._document: Document | None = None
        self._first_line = 0
        self._shown: list[str] = []
        self._is_showing = False
        self.textChanged.connect(self._on_text_changed)
        look.changes().palette_changed.connect(self._on_palette_changed)
        self._error_line = -1

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        lines = min(max(self.blockCount() + 1, _LEAST_LINES), _MOST_LINES)
        return QSize(300, lines * self.fontMetrics().lineSpacing() + 20)

    def show_lines(
        self, document: Document | None, first_line: int, line_count: int, error_line: int = -1
    ) -> None:
        """Show some lines of a document; what is equal stays, and the caret with it.

        Args:
            document: The open post.
            first_line: The line after the opening fence.
            line_count: How many lines there are.
            error_line: The line of the document to mark, -1 for none.
        """
        self._document = document
        self._first_line = first_line
        lines = []
        if document is not None:
            last = min(first_line + line_count, document.line_count)
            lines = [document.content(line) for line in range(first_line, last)]
        # Qt takes these for ends of paragraphs: such lines are shown and left alone.
        self.setReadOnly(
            document is None
            or document.read_only
            or any(c in line for line in lines for c in "\r\u2029\x00")
        )
        if lines != self._lines():
            self._is_showing = True
            self._splice(lines)
            self._is_showing = False
            self.updateGeometry()
        self._shown = lines
        self._error_line = error_line - first_line if error_line >= 0 else -1
        self._mark()

    def _lines(self) -> list[str]:
        text = self.document().toRawText()
        return text.split("\u2029") if text else []

    def _splice(self, lines: list[str]) -> None:
        """Exchange only what differs, so that caret and scroll position stay."""
        old, new = "\n".join(self._lines()), "\n".join(lines)
        start, old_end, new_end = difference(old, new)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[:old_end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start:new_end])

    def _on_text_changed(self) -> None:
        if self._is_showing or self._document is None:
            return
        old, new = "\n".join(self._shown), "\n".join(self._lines())
        start, old_end, new_end = difference(old, new)
        if start == old_end == new_end:
            return
        inserted = new[start:new_end]
        if not self._shown and inserted:
            # Between fences without a line there is no line end yet to keep them apart.
            inserted += "\n"
        line, column = _place(old, start)
        end_line, end_column = _place(old, old_end)
        if not new and self._shown:
            line, column, inserted = 0, 0, ""
            end_line, end_column = len(self._shown), 0
        try:
            self._document.replace(
                self._first_line + line,
                column,
                self._first_line + end_line,
                end_column,
                inserted,
                Origin.RAW_YAML,
            )
        except DocumentError as error:
            self.refused.emit(error.sentence)
            self._is_showing = True
            self._splice(self._shown)
            self._is_showing = False
        else:
            # The next key comes perhaps before the form has read the document anew.
            self._shown = self._lines()

    def _mark(self) -> None:
        selections = []
        if 0 <= self._error_line < self.blockCount():
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document().findBlockByNumber(self._error_line))
            mark.cursor = cursor
            form = QTextCharFormat()
            form.setBackground(QColor(look.current().danger_quiet))
            form.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.format = form
            selections.append(mark)
        self.setExtraSelections(selections)

    def _on_palette_changed(self, _palette: object) -> None:
        self._mark()


def difference(old: str, new: str) -> tuple[int, int, int]:
    """Return where two texts differ: the start, and the end in the old and in the new one."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - end, len(new) - end


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
