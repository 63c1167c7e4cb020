"""Definitions of footnotes (`footnote.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.codeblock import INDENT, codeblock_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_footnote_definition(parser: Parser, match: re.Match[str]) -> bool:
    """Read `[^name]: text` and the indented lines that belong to it."""
    src = parser.src
    end = codeblock_end(src, match.end(), is_25=parser.options.is_25)
    text = src.text[match.start(2) : end]
    src.pos = end
    element = Element("footnote_def")
    parser.parse_blocks(element, INDENT.sub("", text))
    parser.tree.children.append(parser.new_block("eob", "footnote_def"))
    parser.definitions.footnotes[match[1]] = element
    return True


FOOTNOTE_DEFINITION = BlockParser(
    re.compile(r" {0,3}\[\^(\w[\w-]*)\]:(.*\n)", re.ASCII), parse_footnote_definition
)
