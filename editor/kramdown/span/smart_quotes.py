"""Typographic quotes (`smart_quotes.rb`, after SmartyPants)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_PUNCT = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_CLOSE = r"[^ \\\t\r\n\[{(-]"
_RULES: tuple[tuple[re.Pattern[str], tuple[int | str, ...]], ...] = tuple(
    (re.compile(pattern, re.ASCII | re.DOTALL), parts)
    for pattern, parts in (
        (r"(\"|')(?=[_*]{1,2}[^ \t\r\n\f\v])", ("l1",)),
        (rf"(\"|')(?={_PUNCT}(?!\.\.)(?u:\B))", ("r1",)),
        # Two kinds of quotes in a row: He said, "'Quoted' words in a larger quote."
        (r"(\s?)\"'(?=\w)", (1, "ldquo", "lsquo")),
        (r"(\s?)'\"(?=\w)", (1, "lsquo", "ldquo")),
        # Decades: the '80s
        (r"(\s?)'(?=\d\ds)", (1, "rsquo")),
        (r"(\s)('|\")(?=\w)", (1, "l2")),
        (rf"({_CLOSE})('|\")", (1, "r2")),
        # Behind a tag: <i>Custer</i>'s Last Stand.
        (r"(\"|')(?=\s|s(?u:\b)|\Z)", ("r1",)),
        (r"(.?)'", (1, "lsquo")),
        (r"(.?)\"", (1, "ldquo")),
    )
)
_QUOTES = {("l", '"'): "ldquo", ("l", "'"): "lsquo", ("r", '"'): "rdquo", ("r", "'"): "rsquo"}


def parse_smart_quotes(parser: Parser) -> bool:
    """Read a quote and the character before it."""
    src = parser.src
    for pattern, parts in _RULES:
        match = pattern.match(src.text, src.pos)
        if match:
            _add(parser, match, parts)
            return True
    return False


def _add(parser: Parser, match: re.Match[str], parts: tuple[int | str, ...]) -> None:
    parser.src.pos = match.end()
    for part in parts:
        if isinstance(part, int):
            parser.add_text(match[part])
        else:
            kind = _QUOTES.get((part[0], match[int(part[1])])) if len(part) == 2 else part
            parser.tree.children.append(Element("smart_quote", kind))
