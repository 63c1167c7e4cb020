"""The pane where a post's body is written: a view of a `Document` that never keeps the text."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from editor.edit import Change, Origin
from editor.ui.text import typing_helps
from editor.ui.text.clipboard import picture_files, picture_of, plain_text
from editor.ui.text.column import ColumnEdit
from editor.ui.text.context_menu import context_menu
from editor.ui.text.highlighter import HighlightColors, MarkdownHighlighter
from editor.ui.text.positions import (
    can_be_shown,
    common_head,
    from_view,
    lines_to_view,
    to_column,
    to_view,
    utf16_length,
)

if TYPE_CHECKING:
    from editor.document import Document

log = logging.getLogger(__name__)

_ABOVE = (Origin.FORM, Origin.RAW_YAML)


class EditorPane(ColumnEdit):
    """Shows and edits the lines of a document below its front matter.

    The document is the one text: each key goes to `Document.replace` at once, and what comes from
    elsewhere (form, undo, merge) is spliced in without moving the writer's cursor. Qt's own undo is
    off; undo and redo are the document's.
    """

    pictures_dropped = Signal(list)  # paths of picture files dropped or pasted
    picture_pasted = Signal(QImage)  # a picture from the clipboard
    refused = Signal(str)  # why a key changed nothing

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self.setObjectName("editor")
        self.setAccessibleName(self.tr("Text of the post"))
        self.setPlaceholderText(self.tr("Write the story here."))
        self._document: Document | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._blocks = 1
        self._shown_blocks = (0, 40)
        self._formats_timer = QTimer(self)
        self._formats_timer.setSingleShot(True)
        self._formats_timer.setInterval(0)
        self._formats_timer.timeout.connect(self._format_seen)
        self._highlighter = MarkdownHighlighter(self.document())
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    # --- what it shows ---

    def show_document(self, document: Document | None) -> None:
        """Show a document from its first line below the front matter; None shows nothing."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._document = document
        if document is not None:
            self._unsubscribe = document.subscribe(self._on_change)
        self._show_all()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @property
    def shown_document(self) -> Document | None:
        """The document that the pane shows."""
        return self._document

    def body(self) -> str:
        """Return what the pane shows, lines separated by line feeds; costs the whole text."""
        return from_view(self.document().toRawText().replace("\u2029", "\n"))

    def set_writing_font(self, font: QFont) -> None:
        """Write in this font."""
        self._highlighter.set_font(font)
        super().set_writing_font(font)

    def set_colors(self, colors: HighlightColors) -> None:
        """Highlight in these colours."""
        self._highlighter.set_colors(colors)

    # --- commands ---

    def edit_selection(self, helper: Callable[[typing_helps.Span], typing_helps.Result]) -> None:
        """Run a typing help over the selected text as one undo step.

        Args:
            helper: Gets the touched lines with the selection, gives what stands there after.
        """
        if self._document is None or self.isReadOnly():
            return
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        lines = []
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            lines.append(from_view(block.text()))
            block = block.next()
        span = typing_helps.Span(
            lines,
            to_column(first.text(), cursor.selectionStart() - first.position()),
            len(lines) - 1,
            to_column(last.text(), cursor.selectionEnd() - last.position()),
        )
        result = helper(span)
        top = self._first_line + first.blockNumber()
        self._document.break_undo()
        self._replace(top, 0, top + len(lines) - 1, len(lines[-1]), "\n".join(result.lines))
        self._document.break_undo()
        self._select(top, result)

    def undo_step(self) -> None:
        """Take the document's last step back and show where that was."""
        if self._document is not None and not self._document.read_only:
            self._show_place(self._document.undo())

    def redo_step(self) -> None:
        """Do the document's next step again and show where that was."""
        if self._document is not None and not self._document.read_only:
            self._show_place(self._document.redo())

    def insert_text(self, text: str) -> None:
        """Insert text at the cursor, in place of the selection, as one undo step."""
        if self._document is not None and not self.isReadOnly():
            self._document.break_undo()
            self.textCursor().insertText(lines_to_view(text))
            self._document.break_undo()

    # --- the document changed ---

    def _on_change(self, change: Change) -> None:
        if self._following or self._document is None:
            return
        edit = change.edit
        gone = edit.removed.count("\n")
        come = edit.inserted.count("\n")
        ends_above = edit.line + gone < self._first_line or (
            edit.line + gone == self._first_line
            and self._first_line > 0
            and edit.removed.endswith("\n")
            and edit.inserted.endswith("\n")
        )
        inserts_above = (
            edit.line == self._first_line
            and edit.column == 0
            and not edit.removed
            and edit.inserted.endswith("\n")
            and change.origin in _ABOVE
        )
        if ends_above or inserts_above:
            self._first_line += come - gone
        elif edit.line >= self._first_line and change.origin not in (Origin.RELOAD, *_ABOVE):
            self._splice(edit.line - self._first_line, edit.column, edit.removed, edit.inserted)
        else:
            self._show_all()

    def _splice(self, block_number: int, column: int, removed: str, inserted: str) -> None:
        block = self.document().findBlockByNumber(block_number)
        cursor = QTextCursor(block)
        start = block.position() + utf16_length(from_view(block.text())[:column])
        shown = lines_to_view(removed)
        with self._applying():
            cursor.setPosition(start)
            cursor.setPosition(start + utf16_length(shown), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(lines_to_view(inserted))
        # An edit beside half a line end is widened by the document, but be sure: no drift, ever.
        if self.blockCount() + self._first_line != self._document_lines():
            log.error("the pane had lost its place; shown anew")
            self._show_all()

    def _show_all(self) -> None:
        document = self._document
        place = self.textCursor().position()
        number, size = self.textCursor().blockNumber(), self.document().characterCount()
        old = self.document().toRawText() if place else ""
        scrolled = self.verticalScrollBar().value()
        with self._applying():
            if document is None:
                self._first_line = 0
                self.setPlainText("")
            else:
                self._first_line = min(document.post.body_line, document.line_count - 1)
                shown = "".join(islice(document.lines, self._first_line, None))
                self.setPlainText(lines_to_view(shown))
        exact = document is not None and can_be_shown(document.text)
        self.setReadOnly(document is None or document.read_only or not exact)
        at, new = to_column(old, place), self.document().toRawText() if place else ""
        if not new.startswith(old[:at]) and new.endswith(old[at:]):
            place += self.document().characterCount() - size  # what came or went stands above
        cursor = self.textCursor()
        cursor.setPosition(min(place, max(0, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scrolled + (cursor.blockNumber() - number if old else 0))

    # --- the writer typed ---

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        """Tell the document what a key did. Runs on every key (bench_document.py).

        Qt's counts are not to be trusted (they may name the whole text): what counts is which
        blocks were touched and how many blocks there are more, and then what differs in them.
        """
        blocks = self.blockCount()
        gained = blocks - self._blocks
        self._blocks = blocks
        if self._following or self._document is None:
            return
        first = max(0, self.document().findBlock(position).blockNumber())
        end = self.document().findBlock(position + added)
        last = end.blockNumber() if end.isValid() else blocks - 1
        last = max(last, first + gained, first)
        new = []
        block = self.document().findBlockByNumber(first)
        for _ in range(first, last + 1):
            new.append(from_view(block.text()))
            block = block.next()
        top = self._first_line + first
        bottom = self._first_line + last - gained
        old = [self._document.content(at) for at in range(top, bottom + 1)]
        self._tell(top, "\n".join(old), "\n".join(new))

    def _tell(self, top: int, old: str, new: str) -> None:
        if old == new:
            return
        head = common_head(old, new)
        tail = common_head(old[head:][::-1], new[head:][::-1])
        gone = old[head : len(old) - tail]
        line = top + old.count("\n", 0, head)
        column = head - (old.rfind("\n", 0, head) + 1)
        end_line = line + gone.count("\n")
        end_column = column + len(gone) if "\n" not in gone else len(gone) - gone.rfind("\n") - 1
        self._replace(line, column, end_line, end_column, new[head : len(new) - tail], echo=False)

    def _replace(
        self,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
        text: str,
        *,
        echo: bool = True,
    ) -> None:
        document = self._document
        if document is None:
            return
        try:
            if echo:
                document.replace(line, column, end_line, end_column, text, Origin.COMMAND)
            else:
                with self._applying():
                    document.replace(line, column, end_line, end_column, text, Origin.TYPING)
        except Exception as error:
            # Whatever refused it, the view must not show what the text does not hold.
            log.exception("an edit was refused: %s", type(error).__name__)
            self._show_all()
            self.refused.emit(str(error))

    # --- Qt's events ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo is the document's; Return continues lists; Tab indents them."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_step()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_step()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | _KEYPAD)
        ):
            # Shift+Return would make Qt's own line separator, which no Jekyll reads as a line.
            self._break_line(plain=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self._indents():
            inward = event.key() == Qt.Key.Key_Tab
            self.edit_selection(typing_helps.indent if inward else typing_helps.outdent)
        else:
            super().keyPressEvent(event)

    def _indents(self) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return True
        return typing_helps.is_item(from_view(cursor.block().text()))

    def _break_line(self, *, plain: bool) -> None:
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        text = from_view(cursor.block().text())
        column = to_column(cursor.block().text(), cursor.positionInBlock())
        if plain or cursor.hasSelection():
            cursor.insertText("\n")
        elif typing_helps.ends_list(text, column):
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            end = QTextCursor.MoveOperation.EndOfBlock
            cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + to_view(typing_helps.continued(text, column)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show Qt's menu with the document's undo in place of Qt's own."""
        menu = context_menu(self, self._document, self.undo_step, self.redo_step)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take pictures too."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text as text; offer pictures to the site."""
        files = picture_files(source)
        if files:
            self.pictures_dropped.emit(files)
        elif source.hasText():
            self.insert_text(plain_text(source))
        elif source.hasImage():
            self.picture_pasted.emit(picture_of(source))
        self.ensureCursorVisible()

    # --- small things ---

    @contextlib.contextmanager
    def _applying(self) -> Iterator[None]:
        before = self._following
        self._following = True
        try:
            yield
        finally:
            self._following = before
            self._blocks = self.blockCount()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for the formats of what is painted, if they are not there yet."""
        super().paintEvent(event)
        first = self.firstVisibleBlock().blockNumber()
        if not self._shown_blocks[0] <= first <= self._shown_blocks[1]:
            self._formats_timer.start()

    @Slot()
    def _format_seen(self) -> None:
        first = self.firstVisibleBlock().blockNumber()
        rows = self.viewport().height() // max(1, self.fontMetrics().height()) + 1
        # Asked for again when a third of what was formatted ahead has been scrolled through.
        self._shown_blocks = (first - 40, first + 40)
        self._highlighter.show(first, first + rows)

    @Slot()
    def _on_cursor_moved(self) -> None:
        if not self._following and self._document is not None and self.textCursor().hasSelection():
            self._document.break_undo()

    def _document_lines(self) -> int:
        return self._document.line_count if self._document is not None else 1

    def _select(self, top: int, result: typing_helps.Result) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._position(top + result.line, result.column))
        end = self._position(top + result.end_line, result.end_column)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _show_place(self, changes: list[Change]) -> None:
        if not changes or changes[-1].edit.line < self._first_line:
            return
        edit = changes[-1].edit
        line = edit.line + edit.inserted.count("\n")
        tail = edit.inserted.rpartition("\n")[2]
        column = len(tail) if "\n" in edit.inserted else edit.column + len(tail)
        cursor = self.textCursor()
        cursor.setPosition(self._position(line, column))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
