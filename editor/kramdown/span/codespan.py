"""Code in backticks (`codespan.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_DELIMITER = re.compile("`+")
_SPACE = " \t\n\v\f\r"


def parse_codespan(parser: Parser) -> bool:
    """Read code; backticks without an end, or between blanks, are text."""
    src = parser.src
    text = src.text
    start = src.pos
    match = _DELIMITER.match(text, start)
    if match is None:
        return False
    ticks = match[0]
    src.pos = end = match.end()
    is_behind_space = start == 0 or text[start - 1] in _SPACE
    if len(ticks) == 1 and is_behind_space and end < len(text) and text[end] in _SPACE:
        parser.add_text(ticks)
        return True
    close = src.find(ticks, end)
    if close < 0:
        parser.add_text(ticks)
        return True
    code = text[end:close]
    if len(ticks) > 1:
        code = code.removeprefix(" ").removesuffix(" ")
    parser.tree.children.append(Element("codespan", code))
    src.pos = close + len(ticks)
    return True
