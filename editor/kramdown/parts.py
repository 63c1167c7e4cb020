"""Cutting a text into parts that are parsed each by itself.

A cut is possible where the parser of the whole text stands behind a blank line at the top level,
with nothing open: there its state is that of a parser at the start of a text. Exceptions are
definition lists, which reach back over a blank line. What a part needs of the text behind it is
its first line, or, when `far` says so, more: a fence without an end asks for all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editor.kramdown.chunks import Chunk
from editor.kramdown.definitions import Definitions
from editor.kramdown.element import Element
from editor.kramdown.fragment import Fragment
from editor.kramdown.html_constants import UNAME
from editor.kramdown.options import Options
from editor.kramdown.parser import Parser, adapt_source
from editor.kramdown.render import Numbers
from editor.kramdown.scanner import Scanner

_DEFINITION = re.compile(r" {0,3}(?::[\t| ]|\{:)")
_OPEN_CLOSE = re.compile(rf"</{UNAME}\s*\Z", re.ASCII)
"""An end tag whose bracket may stand behind blank lines."""
_RAW_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """One rendered block.

    Attributes:
        key: Its number; stays while the block is unchanged and is given to no other.
        html: Its HTML.
        lines: How many lines of the source it takes; the blocks before it take those before.
    """

    key: int
    html: str
    lines: int


class Unit:
    """Something rendered by itself: a part of the body, or the content of a footnote."""

    __slots__ = ("fragment", "looked_up", "name", "numbers")

    def __init__(self, name: str = "") -> None:
        self.name = name
        """Of the footnote; a part has none."""
        self.fragment = Fragment()
        self.looked_up: set[tuple[str, str]] = set()
        self.numbers = Numbers()


class Part(Unit):
    """A part of a text: its source, what it defines, and how it was rendered."""

    __slots__ = (
        "after_blank",
        "block",
        "chunk",
        "definitions",
        "far",
        "newlines",
        "options",
        "options_after",
        "raw",
        "taken",
        "text",
        "tree",
    )

    def __init__(self, raw: str, text: str, options: Options, *, after_blank: bool) -> None:
        """Make a part that is not parsed yet."""
        super().__init__()
        self.raw = raw
        self.text = text
        self.options = options
        self.options_after = options
        self.after_blank = after_blank
        self.newlines = raw.count("\n")
        self.definitions = Definitions()
        self.far = 0
        """How far behind its end it looked; -1 for all the rest of the text."""
        self.tree: Element | None = None
        self.taken = ""
        self.block = Block(0, "", 0)
        self.chunk: Chunk[Part] | None = None

    @property
    def is_special(self) -> bool:
        """Whether anything in it depends on what stands elsewhere in the text, or the other way."""
        fragment = self.fragment
        return bool(fragment.ids or fragment.markers or fragment.toc or fragment.wants)

    def parse(self, dialect: Options) -> tuple[Parser, Element]:
        """Return the tree of its blocks and the parser for its spans; parses again if used up."""
        if self.tree is not None:
            tree, self.tree = self.tree, None
            return Parser(self.options, dialect), tree
        parser = Parser(self.options, dialect)
        tree = _root(after_blank=self.after_blank)
        parser.definitions = Definitions()
        parser.parse_blocks(tree, self.text)
        self.definitions = parser.definitions
        return parser, tree

    def footnote(self, name: str, dialect: Options) -> Element | None:
        """Return the block tree of a footnote that it defines, to be used up."""
        parser = Parser(self.options, dialect)
        parser.definitions = Definitions()
        parser.parse_blocks(_root(after_blank=self.after_blank), self.text)
        return parser.definitions.footnotes.get(name)


def _root(*, after_blank: bool) -> Element:
    """Return a root that holds the blank element behind which a part starts."""
    root = Element("root")
    if after_blank:
        root.children.append(Element("blank", "\n"))
    return root


def cut(raw: str, options: Options, dialect: Options, *, at_start: bool) -> Iterator[Part]:
    """Cut a text, or the rest of one, into parts; lazily, so that a caller may stop.

    Args:
        raw: The source, from a possible cut on.
        options: The options in force there.
        dialect: The options at the start of the text.
        at_start: Whether the text starts here.
    """
    text = adapt_source(raw)
    raw_ends = None if text == raw or text == raw + "\n" else _raw_line_ends(raw)
    parser = Parser(options, dialect)
    parser.depth = 1
    src = parser.src = Scanner(text)
    start = raw_start = lines = 0
    while not src.at_end:
        parser.tree = _root(after_blank=not at_start)
        parser.definitions = Definitions()
        options = parser.options
        src.far = 0
        parser.parse_block()
        while not _is_cut(parser, src):
            parser.parse_block()
        end = src.pos
        if raw_ends is None:
            raw_end = min(end, len(raw))
        else:
            lines += text.count("\n", start, end)
            raw_end = raw_ends[min(lines, len(raw_ends)) - 1] if raw_ends else len(raw)
        part = Part(raw[raw_start:raw_end], text[start:end], options, after_blank=not at_start)
        part.tree, part.definitions = parser.tree, parser.definitions
        part.options_after = parser.options
        if src.far > len(text):
            part.far = -1
        elif src.far > end:
            part.far = src.far - end
        start, raw_start, at_start = end, raw_end, False
        yield part


def _raw_line_ends(raw: str) -> list[int]:
    return [match.end() for match in _RAW_LINE.finditer(raw)]


def _is_cut(parser: Parser, src: Scanner) -> bool:
    """Whether the text may be cut at the current place."""
    if src.at_end:
        return True
    children = parser.tree.children
    if parser.block_ial is not None or not children or children[-1].type != "blank":
        return False
    if src.text[src.pos] == ">" and _OPEN_CLOSE.search(src.text[max(src.pos - 500, 0) : src.pos]):
        return False
    if len(children) < 2:
        return True
    before = children[-2].type
    return before != "dl" and not (before == "p" and _DEFINITION.match(src.text, src.pos))
