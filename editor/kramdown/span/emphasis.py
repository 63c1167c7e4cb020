"""Emphasis (`emphasis.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser, Stop

_SPACE = " \t\n\v\f\r"
_TRAILING_BARS = re.compile("_+")


def parse_emphasis(parser: Parser) -> bool:
    """Read emphasis, or one or two characters of text."""
    src = parser.src
    text = src.text
    start = src.pos
    char = text[start]
    size = 2 if text.startswith(char, start + 1) else 1
    kind = "strong" if size == 2 else "em"
    behind = start + size
    if (
        (char == "_" and _is_inside_word(parser, start))
        or (behind < len(text) and text[behind] in _SPACE)
        or parser.inside(kind)
        or parser.is_spent
    ):
        src.pos = behind
        parser.add_text(char * size)
        return True
    element = _try(parser, char * size, kind, behind)
    if element is None and kind == "strong" and parser.tree.type != "em":
        size = 1
        element = _try(parser, char, "em", start + 1)
    if element is not None:
        src.pos += size
        parser.tree.children.append(element)
    else:
        src.pos = behind
        parser.add_text(text[start:behind])
    return True


def _is_inside_word(parser: Parser, pos: int) -> bool:
    """Whether a `_` follows a letter, or a letter and a hyphen."""
    text = parser.src.text
    if parser.options.is_25:
        while pos > 0 and text[pos - 1] == "_" and pos > parser.src.pos - 200:
            pos -= 1
    if pos and text[pos - 1] == "-":
        pos -= 1
    return pos > 0 and text[pos - 1].isalpha()


def _try(parser: Parser, delimiter: str, kind: str, pos: int) -> Element | None:
    """Parse emphasis that starts before `pos`; `None` when it has no end."""
    src = parser.src
    src.pos = pos
    if not _may_end(parser, delimiter, pos):
        return None
    element = Element(kind)
    if parser.parse_spans(element, _stop(delimiter, kind)):
        return element
    parser.spend(src.pos - pos)
    return None


def _may_end(parser: Parser, delimiter: str, pos: int) -> bool:
    """Whether the delimiter comes again behind a character that is no blank."""
    src = parser.src
    at = src.text.rfind(delimiter)
    while at > pos and src.text[at - 1] in _SPACE:
        at = src.text.rfind(delimiter, pos, at)
        parser.spend(1)
    return at > pos


def _stop(delimiter: str, kind: str) -> Stop:
    size = len(delimiter)
    char = delimiter[0]

    def stop(text: str, pos: int, element: Element) -> bool:
        if text[pos] != char or not text.startswith(delimiter, pos):
            return False
        if pos and text[pos - 1] in _SPACE:
            return False
        if kind == "em" and text.startswith(char * 2, pos) and text[pos + 2 : pos + 3] != char:
            return False
        if char == "_" and text[pos + size : pos + size + 1].isalnum():
            return False
        return bool(element.children)

    return stop
