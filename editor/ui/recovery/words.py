"""Which words of two texts differ, and marking them where the texts are shown."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from editor.storage import line_changes
from editor.ui.look import current

Span = tuple[int, int]
"""Start and end of a stretch of text, in UTF-16 units as Qt counts."""

_MOST_CHARACTERS = 20_000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


def differing_words(ours: str, theirs: str) -> tuple[list[Span], list[Span]]:
    """Return where each of two texts has words that the other has not.

    Texts that are too long to compare in a moment have none marked.
    """
    if len(ours) + len(theirs) > _MOST_CHARACTERS:
        return [], []
    words = [_WORD.findall(text) for text in (ours, theirs)]
    places = [_places(each) for each in words]
    spans = line_changes(words[0], words[1])
    return (
        [(places[0][start], places[0][end]) for start, end, _, _ in spans if end > start],
        [(places[1][start], places[1][end]) for _, _, start, end in spans if end > start],
    )


def _places(words: list[str]) -> list[int]:
    """Return where each word starts, and where the last one ends."""
    places = [0]
    for word in words:
        places.append(places[-1] + len(word.encode("utf-16-le", "surrogatepass")) // 2)
    return places


def mark(view: QPlainTextEdit, spans: list[Span]) -> None:
    """Mark stretches of what a view shows; lines of the text end in a line feed only."""
    style = QTextCharFormat()
    style.setBackground(QColor(current().warn_quiet))
    marks = []
    last = view.document().characterCount() - 1
    for start, end in spans:
        each = QTextEdit.ExtraSelection()
        each.cursor = QTextCursor(view.document())
        each.cursor.setPosition(min(start, last))
        each.cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        each.format = style
        marks.append(each)
    view.setExtraSelections(marks)
