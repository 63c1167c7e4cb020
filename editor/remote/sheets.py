"""The addresses that a style sheet names, with what each is for.

tinycss2 follows CSS Syntax 3; it takes 1.5 s for 1 MB, so large sheets belong into a worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

from editor.remote.addresses import Kind, RemoteAddress, normal_address
from editor.remote.errors import Refused

MAX_ADDRESSES = 1000
MAX_CHARACTERS = 2 * 1024 * 1024
_IMAGE_SETS = frozenset({"image-set", "-webkit-image-set"})
# No engine of today loads an Embedded OpenType font.
_OLD_FONT = ".eot"


@dataclass(slots=True)
class _Level:
    """A block or the arguments of a function, while it is walked."""

    tokens: Iterator[Any]
    kind: Kind
    has_strings: bool = False
    at_rule: str = ""


def named_by(css: str) -> Iterator[tuple[str, Kind]]:
    """Yield what a sheet or a `style` attribute names, as written, in its order.

    `@import` takes a string as well as `url()`, and so does `image-set()`; `@namespace` only looks
    like an address. No recursion: a sheet may nest as deep as it is long.

    Args:
        css: At most the first `MAX_CHARACTERS` are read.
    """
    tokens = tinycss2.parse_component_value_list(css[:MAX_CHARACTERS], skip_comments=True)
    levels = [_Level(iter(tokens), Kind.IMAGE)]
    while levels:
        level = levels[-1]
        token = next(level.tokens, None)
        if token is None:
            levels.pop()
        elif token.type == "at-keyword":
            level.at_rule = token.lower_value
        elif token.type == "literal" and token.value == ";":
            level.at_rule = ""
        elif token.type == "{} block":
            kind = Kind.FONT if level.at_rule == "font-face" else Kind.IMAGE
            level.at_rule = ""
            levels.append(_Level(iter(token.content), kind))
        elif token.type in ("() block", "[] block"):
            levels.append(_Level(iter(token.content), level.kind, level.has_strings))
        elif token.type == "function" and token.lower_name != "url":
            has_strings = token.lower_name in _IMAGE_SETS
            levels.append(_Level(iter(token.arguments), level.kind, has_strings))
        else:
            address = _address_in(token)
            if address is not None:
                yield from _named(address, token, level, is_top=len(levels) == 1)


def _address_in(token: Any) -> str | None:
    if token.type in ("url", "string"):
        return str(token.value)
    if token.type == "function":
        for each in token.arguments:
            if each.type == "string":
                return str(each.value)
    return None


def _named(address: str, token: Any, level: _Level, *, is_top: bool) -> Iterator[tuple[str, Kind]]:
    if level.at_rule == "import":
        level.at_rule = "import's conditions"
        if is_top:
            yield address, Kind.SHEET
    elif level.at_rule == "namespace":
        return
    elif token.type != "string" or level.has_strings:
        yield address, level.kind


def wanted_by_sheet(css: str, address: str) -> list[RemoteAddress]:
    """Return what a fetched sheet names in turn, each once; what is no address is left out.

    Args:
        css: The sheet; its fonts, pictures and further sheets are named relative to itself.
        address: Its own.
    """
    found: dict[tuple[str, Kind], None] = {}
    for reference, kind in named_by(css):
        if len(found) >= MAX_ADDRESSES:
            break
        whole = useful_address(reference, address, kind)
        if whole:
            found[whole, kind] = None
    return [RemoteAddress(each, kind, address) for each, kind in found]


def useful_address(reference: str, base: str, kind: Kind) -> str:
    """Return an address in its one form, or nothing where none would be asked for it."""
    if not reference or reference.startswith("#"):
        return ""
    try:
        whole = normal_address(reference, base)
    except Refused:
        return ""
    is_old = kind is Kind.FONT and whole.partition("?")[0].lower().endswith(_OLD_FONT)
    return "" if is_old else whole
