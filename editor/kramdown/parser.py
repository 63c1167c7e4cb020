"""The parser: blocks first, then the spans in them (`parser/kramdown.rb`, `parser/base.rb`).

The grammar itself is in `block/` and `span/`, one module per construct. The parser holds what they
share: the place in the text, the element being filled, the attribute list that waits for the next
block, and the definitions found so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from editor.kramdown.block import BLOCKS, FLAT_BLOCKS, SMARTYPANTS, BlockParser, EndTagFound
from editor.kramdown.definitions import (
    REFS,
    Definitions,
    Ial,
    LinkDefinition,
    normalize_link_id,
)
from editor.kramdown.element import Element, finish_text, text_of
from editor.kramdown.options import Options
from editor.kramdown.scanner import WHITESPACE, Scanner
from editor.kramdown.span import SpanTable, span_table

MAX_DEPTH = 60
"""Blocks nested deeper than this are read as text."""
MAX_EXPANDED_LISTS = 500
"""How many references to attribute lists an element follows."""
MAX_EXPANDED_CLASS = 2_000
"""How many characters of classes it takes from them."""
MAX_SPAN_DEPTH = 30
"""Spans nested deeper than this are read as text."""
_LINE_END = re.compile(r"\r\n?")
_REST_OF_LINE = re.compile(r".*\n")
Stop = Callable[[str, int, Element], bool]
"""Says whether a span ends at a place of the text."""


def adapt_source(text: str) -> str:
    """Make every line end a line feed, and the text end with one (`parser/base.rb`)."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return text if text.endswith("\n") else text + "\n"


class Parser:
    """Parses one text; thrown away after it."""

    def __init__(self, options: Options, dialect: Options | None = None) -> None:
        """Make a parser with nothing defined but the links of the options.

        Args:
            options: The options in force where the text starts.
            dialect: Those at the start of the whole text, which choose the grammar for good.
        """
        dialect = dialect or options
        self.options = options
        self.definitions = Definitions()
        for name, (url, title) in options.link_defs.items():
            self.definitions.links[normalize_link_id(name)] = LinkDefinition(url, title)
        self.known = self.definitions
        """The definitions of the whole text, which spans look up."""
        self.looked_up: set[tuple[str, str]] = set()
        """Kind and name of every definition asked for, known or not."""
        self.src = Scanner("")
        self.tree = Element("root")
        self.block_ial: Ial | None = None
        self.text_type = "raw_text"
        self.depth = 0
        self.stack: list[Element] = []
        self.spans: SpanTable = span_table(dialect)
        self.budget = 0
        self.lazy_quirk = dialect.gfm and "paragraph_end" in dialect.gfm_quirks
        self._block_parsers = BLOCKS[dialect.gfm, self.lazy_quirk]
        self._flat_parsers = FLAT_BLOCKS[dialect.gfm, self.lazy_quirk]
        if dialect.smartypants:
            self._block_parsers, self._flat_parsers = SMARTYPANTS, ()

    # Blocks

    def parse_blocks(self, element: Element, text: str | None = None) -> bool:
        """Parse all blocks of `text`, or of the rest of the current one, into `element`.

        Returns:
            Whether the end tag of `element` was found, for an HTML element.
        """
        saved = self.tree, self.src, self.block_ial
        self.tree, self.block_ial = element, None
        if text is not None:
            self.src = Scanner(text)
        self.depth += 1
        found = False
        try:
            while not self.src.at_end:
                self.parse_block()
        except EndTagFound:
            found = True
        self.depth -= 1
        self.tree, self.src, self.block_ial = saved
        return found

    def parse_block(self) -> None:
        """Parse the block at the current place."""
        parsers: tuple[BlockParser, ...] = self._block_parsers
        if self.depth > MAX_DEPTH:
            parsers = self._flat_parsers
        src = self.src
        for each in parsers:
            match = each.start.match(src.text, src.pos)
            if match and each.parse(self, match):
                return
        line = _REST_OF_LINE.match(src.text, src.pos)
        end = line.end() if line else len(src.text)
        self.add_text(src.text[src.pos : end])
        src.pos = end

    def new_block(self, type: str, value: object = None, **options: Any) -> Element:  # noqa: A002
        """Make a block element; the attribute list written above goes to it."""
        element = Element(type, value, **options)
        if self.block_ial is not None:
            element.options["ial"] = self.block_ial
            self.block_ial = None
        return element

    def add_text(self, text: str, tree: Element | None = None, kind: str = "") -> None:
        """Add text to the last child when it is of that kind, else as a new child.

        The pieces are kept apart until `finish_text`: adding a character at a time stays linear.
        """
        children = (self.tree if tree is None else tree).children
        kind = kind or self.text_type
        if children and children[-1].type == kind:
            last = children[-1]
            if isinstance(last.value, list):
                last.value.append(text)
            else:
                last.value = [last.value, text]
        elif text:
            children.append(Element(kind, [text]))

    def at_boundary_before(self) -> bool:
        """Whether a block may start here (`block_boundary.rb`, `after_block_boundary?`)."""
        children = self.tree.children
        if not children or self.block_ial is not None:
            return True
        last = children[-1]
        return last.type == "blank" or (last.type == "eob" and last.value is None)

    # The tree

    def update_tree(self, element: Element, *, after_blank: bool = False) -> None:
        """Parse the spans below `element` and give every element its attributes.

        Args:
            element: The element whose children are done.
            after_blank: A blank element stands before the first child, in another part of the text.
        """
        last_blank: Element | None = None
        children: list[Element] = []
        for child in element.children:
            kind = child.type
            if kind == "raw_text":
                last_blank, after_blank = None, False
                self.parse_text(child)
                children.extend(child.children)
            elif kind == "eob":
                ial = child.options.get("ial")
                if ial:
                    self.update_attr_with_ial(child.attr, ial)
            elif kind == "blank":
                if last_blank is None and not after_blank:
                    children.append(child)
                    last_blank = child
            else:
                last_blank, after_blank = None, False
                self.update_tree(child)
                ial = child.options.get("ial")
                if ial:
                    self.update_attr_with_ial(child.attr, ial)
                if kind == "dt" or (
                    kind == "header" and (self.options.auto_id_stripping or self.options.gfm)
                ):
                    child.options["raw_text"] = self.spans.raw_text(child)
                children.append(child)
        element.children = children

    def update_attr_with_ial(self, attr: dict[str, str | None], ial: Ial) -> None:
        """Put the attributes of a list and of those that it refers to into `attr`.

        Lists that refer to each other can double at every level, and one list can be referred to
        from every line: both end at a bound.
        """
        self._update_attr(attr, ial, 0, [MAX_EXPANDED_LISTS])

    def _update_attr(
        self, attr: dict[str, str | None], ial: Ial, level: int, left: list[int]
    ) -> None:
        for ref in ial.get(REFS, ()):
            if level >= 20 or left[0] <= 0:
                break
            left[0] -= 1
            self.looked_up.add(("ald", ref))
            known = self.known.alds.get(ref)
            if known is not None:
                self._update_attr(attr, known, level + 1, left)
        for key, value in ial.items():
            if key == "class":
                before = attr.get(key) or ""
                if not level or len(before) + len(value) <= MAX_EXPANDED_CLASS:
                    attr[key] = f"{before} {value}".lstrip(WHITESPACE)
            elif key != REFS:
                attr[key] = value

    # Spans

    def parse_text(self, element: Element) -> None:
        """Parse the spans of a raw text element into its children."""
        saved = self.src, self.tree, self.stack, self.text_type, self.budget
        text = text_of(element)
        self.src, self.stack, self.text_type = Scanner(text), [], "text"
        self.budget = max(20_000, 4 * len(text))
        self.parse_spans(element)
        self.src, self.tree, self.stack, self.text_type, self.budget = saved

    def parse_spans(
        self, element: Element, stop: Stop | None = None, table: SpanTable | None = None
    ) -> bool:
        """Parse spans into `element` up to where `stop` says, or to the end of the text.

        Hot: this loop runs for every special character of an article.

        Returns:
            Whether `stop` was met.
        """
        outer = self.tree
        self.stack.append(outer)
        self.tree = element
        table = table or self.spans
        src = self.src
        text = src.text
        size = len(text)
        search = table.search if stop is None else table.search_brackets
        before, behind, quotes = table.before, table.behind, table.quotes
        found = False
        while src.pos < size:
            pos = src.pos
            match = search(text, pos)
            if match is None:
                if stop is None:
                    self.add_text(text[pos:])
                    src.pos = size
                break
            at = match.start()
            char = text[at]
            if quotes and at > pos and char in "\"'" and text[at - 1] != "\\":
                at -= 1
                char = text[at]
            if at > pos:
                self.add_text(text[pos:at])
                src.pos = at
            if stop is not None:
                if self.budget < 0:
                    break
                if stop(text, at, element):
                    found = True
                    break
            for parse in before.get(char, ()):
                if parse(self):
                    break
            else:
                if quotes is not None and (
                    char in "\"'" or (char != "\\" and text[at + 1 : at + 2] in ("'", '"'))
                ):
                    quotes(self)
                    continue
                for parse in behind.get(char, ()):
                    if parse(self):
                        break
                else:
                    self.add_text(char)
                    src.pos = at + 1
        finish_text(element)
        self.stack.pop()
        self.tree = outer
        return found

    def inside(self, *types: str) -> bool:
        """Whether the element being filled or one round it is of one of the types."""
        return self.tree.type in types or any(each.type in types for each in self.stack)

    def spend(self, count: int) -> None:
        """Note characters read in vain; a text that makes for too many is read as plain text."""
        self.budget -= count

    @property
    def is_spent(self) -> bool:
        """Whether no more may be tried: too much read in vain, or nested too deep."""
        return self.budget < 0 or len(self.stack) > MAX_SPAN_DEPTH
