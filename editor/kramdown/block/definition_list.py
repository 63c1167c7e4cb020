"""Definition lists (`list.rb`, `parse_definition_list`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.kramdown.block.blank_line import BLANK_LINE
from editor.kramdown.block.block_boundary import ends_lazy_item
from editor.kramdown.block.eob import EOB_MARKER
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.block.list import (
    LINE_WITH_TEXT,
    content_line,
    first_line,
    item_start,
    take_ial,
    untab,
)
from editor.kramdown.element import Element, text_of

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser


def parse_definition_list(parser: Parser, _match: re.Match[str]) -> bool:
    """Read definitions; the paragraph before them holds the terms."""
    children = parser.tree.children
    if not _follows_terms(children):
        return False
    element = parser.new_block("dl")
    terms = children.pop()
    as_paragraph = terms.type == "blank"
    if as_paragraph:
        terms = children.pop()
    _add_terms(element, terms)
    if "ial" in terms.options:
        element.options["ial"] = terms.options["ial"]
    else:
        element.options.pop("ial", None)
    _read_definitions(parser, element, as_paragraph=as_paragraph)
    last = _parse_definitions(parser, element)
    children = parser.tree.children
    if children and children[-1].type == "dl":
        children[-1].children.extend(element.children)
    elif len(children) >= 2 and children[-1].type == "blank" and children[-2].type == "dl":
        children.pop()
        children[-1].children.extend(element.children)
    else:
        children.append(element)
    if last is not None:
        children.append(last)
    return True


def _follows_terms(children: list[Element]) -> bool:
    if not children:
        return False
    if children[-1].type == "p":
        return True
    return (
        len(children) >= 2
        and children[-1].type == "blank"
        and children[-1].value == "\n"
        and children[-2].type == "p"
    )


def _add_terms(element: Element, terms: Element) -> None:
    first = terms.children[0] if terms.children else None
    lines = text_of(first).split("\n") if first is not None and first.type == "raw_text" else []
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        term = Element("dt")
        text = take_ial(line, term)
        term.options["raw_text"] = text
        term.children.append(Element("raw_text", text))
        element.children.append(term)


def _read_definitions(parser: Parser, element: Element, *, as_paragraph: bool) -> None:
    src = parser.src
    text = src.text
    is_25 = parser.options.is_25
    start = item_start("dl", 4)
    item = element
    parts: list[str] = []
    indentation = 0
    last_is_blank = False
    while not src.at_end:
        pos = src.pos
        match = start.match(text, pos)
        if match:
            src.pos = match.end()
            item = Element("dd")
            item.options["first_as_para"] = as_paragraph
            value, indentation = first_line(len(match[1]), match[2])
            parts = [take_ial(value, item)]
            item.value = parts
            element.children.append(item)
            start = item_start("dl", indentation)
            as_paragraph = last_is_blank = False
            continue
        if EOB_MARKER.match(text, pos):
            break
        match = content_line(indentation).match(text, pos)
        if match is None and not last_is_blank:
            match = LINE_WITH_TEXT.match(text, pos)
            if match and ends_lazy_item(src, pos, indentation, is_25=is_25):
                match = None
        if match:
            src.pos = match.end()
            line = untab(match[0])
            parts.append(line[indentation:] if line.startswith(" " * indentation) else line)
            as_paragraph = last_is_blank = False
            continue
        match = BLANK_LINE.match(text, pos)
        if match is None:
            break
        src.pos = match.end()
        parts.append(match[0])
        as_paragraph = last_is_blank = True


def _parse_definitions(parser: Parser, element: Element) -> Element | None:
    last: Element | None = None
    for item in element.children:
        if item.type == "dt":
            continue
        text = "".join(item.value)
        item.value = None
        parser.parse_blocks(item, text)
        children = item.children
        if not children:
            continue
        last = children.pop() if children[-1].type == "blank" else None
        as_paragraph = item.options.get("first_as_para", False)
        if children and children[0].type == "p" and not as_paragraph:
            if len(children) > 1:
                parser.add_text("\n", children[0], "raw_text")
            children[0].options["transparent"] = True
    return last


DEFINITION_LIST = BlockParser(re.compile(r" {0,3}:[\t| ].*?\n"), parse_definition_list)
