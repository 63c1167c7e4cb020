"""The page's source: read only, coloured, with a line to search in it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from editor.ui.look import changes, current, set_role, writing_font

_TAG = re.compile(r"</?[A-Za-z][^\s/>]*|/?>")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"(?<=\s)[A-Za-z_:@][-\w:.]*(?==)")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_IN_TAG = re.compile(r"<[A-Za-z/!][^>]*(?:>|$)")
_LONGEST = 5000  # of a longer line (a sheet in one line) the rest stays uncoloured


class SourceView(QWidget):
    """Shows HTML."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview-source")
        self._text = _Text(self)
        self._text.setObjectName("preview-source-text")
        self._text.setAccessibleName(self.tr("Source of the page"))
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._text.setProperty("role", "writing")
        self._text.setFont(writing_font("JetBrains Mono", 13))
        self._highlighter = _Highlighter(self._text.document())
        self._text.find_wanted.connect(self.open_find)
        self._find = QLineEdit(self)
        self._find.setObjectName("preview-source-find")
        self._find.setPlaceholderText(self.tr("Find in the source"))
        self._find.setAccessibleName(self._find.placeholderText())
        self._find.setClearButtonEnabled(True)
        self._find.returnPressed.connect(self._on_find)
        self._find.textEdited.connect(self._on_edited)
        self._find.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._find)
        layout.addWidget(self._text, 1)
        self.setFocusProxy(self._text)
        set_role(self, "surface")
        changes().palette_changed.connect(self._on_palette_changed)

    def show_source(self, html: str) -> None:
        """Show a page's source; who reads in it stays where he is."""
        if html == self._text.toPlainText():
            return
        bar = self._text.verticalScrollBar()
        at, cursor = bar.value(), self._text.textCursor().position()
        self._text.setPlainText(html)
        place = self._text.textCursor()
        place.setPosition(min(cursor, self._text.document().characterCount() - 1))
        self._text.setTextCursor(place)
        bar.setValue(at)

    @Slot()
    def open_find(self) -> None:
        """Show the line to search, with the keys in it."""
        self._find.show()
        self._find.setFocus()
        self._find.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the line on Escape (Qt calls this)."""
        if event.key() == Qt.Key.Key_Escape and self._find.isVisible():
            self._find.hide()
            self._text.setFocus()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_find(self) -> None:
        self._search(self._text.textCursor())

    @Slot(str)
    def _on_edited(self, _words: str) -> None:
        cursor = self._text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._search(cursor)

    def _search(self, cursor: QTextCursor) -> None:
        words = self._find.text()
        document = self._text.document()
        pattern = QRegularExpression(
            QRegularExpression.escape(words),
            QRegularExpression.PatternOption.CaseInsensitiveOption,
        )
        found = document.find(pattern, cursor) if words else QTextCursor()
        if words and found.isNull():
            found = document.find(pattern, QTextCursor(document))
        if not found.isNull():
            self._text.setTextCursor(found)
        set_role(self._find, "error" if words and found.isNull() else "")

    @Slot(object)
    def _on_palette_changed(self, _palette: object) -> None:
        self._highlighter.rehighlight()


class _Text(QPlainTextEdit):
    """Its own search goes before the window's, which is over the post."""

    find_wanted = Signal()  # Ctrl+F was pressed here

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the search from the window (Qt calls this)."""
        is_find = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find)
        if is_find and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search (Qt calls this)."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_wanted.emit()
        else:
            super().keyPressEvent(event)


class _Highlighter(QSyntaxHighlighter):
    """Colours tags, attributes, their values and comments, line by line."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        """Colour one line (Qt calls this)."""
        palette = current()
        accent, muted, liquid = _ink(palette.accent), _ink(palette.text_muted), _ink(palette.liquid)
        text = text[:_LONGEST]
        for markup in _IN_TAG.finditer(text):
            start, inside = markup.start(), markup[0]
            for pattern, ink in ((_TAG, accent), (_ATTRIBUTE, muted), (_VALUE, liquid)):
                for found in pattern.finditer(inside):
                    self.setFormat(start + found.start(), len(found[0]), ink)
        for found in _COMMENT.finditer(text):
            self.setFormat(found.start(), len(found[0]), muted)


def _ink(colour: str) -> QTextCharFormat:
    ink = QTextCharFormat()
    ink.setForeground(QColor(colour))
    return ink
