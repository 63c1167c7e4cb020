"""Attribute lists of spans and `{::extensions}` in a line (`extensions.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from editor.kramdown.attributes import parse_attribute_list
from editor.kramdown.block.extensions import EXTENSION, handle_extension
from editor.kramdown.definitions import update_ial_with_ial

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_EXTENSION = re.compile(EXTENSION, re.ASCII)


def parse_span_extensions(parser: Parser) -> bool:
    """Read one of the constructs that start with `{:`, else its first character as text."""
    src = parser.src
    text = src.text
    start = src.pos
    if not text.startswith("{:", start):
        return False
    if src.find("}", start) >= 0 and not parser.is_spent:
        match = _EXTENSION.match(text, start) if text[start + 2 : start + 3] in (":", "/") else None
        if match:
            if _parse_extension(parser, match):
                return True
        else:
            children = parser.tree.children
            end = src.braced(start + 2)
            if end >= 0 and children and children[-1].type != "text":
                src.pos = end
                attributes: dict[str, Any] = {}
                parse_attribute_list(text[start + 2 : end - 1], attributes)
                last = children[-1]
                update_ial_with_ial(last.options.setdefault("ial", {}), attributes)
                parser.update_attr_with_ial(last.attr, attributes)
                return True
    parser.add_text("{")
    src.pos = start + 1
    return True


def _parse_extension(parser: Parser, match: re.Match[str]) -> bool:
    src = parser.src
    name = match[1]
    if name is None:
        return False
    attributes: dict[str, Any] = {}
    parse_attribute_list(match[2] or "", attributes)
    body: str | None = None
    end = match.end()
    if not match[3]:
        stops = [at for at in (src.find("{:/}", end), src.find(f"{{:/{name}}}", end)) if at >= 0]
        if not stops:
            parser.spend(end - src.pos)
            return False
        body = src.text[end : min(stops)]
        end = src.text.index("}", min(stops)) + 1
    if not handle_extension(parser, name, attributes, body, "span"):
        parser.spend(end - src.pos)
        return False
    src.pos = end
    return True
