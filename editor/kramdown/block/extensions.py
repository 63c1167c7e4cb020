"""Attribute lists of blocks, their definitions, and `{::extensions}` (`extensions.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from editor.kramdown.attributes import ID_NAME, parse_attribute_list
from editor.kramdown.block.block_boundary import ial_end
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.element import Element

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

EXTENSION = rf"\{{::(\w+)(?:\s((?:\\\}}|[^}}])*?)|)(/)?\}}|\{{:/({ID_NAME})?\}}"
_ALD = re.compile(rf" {{0,3}}\{{:({ID_NAME}):", re.ASCII)
_BLOCK_EXTENSION = re.compile(rf" {{0,3}}(?:{EXTENSION})\s*?\n", re.ASCII)
_IAL = re.compile(r" {0,3}\{:(?![:/])")
_LINE_END = re.compile(r"\s*?\n", re.ASCII)


def parse_block_extensions(parser: Parser, _match: re.Match[str]) -> bool:
    """Read one of the constructs that start with `{:`."""
    src = parser.src
    text = src.text
    children = parser.tree.children
    match = _ALD.match(text, src.pos)
    if match:
        end = src.braced_line(match.end())
        if end >= 0:
            ald = parser.definitions.alds.setdefault(match[1], {})
            parse_attribute_list(text[match.end() : end - 1], ald)
            _finish_line(parser, end)
            children.append(parser.new_block("eob", "ald"))
            return True
    if src.find("}", src.pos) < 0:
        return False
    match = _BLOCK_EXTENSION.match(text, src.pos)
    if match:
        return _parse_extension(parser, match)
    match = _IAL.match(text, src.pos)
    end = ial_end(src, src.pos)
    if match is None or end < 0:
        return False
    attributes = text[match.end() : end - 1]
    _finish_line(parser, end)
    last = children[-1] if children else None
    if (
        last is not None
        and last.type != "blank"
        and (last.type != "eob" or last.value in ("link_def", "abbrev_def", "footnote_def"))
    ):
        parse_attribute_list(attributes, last.options.setdefault("ial", {}))
        if ial_end(src, src.pos) < 0:
            children.append(parser.new_block("eob", "ial"))
    else:
        if parser.block_ial is None:
            parser.block_ial = {}
        parse_attribute_list(attributes, parser.block_ial)
    return True


def _finish_line(parser: Parser, end: int) -> None:
    match = _LINE_END.match(parser.src.text, end)
    parser.src.pos = match.end() if match else end


def _parse_extension(parser: Parser, match: re.Match[str]) -> bool:
    """Read `{::name}…{:/name}` as a block."""
    src = parser.src
    name = match[1]
    if name is None:
        return False
    attributes: dict[str, Any] = {}
    parse_attribute_list(match[2] or "", attributes)
    body: str | None = None
    end = match.end()
    if not match[3]:
        if src.find("{:/", end) < 0:
            return False
        stop = re.compile(rf"^ {{0,3}}\{{:/({name})?\}} *?\n", re.MULTILINE).search(src.text, end)
        if stop is None:
            src.far = len(src.text) + 1
            return False
        body = src.text[end : stop.start()].removesuffix("\n")
        end = stop.end()
    if not handle_extension(parser, name, attributes, body, "block"):
        return False
    src.pos = end
    return True


def handle_extension(
    parser: Parser, name: str, attributes: dict[str, Any], body: str | None, category: str
) -> bool:
    """Do what an extension asks for; false when there is none of that name."""
    children = parser.tree.children
    if name == "comment":
        if body is not None:
            children.append(Element("comment", body, category=category))
    elif name == "nomarkdown":
        if body is not None:
            kinds = str(attributes.get("type", "")).split()
            children.append(Element("raw", body, category=category, kinds=kinds))
    elif name == "options":
        for key, value in attributes.items():
            if isinstance(value, str):
                changed = parser.options.changed(key, value)
                parser.options = changed or parser.options
        if category == "block":
            children.append(parser.new_block("eob", "extension"))
    else:
        return False
    return True


BLOCK_EXTENSIONS = BlockParser(re.compile(r" {0,3}\{:"), parse_block_extensions)
