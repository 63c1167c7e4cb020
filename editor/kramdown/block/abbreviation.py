"""Definitions of abbreviations (`abbreviation.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.scanner import WHITESPACE

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_abbrev_definition(parser: Parser, match: re.Match[str]) -> bool:
    """Read `*[name]: text`."""
    parser.src.pos = match.end()
    mark = parser.new_block("eob", "abbrev_def")
    parser.tree.children.append(mark)
    parser.definitions.abbreviations[match[1]] = (match[2].strip(WHITESPACE), mark)
    return True


ABBREV_DEFINITION = BlockParser(re.compile(r" {0,3}\*\[(.+?)\]:(.*?)\n"), parse_abbrev_definition)
