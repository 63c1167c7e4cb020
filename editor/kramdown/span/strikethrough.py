"""Strikethrough (`parser/gfm.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element
from editor.kramdown.scanner import Scanner

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_START = re.compile(r"~~(?!\s|~)", re.ASCII)
_END = re.compile(r"[^\s~]~~", re.ASCII)


def parse_strikethrough(parser: Parser) -> bool:
    """Read `~~text~~`; what is in it is parsed by itself."""
    src = parser.src
    start = _START.match(src.text, src.pos)
    if start is None or parser.is_spent:
        return False
    end = _END.search(src.text, start.end())
    if end is None:
        parser.spend(len(src.text) - start.end())
        return False
    element = Element("html_element", "del", category="span")
    parser.tree.children.append(element)
    inner = src.text[start.end() : end.end() - 2]
    src.pos = end.end()
    saved = parser.src, parser.tree, parser.stack, parser.text_type
    parser.src, parser.text_type = Scanner(inner), "text"
    parser.stack = [Element("raw_text")] * (len(parser.stack) + 1)
    parser.parse_spans(element)
    parser.src, parser.tree, parser.stack, parser.text_type = saved
    return True
