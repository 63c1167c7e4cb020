"""The end-of-block marker `^` (`eob.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

EOB_MARKER = re.compile(r"\^[ \t\r\f\v]*\n")


def parse_eob_marker(parser: Parser, match: re.Match[str]) -> bool:
    """Read the marker."""
    parser.src.pos = match.end()
    parser.tree.children.append(parser.new_block("eob"))
    return True


EOB = BlockParser(EOB_MARKER, parse_eob_marker)
