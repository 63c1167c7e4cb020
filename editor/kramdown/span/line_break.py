"""Line breaks by two blanks or two backslashes at the end of a line (`line_break.rb`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_line_break(parser: Parser) -> bool:
    """Read a line break."""
    src = parser.src
    if not src.text.startswith(("  \n", "\\\\\n"), src.pos):
        return False
    parser.tree.children.append(Element("br"))
    src.pos += 2
    return True
