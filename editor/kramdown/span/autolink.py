"""Addresses in angle brackets (`autolink.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_CHARS = r"(?:[^\W_]|[-_.])"
_LINK = re.compile(rf"<((mailto|https?|ftps?):.[^>\n]*|{_CHARS}+@{_CHARS}+)>")


def parse_autolink(parser: Parser) -> bool:
    """Read `<http://…>` or `<name@host>`."""
    src = parser.src
    if src.find(">", src.pos) < 0:
        return False
    match = _LINK.match(src.text, src.pos)
    if match is None:
        return False
    src.pos = match.end()
    href = match[1] if match[2] else f"mailto:{match[1]}"
    element = Element("a", None, {"href": href})
    parser.add_text(match[1].removeprefix("mailto:"), element)
    element.children[0].value = match[1].removeprefix("mailto:")
    parser.tree.children.append(element)
    return True
