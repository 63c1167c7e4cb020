"""HTML as a block (`html.rb` of the parser, and its raw content: `parser/html.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.kinds import BlockParser, EndTagFound
from editor.kramdown.element import Element, finish_text
from editor.kramdown.html_constants import (
    ATTRIBUTE,
    KNOWN,
    SPAN_ELEMENTS,
    SPAN_ELEMENTS_25,
    TAG,
    TAG_CLOSE,
    TAG_TRIED,
    UNAME,
    WITHOUT_BODY,
    content_model,
)

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

MARKDOWN = {"0": "raw", "1": "default", "span": "span", "block": "block"}
_TRAILING = re.compile(r"[ \t]*\n")
_SPACES = re.compile(r" {0,3}")
_RAW_START = re.compile(rf"<(?:{UNAME}|/|!--|\?)", re.ASCII)
_RAW_START_25 = re.compile(rf"<(?:{UNAME}|/|!--|\?|!\[CDATA\[)", re.ASCII)
_MAX_RAW_DEPTH = 90
"""Raw elements nested deeper than this are read as text."""


def parse_html_attributes(text: str, *, lower: bool) -> dict[str, str | None]:
    """Return the attributes of a tag; a later one of the same name wins."""
    found: dict[str, str | None] = {}
    for name, word, _quote, quoted in ATTRIBUTE.findall(text):
        found[name.lower() if lower else name] = word or quoted
    return found


def comment_end(parser: Parser) -> int:
    """Return the end of the comment at the current place, -1 when there is none."""
    src = parser.src
    if not src.text.startswith("<!--", src.pos):
        return -1
    end = src.find("-->", src.pos + 4)
    return -1 if end < 0 else end + 3


def match_tag(parser: Parser, pos: int) -> re.Match[str] | None:
    """Match a start tag; a search that fails may have looked at all the text."""
    src = parser.src
    if src.find(">", pos) < 0:
        return None
    match = TAG.match(src.text, pos)
    if match:
        src.far = max(src.far, match.end())
        return match
    tried = TAG_TRIED.match(src.text, pos)
    if tried:
        src.far = max(src.far, len(src.text) + 1 if tried[1] else tried.end() + 1)
    return None


def parse_block_html(parser: Parser, _match: re.Match[str]) -> bool:
    """Read an element or comment that stands as a block, or the end tag of the one round it."""
    src = parser.src
    end = comment_end(parser)
    if end >= 0:
        comment = Element("xml_comment", src.text[src.pos : end], category="block")
        parser.tree.children.append(comment)
        src.pos = end
        _skip_trailing(parser)
        return True
    spaces = _SPACES.match(src.text, src.pos)
    start = spaces.end() if spaces else src.pos
    spans = SPAN_ELEMENTS_25 if parser.options.is_25 else SPAN_ELEMENTS
    tag = match_tag(parser, start)
    if tag and tag[1].lower() not in spans:
        src.pos = tag.end()
        _handle_start_tag(parser, tag, 0)
        return True
    close = TAG_CLOSE.match(src.text, start)
    if close and close[1].lower() not in spans:
        tree = parser.tree
        if tree.type == "html_element" and tree.value == close[1].lower():
            src.pos = close.end()
            raise EndTagFound
    return False


def _skip_trailing(parser: Parser) -> None:
    match = _TRAILING.match(parser.src.text, parser.src.pos)
    if match:
        parser.src.pos = match.end()


def _handle_start_tag(parser: Parser, tag: re.Match[str], depth: int) -> None:
    """Make the element of a start tag and read its content (`handle_html_start_tag`)."""
    name = tag[1].lower() if tag[1].lower() in KNOWN else tag[1]
    attr = parse_html_attributes(tag[2], lower=name in KNOWN)
    element = Element("html_element", name, attr, category="block")
    parser.tree.children.append(element)
    closed = tag[3] is not None or name in WITHOUT_BODY
    if name in ("script", "style"):
        _raw_text(parser, element)
        _handle_tag(parser, element, depth, closed=False, body=False)
    else:
        _handle_tag(parser, element, depth, closed=closed, body=True)


def _raw_text(parser: Parser, element: Element) -> None:
    """Read the text of a script or style up to its end tag."""
    src = parser.src
    end = re.compile(rf"</{element.value}\s*>", re.ASCII | re.IGNORECASE).search(src.text, src.pos)
    stop = end.start() if end else len(src.text)
    if stop > src.pos:
        element.children.append(Element("raw", src.text[src.pos : stop]))
    if end is None:
        src.far = len(src.text) + 1
    src.pos = end.end() if end else stop


def _handle_tag(parser: Parser, element: Element, depth: int, *, closed: bool, body: bool) -> None:
    """Read the content of an element as its content model asks (`handle_kramdown_html_tag`)."""
    src = parser.src
    tree = parser.tree
    if parser.block_ial is not None:
        element.options["ial"] = parser.block_ial
        parser.block_ial = None
    in_raw = tree.type == "html_element" and tree.options.get("content_model") == "raw"
    model = "raw"
    if not in_raw and parser.options.parse_block_html:
        model = content_model(element.value)
    wanted = MARKDOWN.get(element.attr.pop("markdown", None) or "")
    if wanted:
        model = content_model(element.value) if wanted == "default" else wanted
    if model == "block":
        _skip_trailing(parser)
    element.options["content_model"] = model
    element.options["is_closed"] = closed
    if closed or not body:
        return
    if model == "block":
        parser.parse_blocks(element)
    elif model == "span":
        pattern = rf"</{re.escape(element.value)}\s*>"
        end = re.compile(pattern, re.ASCII | re.IGNORECASE).search(src.text, src.pos)
        if end is None:
            src.far = len(src.text) + 1
        parser.add_text(src.text[src.pos : end.start() if end else len(src.text)], element)
        src.pos = end.end() if end else len(src.text)
    else:
        parse_raw_html(parser, element, depth + 1)
    if not in_raw:
        _skip_trailing(parser)


def parse_raw_html(parser: Parser, element: Element, depth: int) -> None:
    """Read HTML that stays as it is, up to the end tag of `element`."""
    src = parser.src
    text = src.text
    outer, parser.tree = parser.tree, element
    start = _RAW_START_25 if parser.options.is_25 else _RAW_START
    while not src.at_end:
        match = start.search(text, src.pos)
        if match is None:
            parser.add_text(text[src.pos :], element, "text")
            src.pos = len(text)
            src.far = len(text) + 1
            break
        parser.add_text(text[src.pos : match.start()], element, "text")
        src.pos = match.start()
        if _raw_special(parser, element):
            continue
        tag = match_tag(parser, src.pos)
        if tag and depth < _MAX_RAW_DEPTH:
            src.pos = tag.end()
            _handle_start_tag(parser, tag, depth)
            continue
        close = TAG_CLOSE.match(text, src.pos)
        if close:
            src.pos = close.end()
            name = close[1].lower() if element.value in KNOWN else close[1]
            if element.value == name:
                break
            parser.add_text(close[0], element, "text")
        else:
            parser.add_text(text[src.pos], element, "text")
            src.pos += 1
    parser.tree = outer
    finish_text(element)


def _raw_special(parser: Parser, element: Element) -> bool:
    """Read a comment, an instruction or a CDATA section."""
    src = parser.src
    text = src.text
    end = comment_end(parser)
    if end >= 0:
        element.children.append(Element("xml_comment", text[src.pos : end], category="block"))
        src.pos = end
        return True
    if text.startswith("<?", src.pos):
        stop = src.find("?>", src.pos + 2)
        if stop >= 0:
            element.children.append(Element("xml_pi", text[src.pos : stop + 2], category="block"))
            src.pos = stop + 2
            return True
    if parser.options.is_25 and text.startswith("<![CDATA[", src.pos):
        stop = src.find("]]>", src.pos + 9)
        if stop >= 0:
            element.children.append(Element("text", text[src.pos + 9 : stop], cdata=True))
            src.pos = stop + 3
            return True
    return False


BLOCK_HTML = BlockParser(re.compile(rf" {{0,3}}<(?:{UNAME}|!--|/)", re.ASCII), parse_block_html)
