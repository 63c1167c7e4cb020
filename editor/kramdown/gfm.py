"""What GFM does to the finished tree: hard line breaks and header ids (`parser/gfm.rb`)."""

from __future__ import annotations

import re
import unicodedata

from editor.kramdown.element import Element
from editor.kramdown.entities import entity

_ASCII_ONLY = re.compile(r"[^\w\- \t]", re.ASCII)
_WORD = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))


def raw_text_kramdown(element: Element) -> str:
    """Return the text of an element for its id, as kramdown collects it."""
    if element.type == "text":
        return str(element.value)
    return "".join(raw_text_kramdown(child) for child in element.children)


def raw_text_gfm(element: Element) -> str:
    """Return the text of an element for its id, code and symbols included."""
    parts: list[str] = []
    for child in element.children:
        kind = child.type
        if kind in ("text", "codespan", "math"):
            parts.append(child.value)
        elif kind == "entity":
            parts.append(child.value.char or "")
        elif kind == "smart_quote":
            parts.append(entity(child.value).char or "")
        elif kind == "typographic_sym":
            if child.value == "laquo_space":
                parts.append("«\u00a0")
            elif child.value == "raquo_space":
                parts.append("\u00a0»")
            else:
                parts.append(entity(child.value).char or "")
        else:
            parts.append(raw_text_gfm(child))
    return "".join(parts)


def header_slug(text: str) -> str:
    """Return the id of a header before it is made unique (`generate_gfm_header_id`)."""
    text = text.lower()
    if text.isascii():
        kept = _ASCII_ONLY.sub("", text)
    else:
        kept = "".join(c for c in text if c in "- \t" or unicodedata.category(c) in _WORD)
    return kept.replace(" ", "-").replace("\t", "-")


def update_elements(element: Element, line_break: str, *, auto_ids: bool) -> None:
    """Turn the hard breaks below `element` into elements, and mark the headers without id."""
    children: list[Element] = []
    for child in element.children:
        if child.type == "text" and line_break in child.value:
            is_last = child is element.children[-1]
            children.extend(_split_text(child.value, line_break, element, is_last=is_last))
            continue
        if child.type == "html_element":
            pass
        elif child.type == "header" and auto_ids and "id" not in child.attr:
            child.options["gfm_slug"] = header_slug(child.options["raw_text"])
        else:
            update_elements(child, line_break, auto_ids=auto_ids)
        children.append(child)
    element.children = children


def _split_text(text: str, line_break: str, parent: Element, *, is_last: bool) -> list[Element]:
    lines = text.split(line_break)
    no_last_break = not lines[-1] and parent.is_block and is_last
    found: list[Element] = []
    for index, line in enumerate(lines):
        found.append(Element("text", f"\n{line}" if index else line))
        if index < len(lines) - 2 or (index == len(lines) - 2 and not no_last_break):
            found.append(Element("br"))
    return found
