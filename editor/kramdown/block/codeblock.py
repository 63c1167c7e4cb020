"""Code blocks, indented and fenced (`codeblock.rb`; the fences of GFM: `parser/gfm.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.blank_line import BLANK_LINE
from editor.kramdown.block.block_boundary import at_lazy_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.scanner import Scanner

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

INDENT = re.compile(r"^(?:\t| {4})", re.MULTILINE)
_START = re.compile(r"\t| {4}")
_INDENTED_LINE = re.compile(r"(?:\t| {4})[ \t]*[^ \t\r\f\v\n].*\n")
_TEXT_LINE = re.compile(r"[ \t]*[^ \t\r\f\v\n].*\n")
_LAZY = re.compile(r"\n( {0,3}[^ \t\n\r\f\v])")
_OPENING_GFM = re.compile(r" {0,3}([~`]{3,})")
_INFO = re.compile(r"\s*?(\S*)\s*?\n", re.ASCII)


def codeblock_end(src: Scanner, pos: int, *, is_25: bool) -> int:
    """Return the end of the indented code at `pos`, `pos` when there is none (`CODEBLOCK_MATCH`).

    Blank lines belong to it when indented code follows; so do lazy lines.
    """
    text = src.text
    end = pos
    while True:
        blank = BLANK_LINE.match(text, end)
        line = _INDENTED_LINE.match(text, blank.end() if blank else end)
        if line is None:
            return end
        while line is not None:
            end = line.end()
            line = _INDENTED_LINE.match(text, end)
        while True:
            line = _TEXT_LINE.match(text, end)
            if line is None or at_lazy_end(src, end, is_25=is_25):
                break
            end = line.end()


def parse_codeblock(parser: Parser, _match: re.Match[str]) -> bool:
    """Read indented code; a lazy line is put behind the line above it."""
    src = parser.src
    end = codeblock_end(src, src.pos, is_25=parser.options.is_25)
    data = _LAZY.sub(r" \1", src.text[src.pos : end])
    element = parser.new_block("codeblock", INDENT.sub("", data))
    src.pos = end
    parser.tree.children.append(element)
    return True


def parse_codeblock_fenced(parser: Parser, match: re.Match[str]) -> bool:
    """Read fenced code: the longest opening that has a closing line."""
    src = parser.src
    text = src.text
    start = match.start(1)
    run = match[1]
    for size in range(len(run), max(2, len(run) - 64), -1):
        info = _INFO.match(text, start + size)
        if info is None:
            continue
        closing = src.fence_end(run[:size], info.end())
        if closing is None or (match.start(1) == match.start() and not _at_margin(parser, closing)):
            continue
        element = parser.new_block("codeblock", text[info.end() : closing[0]], fenced=True)
        lang = info[1]
        if lang:
            element.options["lang"] = lang
            cut = lang.find("?", 1)
            element.attr["class"] = f"language-{lang if cut < 0 else lang[:cut]}"
        src.pos = closing[1]
        parser.tree.children.append(element)
        return True
    return False


def _at_margin(parser: Parser, closing: tuple[int, int]) -> bool:
    """Whether the closing line may stand there: kramdown's own wants it at the margin."""
    return parser.options.gfm or parser.src.text[closing[0]] != " "


CODEBLOCK = BlockParser(_START, parse_codeblock)
FENCED = BlockParser(re.compile(r"(~{3,})"), parse_codeblock_fenced)
FENCED_GFM = BlockParser(_OPENING_GFM, parse_codeblock_fenced)
