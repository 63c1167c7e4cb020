"""Where blocks and lazy lines end (`block_boundary.rb`, and the ends in `paragraph.rb`)."""

from __future__ import annotations

import re

from editor.kramdown.html_constants import SPAN_ELEMENTS, SPAN_ELEMENTS_25, UNAME
from editor.kramdown.scanner import Scanner

_IAL = re.compile(r" {0,3}\{:(?![:/])")
_NO_SPACE_IAL = re.compile(r"\{:(?![:/])")
_BOUNDARY = re.compile(r"[ \t\r\f\v]*\n|\^[ \t\r\f\v]*\n|\Z")


def _html(spans: frozenset[str]) -> str:
    names = "|".join(sorted(spans | {"script"}))
    return rf"<(?!(?:{names})(?u:\b))(?>{UNAME})|</(?!(?:{names})(?u:\b)){UNAME}\s*>"


_LAZY_HTML = {
    False: re.compile(rf" {{0,3}}(?:{_html(SPAN_ELEMENTS)})", re.ASCII),
    True: re.compile(rf" {{0,3}}(?:{_html(SPAN_ELEMENTS_25)})", re.ASCII),
}
_LAZY_LESS = {
    indent: {
        key: re.compile(each.pattern.replace("{0,3}", f"{{0,{indent}}}", 1), re.ASCII)
        for key, each in _LAZY_HTML.items()
    }
    for indent in range(4)
}


def ial_end(src: Scanner, pos: int) -> int:
    """Return the end of the braces of a block attribute list at `pos`, -1 when there is none."""
    match = _IAL.match(src.text, pos)
    return src.braced_line(match.end()) if match else -1


def at_block_end(src: Scanner) -> bool:
    """Whether a block may end here (`before_block_boundary?`)."""
    return _BOUNDARY.match(src.text, src.pos) is not None or ial_end(src, src.pos) >= 0


def at_lazy_end(src: Scanner, pos: int, *, is_25: bool) -> bool:
    """Whether the line at `pos` cannot continue a block (`LAZY_END`)."""
    text = src.text
    if pos >= len(text):
        return True
    char = text[pos]
    if char in " \t\n\r\f\v^" and _BOUNDARY.match(text, pos):
        return True
    if char not in " {<":
        return False
    return _LAZY_HTML[is_25].match(text, pos) is not None or ial_end(src, pos) >= 0


def ends_lazy_item(src: Scanner, pos: int, indent: int, *, is_25: bool) -> bool:
    """Whether the line at `pos` cannot continue a list item that is indented so far."""
    indent = min(indent, 3)
    text = src.text
    start = pos
    while start - pos < indent and text.startswith(" ", start):
        start += 1
    if text.startswith("{", start):
        match = _NO_SPACE_IAL.match(text, start)
        return match is not None and src.braced_line(match.end()) >= 0
    return _LAZY_LESS[indent][is_25].match(text, pos) is not None
