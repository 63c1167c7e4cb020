"""Characters behind a backslash (`escaped_chars.rb`; those of GFM: `parser/gfm.rb`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_ESCAPED = frozenset("\\.*_+`<>()[]{}#!:|\"'$=-")
_ESCAPED_GFM = _ESCAPED | {"~"}


def parse_escaped_chars(parser: Parser) -> bool:
    """Read an escaped character as text."""
    return _parse(parser, _ESCAPED)


def parse_escaped_chars_gfm(parser: Parser) -> bool:
    """Read an escaped character, the tilde among them, as text."""
    return _parse(parser, _ESCAPED_GFM)


def _parse(parser: Parser, escaped: frozenset[str]) -> bool:
    src = parser.src
    char = src.text[src.pos + 1 : src.pos + 2]
    if char not in escaped:
        return False
    src.pos += 2
    parser.add_text(char)
    return True
