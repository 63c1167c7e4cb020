"""The spans of the grammar, one module per construct; their order is meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from editor.kramdown.gfm import raw_text_gfm, raw_text_kramdown
from editor.kramdown.span.autolink import parse_autolink
from editor.kramdown.span.codespan import parse_codespan
from editor.kramdown.span.emphasis import parse_emphasis
from editor.kramdown.span.escaped_chars import parse_escaped_chars, parse_escaped_chars_gfm
from editor.kramdown.span.extensions import parse_span_extensions
from editor.kramdown.span.footnote import parse_footnote_marker
from editor.kramdown.span.html import parse_span_html
from editor.kramdown.span.html_entity import parse_html_entity
from editor.kramdown.span.line_break import parse_line_break
from editor.kramdown.span.link import parse_link
from editor.kramdown.span.math import parse_inline_math
from editor.kramdown.span.smart_quotes import parse_smart_quotes
from editor.kramdown.span.strikethrough import parse_strikethrough
from editor.kramdown.span.typographic_symbol import parse_typographic_syms

if TYPE_CHECKING:
    from editor.kramdown.element import Element
    from editor.kramdown.options import Options
    from editor.kramdown.parser import Parser

__all__ = ["SPANS", "Span", "SpanTable", "span_table"]

SpanParser = Callable[["Parser"], bool]
Search = Callable[[str, int], "re.Match[str] | None"]


@dataclass(frozen=True, slots=True)
class Span:
    """One construct: the characters it starts with, where the search stops for it, its parser.

    Attributes:
        characters: The first characters.
        pattern: The pieces of the search pattern, each starting with a literal character.
        parse: Reads the construct at the current place and says whether it was one.
        early: Tried before the smart quotes.
    """

    characters: str
    pattern: tuple[str, ...]
    parse: SpanParser
    early: bool = False


EMPHASIS = Span("*_", (r"\*", "_"), parse_emphasis, early=True)
CODESPAN = Span("`", ("`",), parse_codespan, early=True)
AUTOLINK = Span("<", ("<",), parse_autolink, early=True)
SPAN_HTML = Span("<", ("<",), parse_span_html, early=True)
FOOTNOTE_MARKER = Span("[", (r"\[",), parse_footnote_marker, early=True)
LINK = Span("[!", (r"\[", r"!\["), parse_link, early=True)
INLINE_MATH = Span("$", (r"\$",), parse_inline_math)
SPAN_EXTENSIONS = Span("{", (r"\{:",), parse_span_extensions)
HTML_ENTITY = Span("&", ("&",), parse_html_entity)
TYPOGRAPHIC_SYMS = Span(
    "-.\\ <>", ("--", r"\.\.\.", " <<", " >>", ">>", "<", r"\\"), parse_typographic_syms
)
LINE_BREAK = Span(" \\", (r"  \n", r"\\"), parse_line_break)
ESCAPED_CHARS = Span("\\", (r"\\",), parse_escaped_chars)
ESCAPED_CHARS_GFM = Span("\\", (r"\\",), parse_escaped_chars_gfm)
STRIKETHROUGH = Span("~", ("~~",), parse_strikethrough)

SPANS = (
    EMPHASIS,
    CODESPAN,
    AUTOLINK,
    SPAN_HTML,
    FOOTNOTE_MARKER,
    LINK,
    INLINE_MATH,
    SPAN_EXTENSIONS,
    HTML_ENTITY,
    TYPOGRAPHIC_SYMS,
    LINE_BREAK,
    ESCAPED_CHARS,
)


@dataclass(frozen=True, slots=True)
class SpanTable:
    """The span parsers of a dialect, by the character they start with."""

    search: Search
    search_brackets: Search
    before: Mapping[str, tuple[SpanParser, ...]]
    behind: Mapping[str, tuple[SpanParser, ...]]
    quotes: SpanParser | None
    raw_text: Callable[[Element], str]
    parts: Mapping[str, SpanTable] = field(default_factory=dict)
    """Smaller tables, for what is parsed in part only."""


def _by_character(spans: tuple[Span, ...]) -> dict[str, tuple[SpanParser, ...]]:
    found: dict[str, tuple[SpanParser, ...]] = {}
    for span in spans:
        for char in span.characters:
            found[char] = (*found.get(char, ()), span.parse)
    return found


def _table(
    spans: tuple[Span, ...],
    *,
    quotes: SpanParser | None = None,
    raw_text: Callable[[Element], str] = raw_text_kramdown,
    parts: Mapping[str, SpanTable] | None = None,
) -> SpanTable:
    pieces = dict.fromkeys(piece for span in spans for piece in span.pattern)
    if quotes:
        pieces |= {'"': None, "'": None}
    return SpanTable(
        re.compile("|".join(pieces)).search,
        re.compile("|".join([*pieces, "]"])).search,
        _by_character(tuple(span for span in spans if span.early)),
        _by_character(tuple(span for span in spans if not span.early)),
        quotes,
        raw_text,
        parts or {},
    )


_PARTS = {
    "codespan": _table((CODESPAN,)),
    "codespan_html": _table((CODESPAN, SPAN_HTML)),
    "html": _table((SPAN_HTML,)),
}


@lru_cache(maxsize=8)
def _dialect(*, gfm: bool, hard_wrap: bool, typographic: bool) -> SpanTable:
    spans: tuple[Span, ...] = SPANS
    if gfm:
        spans = (
            *(
                ESCAPED_CHARS_GFM if each is ESCAPED_CHARS else each
                for each in spans
                if not (each is LINE_BREAK and hard_wrap)
                and not (each is TYPOGRAPHIC_SYMS and not typographic)
            ),
            STRIKETHROUGH,
        )
    raw_text = raw_text_gfm if gfm else raw_text_kramdown
    return _table(spans, quotes=parse_smart_quotes, raw_text=raw_text, parts=_PARTS)


_SMARTYPANTS = _table(
    (HTML_ENTITY, TYPOGRAPHIC_SYMS, SPAN_HTML), quotes=parse_smart_quotes, parts=_PARTS
)


def span_table(options: Options) -> SpanTable:
    """Return the table for the dialect that the options ask for."""
    if options.smartypants:
        return _SMARTYPANTS
    return _dialect(
        gfm=options.gfm,
        hard_wrap=options.hard_wrap,
        typographic="no_auto_typographic" not in options.gfm_quirks,
    )
