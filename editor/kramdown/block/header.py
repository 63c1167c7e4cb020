"""Headers with `#` and underlined ones (`header.rb`; without boundaries: `parser/gfm.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.scanner import WHITESPACE

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_NAME_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_HEADER_ID = re.compile(
    rf"[\t ]\{{#([{_NAME_START}][{_NAME_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*)\}}\Z"
)
_CLOSING_QUIRK = re.compile(r"[\t ]#+\Z")


def _contents(text: str) -> tuple[str, str | None]:
    text = text.rstrip(WHITESPACE)
    match = _HEADER_ID.search(text) if text.endswith("}") else None
    if match:
        return text[: match.start()].rstrip(WHITESPACE), match[1]
    return text, None


def _add_header(
    parser: Parser, match: re.Match[str], level: int, text: str, ident: str | None
) -> bool:
    if not text:
        return False
    parser.src.pos = match.end()
    element = parser.new_block("header", level=level, raw_text=text)
    parser.add_text(text, element)
    if ident is not None:
        element.attr["id"] = ident
    parser.tree.children.append(element)
    return True


def parse_setext_header(parser: Parser, match: re.Match[str]) -> bool:
    """Read an underlined header."""
    if not parser.at_boundary_before():
        return False
    text, ident = _contents(match[1])
    return _add_header(parser, match, 2 if match[2] == "-" else 1, text, ident)


def parse_atx_header(parser: Parser, match: re.Match[str]) -> bool:
    """Read a header with `#`; those at its end are dropped."""
    if not parser.at_boundary_before():
        return False
    text, ident = _contents(match[2])
    stripped = text.rstrip("#")
    if len(stripped) < len(text) and stripped.endswith("\\"):
        stripped += "#"
    text = stripped.rstrip(WHITESPACE) if len(stripped) < len(text) else text
    return _add_header(parser, match, len(match[1]), text, ident)


def parse_atx_header_quirk(parser: Parser, match: re.Match[str]) -> bool:
    """Read a header with `#` that needs no blank line before it."""
    text, ident = _contents(match[2])
    closing = _CLOSING_QUIRK.search(text) if text.endswith("#") else None
    if closing:
        text = text[: closing.start()].rstrip(WHITESPACE)
    return _add_header(parser, match, len(match[1]), text, ident)


_ATX = re.compile(r"(\#{1,6})[\t ]*([^ \t].*)\n")
ATX_GFM = re.compile(r"(\#{1,6})[\t ]+(.*)\n")
SETEXT_HEADER = BlockParser(
    re.compile(r" {0,3}([^ \t].*)\n([-=])[-=]*[ \t\r\f\v]*\n"), parse_setext_header
)
ATX_HEADER = BlockParser(_ATX, parse_atx_header)
ATX_HEADER_GFM = BlockParser(ATX_GFM, parse_atx_header)
ATX_HEADER_QUIRK = BlockParser(ATX_GFM, parse_atx_header_quirk)
