"""HTML in a line (`html.rb` of the parser)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.html import MARKDOWN, comment_end, match_tag, parse_html_attributes
from editor.kramdown.element import Element, finish_text
from editor.kramdown.html_constants import (
    BLOCK_ELEMENTS,
    KNOWN,
    TAG_CLOSE,
    UNAME,
    WITHOUT_BODY,
    content_model,
)
from editor.kramdown.utils_html import escape_all

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

_START = re.compile(rf"<(?:{UNAME}|!--|/)", re.ASCII)
_CDATA = "<![CDATA["
_NEWLINES = re.compile("\n+")


def parse_span_html(parser: Parser) -> bool:
    """Read a comment or an element; block elements are text here."""
    src = parser.src
    text = src.text
    start = src.pos
    if _START.match(text, start) is None:
        return parser.options.is_25 and text.startswith(_CDATA, start) and _parse_cdata(parser)
    end = comment_end(parser)
    if end >= 0:
        parser.tree.children.append(Element("xml_comment", text[start:end], category="span"))
        src.pos = end
        return True
    close = TAG_CLOSE.match(text, start)
    if close:
        parser.add_text(close[0])
        src.pos = close.end()
        return True
    tag = match_tag(parser, start)
    if tag is None:
        parser.add_text("<")
        src.pos = start + 1
        return True
    src.pos = tag.end()
    name = tag[1].lower() if tag[1].lower() in KNOWN else tag[1]
    if name in BLOCK_ELEMENTS or parser.is_spent:
        parser.add_text(tag[0])
        return True
    _parse_element(parser, tag, name)
    return True


def _parse_cdata(parser: Parser) -> bool:
    src = parser.src
    end = src.find("]]>", src.pos + len(_CDATA))
    if end < 0:
        parser.add_text("<")
        src.pos += 1
    else:
        parser.add_text(escape_all(src.text[src.pos + len(_CDATA) : end]))
        src.pos = end + 3
    return True


def _parse_element(parser: Parser, tag: re.Match[str], name: str) -> None:
    src = parser.src
    attr = parse_html_attributes(tag[2], lower=name in KNOWN)
    for key, value in attr.items():
        attr[key] = _NEWLINES.sub(" ", value or "")
    tree = parser.tree
    parsed = parser.options.parse_span_html
    if content_model(name) == "raw" or tree.options.get("content_model") == "raw":
        parsed = False
    wanted = MARKDOWN.get(attr.pop("markdown", None) or "")
    if wanted == "span":
        parsed = True
    elif wanted == "default":
        parsed = content_model(name) != "raw"
    elif wanted == "raw":
        parsed = False
    element = Element(
        "html_element",
        name,
        attr,
        category="span",
        content_model="span" if parsed else "raw",
        is_closed=tag[3] is not None,
    )
    tree.children.append(element)
    if tag[3] is not None or name in WITHOUT_BODY:
        return
    pattern = re.compile(
        rf"</{re.escape(name)}\s*>", re.ASCII | (re.IGNORECASE if name in KNOWN else 0)
    )

    def stop(text: str, pos: int, _element: Element) -> bool:
        return text[pos] == "<" and pattern.match(text, pos) is not None

    if parser.parse_spans(element, stop, None if parsed else parser.spans.parts["html"]):
        end = pattern.match(src.text, src.pos)
        if end:
            src.pos = end.end()
    else:
        parser.add_text(src.text[src.pos :], element)
        finish_text(element)
        src.pos = len(src.text)
