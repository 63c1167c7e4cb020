"""Horizontal rules (`horizontal_rule.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

HR_START = re.compile(
    r" {0,3}(?:\*[ \t]*\*[ \t]*\*[* \t]*|-[ \t]*-[ \t]*-[- \t]*|_[ \t]*_[ \t]*_[_ \t]*)\n"
)


def parse_horizontal_rule(parser: Parser, match: re.Match[str]) -> bool:
    """Read the rule."""
    parser.src.pos = match.end()
    parser.tree.children.append(parser.new_block("hr"))
    return True


HORIZONTAL_RULE = BlockParser(HR_START, parse_horizontal_rule)
