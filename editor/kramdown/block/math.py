"""Math as a block (`math.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.block_boundary import at_block_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.scanner import WHITESPACE

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_TAIL = re.compile(r"[ \t\r\f\v]*\n")


def parse_block_math(parser: Parser, match: re.Match[str]) -> bool:
    """Read `$$ … $$` that stands by itself; a backslash before it makes it a paragraph."""
    src = parser.src
    start = match.end()
    end = src.find("$$", start)
    if end < 0 or not parser.at_boundary_before():
        return False
    tail = _TAIL.match(src.text, end + 2)
    if match[1]:
        if tail:
            src.pos = match.end(1)
        return False
    saved = src.pos
    src.pos = tail.end() if tail else end + 2
    if not at_block_end(src):
        src.pos = saved
        return False
    value = src.text[start:end].strip(WHITESPACE)
    parser.tree.children.append(parser.new_block("math", value, category="block"))
    return True


BLOCK_MATH = BlockParser(re.compile(r" {0,3}(\\)?\$\$"), parse_block_math)
