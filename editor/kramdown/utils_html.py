"""Escaping and attributes (`utils/html.rb`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_REFERENCE = r"&(?:[\w:][\-\w\.:]*;|#\d+;|#x[0-9a-fA-F]+;)"
_TEXT = re.compile(_REFERENCE + r"|[<>&]", re.ASCII)
_ATTRIBUTE = re.compile(_REFERENCE + r'|[<>&"]', re.ASCII)
_NEEDS_TEXT = re.compile("[<>&]")
_NEEDS_ATTRIBUTE = re.compile('[<>&"]')
_CJK = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\U00020000-\U0003134a"
    "\u3041-\u3096\u309d-\u309f\U0001b001-\U0001b11f\U0001b150-\U0001b152\U0001f200"
    "\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\uff66-\uff6f\uff71-\uff9d"
    "\U0001b000\U0001b164-\U0001b167"
)
_CJK_BREAK = re.compile(f"(?<=[{_CJK}])\n(?=[{_CJK}])")

Attributes = dict[str, str | None]
"""Of an element; None for one without a value."""


def _replace(match: re.Match[str]) -> str:
    found = match[0]
    return _ESCAPES.get(found, found)


def escape_all(text: str) -> str:
    """Escape `<`, `>` and `&`, entities too."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_text(text: str) -> str:
    """Escape `<`, `>` and `&`, but leave entities."""
    return _TEXT.sub(_replace, text) if _NEEDS_TEXT.search(text) else text


def escape_attribute(text: str) -> str:
    """Escape what an attribute in double quotes may not hold, but leave entities."""
    return _ATTRIBUTE.sub(_replace, text) if _NEEDS_ATTRIBUTE.search(text) else text


def html_attributes(attr: Mapping[str, str | None]) -> str:
    """Return the attributes as they stand in a tag, each with a blank before it."""
    if not attr:
        return ""
    return "".join(
        f' {key}="{escape_attribute(value)}"'
        for key, value in attr.items()
        if value is not None and not (key == "id" and not value.strip(" \t\n\v\f\r\0"))
    )


def fix_cjk_line_break(text: str) -> str:
    """Take out the line breaks between two Han, Hiragana or Katakana characters."""
    return _CJK_BREAK.sub("", text)


def span_html(name: str, attr: Attributes, body: str) -> str:
    """Return a span element."""
    return f"<{name}{html_attributes(attr)}>{body}</{name}>"


def block_html(name: str, attr: Attributes, body: str, indent: int) -> str:
    """Return a block element on a line of its own."""
    return f"{' ' * indent}<{name}{html_attributes(attr)}>{body}</{name}>\n"


def indented_html(name: str, attr: Attributes, body: str, indent: int) -> str:
    """Return a block element with its tags on lines of their own."""
    space = " " * indent
    return f"{space}<{name}{html_attributes(attr)}>\n{body}{space}</{name}>\n"
