"""Math in a line (`math.rb`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.kramdown.element import Element
from editor.kramdown.scanner import WHITESPACE

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_inline_math(parser: Parser) -> bool:
    """Read `$$ … $$`."""
    src = parser.src
    if not src.text.startswith("$$", src.pos):
        return False
    end = src.find("$$", src.pos + 2)
    if end < 0:
        return False
    value = src.text[src.pos + 2 : end].strip(WHITESPACE)
    parser.tree.children.append(Element("math", value, category="span"))
    src.pos = end + 2
    return True
