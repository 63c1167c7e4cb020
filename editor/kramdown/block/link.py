"""Definitions of links (`link.rb`, `LINK_DEFINITION_START`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.definitions import LinkDefinition, normalize_link_id

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_START = re.compile(r" {0,3}\[([^\n\]]+)\]:[ \t]*(?=[^\n])")
_TITLE_BELOW = re.compile(r"""[ \t]*\n[ \t]*(["'])(.+)\1[ \t]*\n""")
_TITLE = re.compile(r"""[ \t]+(["'])(.+)\1[ \t]*\n""")
_END = re.compile(r"[ \t]*\n")
_QUOTED = re.compile(r"""[ \t]+["']""")


def _rest(text: str, pos: int) -> tuple[str | None, int] | None:
    """Return title and end of what may follow the address, `None` when something else does."""
    title = _TITLE_BELOW.match(text, pos) or _TITLE.match(text, pos)
    if title:
        return title[2], title.end()
    end = _END.match(text, pos)
    return (None, end.end()) if end else None


def _address(text: str, pos: int) -> tuple[str, str | None, int] | None:
    """Return address, title and end of the definition."""
    line = text.index("\n", pos)
    if text[pos] == "<":
        close = text.find(">", pos, line)
        for _ in range(100):
            if close < 0:
                break
            rest = _rest(text, close + 1)
            if rest:
                return text[pos + 1 : close], *rest
            close = text.find(">", close + 1, line)
    end = line
    while end > pos and text[end - 1] in " \t":
        end -= 1
    if end == pos:
        return None
    quote = text[end - 1]
    if quote in "\"'":
        for each in _QUOTED.finditer(text, pos + 1, end - 2):
            if each[0][-1] == quote and text[each.start() - 1] not in " \t":
                return text[pos : each.start()], text[each.end() : end - 1], line + 1
    rest = _rest(text, end)
    return (text[pos:end], *rest) if rest else None


def parse_link_definition(parser: Parser, match: re.Match[str]) -> bool:
    """Read `[name]: address "title"`; the title may stand on the next line."""
    src = parser.src
    found = _address(src.text, match.end())
    if found is None:
        return False
    url, title, end = found
    bracketed = src.text.startswith(f"<{url}>", match.end())
    if not bracketed and _QUOTED.search(url):
        return False
    src.pos = end
    mark = parser.new_block("eob", "link_def")
    parser.tree.children.append(mark)
    parser.definitions.links[normalize_link_id(match[1])] = LinkDefinition(url, title, mark)
    return True


LINK_DEFINITION = BlockParser(_START, parse_link_definition)
