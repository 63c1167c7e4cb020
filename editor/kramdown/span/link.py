"""Links and images (`link.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.definitions import Ial, normalize_link_id
from editor.kramdown.element import Element
from editor.kramdown.scanner import WHITESPACE

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser, Stop

_START = re.compile(r"!?\[(?=[^^])")
_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")
_ID = re.compile(r"\s*?\[([^\]]+)?\]", re.ASCII)
_TITLE = re.compile(r"\s*?([\"'])", re.ASCII)
_TITLE_END = {'"': re.compile(r"\"\s*?\)", re.ASCII), "'": re.compile(r"'\s*?\)", re.ASCII)}
_PAREN = re.compile(r"(\()|(\))|\s(?=['\"])", re.ASCII)
_LONGEST_ID = 4_000
"""The text of a link is not looked up when it is longer and no name is."""


def parse_link(parser: Parser) -> bool:
    """Read a link or an image; without address or definition its bracket is text."""
    src = parser.src
    text = src.text
    start = _START.match(text, src.pos)
    if start is None:
        return False
    mark = start[0]
    kind = "img" if mark[0] == "!" else "a"
    inner = start.end()
    src.pos = inner
    if (kind == "a" and parser.inside("img", "a")) or parser.is_spent or src.find("]", inner) < 0:
        parser.add_text(mark)
        return True
    element = Element(kind)
    if not parser.parse_spans(element, _stop()) or not _complete(parser, element, inner):
        parser.spend(max(src.pos - inner, 1))
        src.pos = inner
        parser.add_text(mark)
    return True


def _stop() -> Stop:
    count = 1
    seen = images = 0

    def stop(text: str, pos: int, element: Element) -> bool:
        nonlocal count, seen, images
        char = text[pos]
        if char == "]":
            count -= 1
        elif char == "[" or (char == "!" and text.startswith("[", pos + 1)):
            count += 1
        else:
            return False
        children = element.children
        images += sum(child.type == "img" for child in children[seen:])
        seen = len(children)
        return count == images

    return stop


def _complete(parser: Parser, element: Element, inner: int) -> bool:
    """Read what follows the text of a link, and add the link; false when nothing fits."""
    src = parser.src
    text = src.text
    end = src.pos
    src.pos += 1
    has_id = src.find("]", src.pos) >= 0 and _ID.match(text, src.pos)
    if has_id or not text.startswith("(", src.pos):
        if has_id:
            src.pos = has_id.end()
        name = has_id[1] if has_id and has_id[1] is not None else None
        if name is None:
            longest = max(map(len, parser.known.links), default=0)
            if end - inner > _LONGEST_ID + 4 * longest:
                return False
            name = _ESCAPED.sub(r"\1", text[inner:end])
        ident = normalize_link_id(name)
        parser.looked_up.add(("link", ident))
        definition = parser.known.links.get(ident)
        if definition is None:
            return False
        alt = _ESCAPED.sub(r"\1", text[inner:end])
        _add_link(parser, element, definition.url, definition.title, alt, definition.ial)
        return True
    alt = _ESCAPED.sub(r"\1", text[inner:end]) if element.type == "img" else ""
    return _inline(parser, element, alt)


def _inline(parser: Parser, element: Element, alt: str) -> bool:
    """Read an address in parentheses and its title."""
    src = parser.src
    text = src.text
    url: str | None = None
    if text.startswith("(<", src.pos):
        line = src.line_end(src.pos)
        close = text.find(">", src.pos + 2, line)
        if close >= 0:
            url = text[src.pos + 2 : close]
            src.pos = close + 1
            if text.startswith(")", src.pos):
                src.pos += 1
                _add_link(parser, element, url, None, alt)
                return True
    if url is None:
        start = src.pos
        depth = 0
        pos = start
        match = _PAREN.search(text, pos)
        while match:
            pos = match.end()
            if match[2]:
                depth -= 1
                if depth == 0:
                    break
            elif match[1]:
                depth += 1
            else:
                break
            match = _PAREN.search(text, pos)
        src.pos = pos
        url = text[start + 1 : pos - 1].strip(WHITESPACE)
        if depth == 0:
            _add_link(parser, element, url, None, alt)
            return True
    title = _TITLE.match(text, src.pos)
    if title is None:
        return False
    end = _TITLE_END[title[1]].search(text, title.end() + 1)
    if end is None:
        parser.spend(len(text) - src.pos)
        return False
    src.pos = end.end()
    _add_link(parser, element, url, text[title.end() : end.start()], alt)
    return True


def _add_link(
    parser: Parser,
    element: Element,
    href: str,
    title: str | None,
    alt: str,
    ial: Ial | None = None,
) -> None:
    if ial:
        element.options["ial"] = dict(ial)
        parser.update_attr_with_ial(element.attr, ial)
    if element.type == "a":
        element.attr["href"] = href
    else:
        element.attr["src"] = href
        element.attr["alt"] = alt
        element.children.clear()
    if title is not None:
        element.attr["title"] = title
    parser.tree.children.append(element)
