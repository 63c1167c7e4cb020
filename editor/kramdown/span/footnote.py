"""Footnote markers (`footnote.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_MARKER = re.compile(r"\[\^(\w[\w-]*)\]", re.ASCII)


def parse_footnote_marker(parser: Parser) -> bool:
    """Read `[^name]`; without a definition it is text."""
    src = parser.src
    match = _MARKER.match(src.text, src.pos)
    if match is None:
        return False
    src.pos = match.end()
    name = match[1]
    parser.looked_up.add(("footnote", name))
    if name in parser.known.footnotes:
        parser.tree.children.append(Element("footnote", None, name=name))
    else:
        parser.add_text(match[0])
    return True
