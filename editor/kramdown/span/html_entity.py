"""Entities (`html_entity.rb`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.kramdown.element import Element
from editor.kramdown.entities import entity, entity_named, entity_numbered
from editor.kramdown.html_constants import ENTITY

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_html_entity(parser: Parser) -> bool:
    """Read an entity; of an unknown name the `&` is one, the rest text."""
    src = parser.src
    match = ENTITY.match(src.text, src.pos)
    if match is None:
        return False
    src.pos = match.end()
    name, decimal, hexadecimal = match.groups()
    if name is not None:
        value = entity_named(name, is_25=parser.options.is_25)
    else:
        digits, base = (decimal, 10) if decimal is not None else (hexadecimal, 16)
        value = entity_numbered(int(digits, base) if len(digits) <= 12 else 0x110000)
    if value is None:
        parser.tree.children.append(Element("entity", entity("amp")))
        parser.add_text(match[0][1:])
    else:
        parser.tree.children.append(Element("entity", value, original=match[0]))
    return True
