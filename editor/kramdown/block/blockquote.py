"""Blockquotes (`blockquote.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.block_boundary import at_lazy_end
from editor.kramdown.block.kinds import BlockParser

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

BLOCKQUOTE_START = re.compile(r" {0,3}> ?")
_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)


def parse_blockquote(parser: Parser, _match: re.Match[str]) -> bool:
    """Read the lines of the quote, lazy ones too, and what is in them."""
    src = parser.src
    is_25 = parser.options.is_25
    start = src.pos
    end = src.line_end(start)
    while not at_lazy_end(src, end, is_25=is_25):
        end = src.line_end(end)
    src.pos = end
    element = parser.new_block("blockquote")
    parser.tree.children.append(element)
    parser.parse_blocks(element, _MARK.sub("", src.text[start:end]))
    return True


BLOCKQUOTE = BlockParser(BLOCKQUOTE_START, parse_blockquote)
