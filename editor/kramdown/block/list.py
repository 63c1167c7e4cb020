"""Ordered and unordered lists (`list.rb`); task lists (`parser/gfm.rb`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from editor.kramdown.attributes import parse_attribute_list
from editor.kramdown.block.blank_line import BLANK_LINE
from editor.kramdown.block.block_boundary import ends_lazy_item
from editor.kramdown.block.eob import EOB_MARKER
from editor.kramdown.block.horizontal_rule import HR_START
from editor.kramdown.block.kinds import BlockParser
from editor.kramdown.element import Element, text_of
from editor.kramdown.scanner import Scanner

if TYPE_CHECKING:
    from editor.kramdown.parser import Parser

ITEM_IAL = re.compile(r"\s*(?:\{:(?!(?:\w[\w-]*)?:|/)((?:\\\}|[^}])+)\})\s*", re.ASCII)
_ONLY_IAL = re.compile(rf"(?:{ITEM_IAL.pattern})?\s*\n", re.ASCII)
_BLANKS = re.compile(r" *")
_LEADING_TABS = re.compile(r"( *)(\t+)")
LINE_WITH_TEXT = re.compile(r".*[^ \t\r\f\v\n].*\n")
LIST_START = re.compile(r" {0,3}(?:[+*-]|\d+\.)[\t| ].*?\n", re.ASCII)
_UL = r"( {%s}[+*-])([\t| ].*?\n)"
_OL = r"( {%s}\d+\.)([\t| ].*?\n)"
_DL = r"( {%s}:)([\t| ].*?\n)"
_STARTS = {"ul": _UL, "ol": _OL, "dl": _DL}
_TASK = re.compile(r"\s*\[ \]\s+", re.ASCII)
_TASK_DONE = re.compile(r"\s*\[[xX]\]\s+", re.ASCII)
_BOX = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />'
_BOX_DONE = (
    '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" '
    'checked="checked" />'
)


@lru_cache(maxsize=16)
def item_start(kind: str, indentation: int) -> re.Pattern[str]:
    """Return the pattern of the next item's first line (`fetch_pattern`)."""
    spaces = str(indentation - 1) if indentation in (1, 2, 3) else "3"
    return re.compile(_STARTS[kind] % f"0,{spaces}", re.ASCII)


@lru_cache(maxsize=256)
def content_line(indentation: int) -> re.Pattern[str]:
    """Return the pattern of a line that is indented enough for the item."""
    tabs, spaces = divmod(indentation, 4)
    return re.compile(
        rf"(?:(?:\t| {{4}}){{{tabs}}} {{{spaces}}}|(?:\t| {{4}}){{{tabs + 1}}})"
        r".*[^ \t\r\f\v\n].*\n"
    )


def first_line(indentation: int, content: str) -> tuple[str, int]:
    """Return the content of an item's first line and how far its other lines are indented."""
    if _ONLY_IAL.match(content):
        indentation = 4
    else:
        while True:
            tabs = _LEADING_TABS.match(content)
            if tabs is None:
                break
            column = len(tabs[1]) + indentation
            fill = " " * (4 - column % 4 + (len(tabs[2]) - 1) * 4)
            content = tabs[1] + fill + content[tabs.end() :]
        blanks = _BLANKS.match(content)
        indentation += blanks.end() if blanks else 0
    return content.lstrip(" \t\r\n\f\v"), indentation


def take_ial(text: str, element: Element) -> str:
    """Give the attribute list at the start of an item's text to the item."""
    match = ITEM_IAL.match(text) if "{:" in text else None
    if match is None:
        return text
    parse_attribute_list(match[1], element.options.setdefault("ial", {}))
    return text[match.end() :]


def untab(line: str) -> str:
    """Turn the tabs at the start of a line into blanks."""
    stripped = line.lstrip("\t")
    return " " * 4 * (len(line) - len(stripped)) + stripped


class _Item:
    """One item while its lines are collected."""

    __slots__ = ("element", "indentation", "parts")

    def __init__(self, element: Element, indentation: int, text: str) -> None:
        self.element = element
        self.indentation = indentation
        self.parts: list[list[str]] = [[text]]


def parse_list(parser: Parser, match: re.Match[str]) -> bool:
    """Read a list and what is in its items."""
    src = parser.src
    kind = "ul" if match[0].lstrip(" ")[0] in "+*-" else "ol"
    element = parser.new_block(kind)
    items, eob_found = _read_items(parser, src, element, kind)
    parser.tree.children.append(element)
    last: Element | None = None
    element.children = [item.element for item in items]
    for item in items:
        _parse_item(parser, item)
        children = item.element.children
        if not children:
            continue
        if (
            len(children) >= 2
            and children[0].type == "p"
            and children[1].type == "eob"
            and children[0].options.get("ial")
        ):
            del children[1]
        if _is_tight(item.element, element, eob_found=eob_found):
            if len(children) > 1 and children[1].type != "blank":
                parser.add_text("\n", children[0], "raw_text")
            children[0].options["transparent"] = True
        last = children.pop() if children[-1].type == "blank" else None
    if last is not None and not eob_found:
        parser.tree.children.append(last)
    return True


def _read_items(
    parser: Parser, src: Scanner, element: Element, kind: str
) -> tuple[list[_Item], bool]:
    """Read the lines of all items; says too whether an end-of-block marker ended the list."""
    text = src.text
    is_25 = parser.options.is_25
    start = item_start(kind, 4)
    content = content_line(0)
    items: list[_Item] = []
    nested = last_is_blank = False
    while not src.at_end:
        pos = src.pos
        if last_is_blank and HR_START.match(text, pos):
            break
        match = EOB_MARKER.match(text, pos)
        if match:
            src.pos = match.end()
            return items, True
        match = start.match(text, pos)
        if match:
            src.pos = match.end()
            item = Element("li")
            value, indentation = first_line(len(match[1]), match[2])
            content = content_line(indentation)
            value = take_ial(value, item)
            start = item_start(kind, indentation)
            nested = LIST_START.match(value) is not None
            last_is_blank = False
            items.append(_Item(item, indentation, value))
            continue
        match = content.match(text, pos)
        if match is None and not last_is_blank:
            match = LINE_WITH_TEXT.match(text, pos)
            if match and ends_lazy_item(src, pos, items[-1].indentation, is_25=is_25):
                match = None
        if match:
            src.pos = match.end()
            nested = _add_line(items[-1], match[0], nested=nested)
            last_is_blank = False
            continue
        match = BLANK_LINE.match(text, pos)
        if match is None:
            break
        src.pos = match.end()
        nested = last_is_blank = True
        items[-1].parts[-1].append(match[0])
    del element
    return items, False


def _add_line(item: _Item, line: str, *, nested: bool) -> bool:
    line = untab(line)
    indent = " " * item.indentation
    found = line.startswith(indent)
    if found:
        line = line[item.indentation :]
    if not nested and found and LIST_START.match(line):
        item.parts.append([])
        nested = True
    elif nested and not found and LIST_START.match(line):
        line = " " * (item.indentation + 4) + line
    item.parts[-1].append(line)
    return nested


def _parse_item(parser: Parser, item: _Item) -> None:
    holder = Element("temp")
    for part in item.parts:
        parser.parse_blocks(holder, "".join(part))
    item.element.children = holder.children


def _is_tight(item: Element, element: Element, *, eob_found: bool) -> bool:
    """Whether the first paragraph of an item is printed without its tags."""
    children = item.children
    items = element.children
    if children[0].type != "p":
        return False
    is_last = item is items[-1]
    if not (
        len(children) < 2
        or children[1].type != "blank"
        or (is_last and len(children) == 2 and not eob_found)
    ):
        return False
    return (
        not is_last
        or len(items) == 1
        or any(
            not each.children
            or each.children[0].type != "p"
            or each.children[0].options.get("transparent", False)
            for each in items[:-1]
        )
    )


def parse_list_gfm(parser: Parser, match: re.Match[str]) -> bool:
    """Read a list; items that start with `[ ]` or `[x]` become tasks."""
    parse_list(parser, match)
    lists = (each for each in reversed(parser.tree.children) if each.type in ("ul", "ol"))
    element = next(lists)
    is_task_list = False
    for item in element.children:
        if not item.children or item.children[0].type != "p" or not item.children[0].children:
            continue
        first = item.children[0].children[0]
        if first.type == "raw_text":
            text, count = (
                _TASK.subn(_BOX, text_of(first), count=1)
                if _TASK.match(text_of(first))
                else (text_of(first), 0)
            )
            if _TASK_DONE.match(text):
                text, done = _TASK_DONE.subn(_BOX_DONE, text, count=1)
                count += done
            first.value = text
            is_task_list = is_task_list or count > 0
        if is_task_list:
            item.attr["class"] = "task-list-item"
    if is_task_list:
        element.attr["class"] = "task-list"
    return True


LIST = BlockParser(LIST_START, parse_list)
LIST_GFM = BlockParser(LIST_START, parse_list_gfm)
