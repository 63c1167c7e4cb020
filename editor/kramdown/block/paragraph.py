"""Paragraphs (`paragraph.rb`; the ends of GFM: `parser/gfm.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.block_boundary import at_lazy_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.scanner import WHITESPACE, Scanner

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_END = re.compile(r" {0,3}:[\t| ]")
_END_GFM = re.compile(
    r" {0,3}(?::[\t| ]|[+*-][\t| ]|\d+\.[\t| ]|>|[~`]{3,})|\#{1,6}[\t ]", re.ASCII
)


def at_paragraph_end(parser: Parser, src: Scanner, pos: int) -> bool:
    """Whether the line at `pos` does not belong to the paragraph above it."""
    options = parser.options
    if at_lazy_end(src, pos, is_25=options.is_25):
        return True
    end = _END_GFM if parser.lazy_quirk else _END
    return end.match(src.text, pos) is not None


def parse_paragraph(parser: Parser, match: re.Match[str]) -> bool:
    """Read a paragraph, or more of the one right before it."""
    src = parser.src
    start = src.pos
    end = match.end()
    while not at_paragraph_end(parser, src, end):
        end = src.line_end(end)
    src.pos = end
    text = src.text[start:end].rstrip(WHITESPACE)
    children = parser.tree.children
    if children and children[-1].type == "p":
        last = children[-1]
        if last.children and last.children[-1].type == parser.text_type:
            joiner = "  \n" if src.text[max(start - 3, 0) : start] == "  \n" else "\n"
            parser.add_text(joiner + text, last)
        else:
            parser.add_text(text, last)
    else:
        element = parser.new_block("p")
        children.append(element)
        parser.add_text(text.lstrip(WHITESPACE), element)
    return True


PARAGRAPH = BlockParser(re.compile(r" {0,3}[^ \t].*?\n"), parse_paragraph)
