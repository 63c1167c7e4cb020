"""Blank lines (`blank_line.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

BLANK_LINE = re.compile(r"(?:[ \t\r\f\v]*\n)+", re.ASCII)


def parse_blank_line(parser: Parser, match: re.Match[str]) -> bool:
    """Read blank lines into one element."""
    parser.src.pos = match.end()
    children = parser.tree.children
    if children and children[-1].type == "blank":
        children[-1].value += match[0]
    else:
        children.append(parser.new_block("blank", match[0]))
    return True


BLANK = BlockParser(BLANK_LINE, parse_blank_line)
