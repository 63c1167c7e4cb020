"""Dashes, ellipses and guillemets (`typographic_symbol.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element
from editor.kramdown.entities import entity

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_SYMBOLS = {
    "---": "mdash",
    "--": "ndash",
    "...": "hellip",
    "<< ": "laquo_space",
    " >>": "raquo_space",
    "<<": "laquo",
    ">>": "raquo",
}
_ESCAPED = {"\\<<": "lt", "\\>>": "gt"}
_PATTERN = re.compile(r"---|--|\.\.\.|\\<<|\\>>|<< | >>|<<|>>")


def parse_typographic_syms(parser: Parser) -> bool:
    """Read a symbol; an escaped guillemet stays two brackets."""
    src = parser.src
    match = _PATTERN.match(src.text, src.pos)
    if match is None:
        return False
    src.pos = match.end()
    symbol = _SYMBOLS.get(match[0])
    if symbol:
        parser.tree.children.append(Element("typographic_sym", symbol))
    else:
        name = _ESCAPED[match[0]]
        parser.tree.children += [Element("entity", entity(name)), Element("entity", entity(name))]
    return True
