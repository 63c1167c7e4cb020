"""Values as JSON, as Ruby's gem json 2.6 writes them: for `jsonify`, `inspect` and JSON-LD."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from editor.liquid import ruby
from editor.liquid.drop import Drop
from editor.liquid.errors import InternalError

_DEEPEST = 100
_ESCAPE = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}


@runtime_checkable
class HashDrop(Protocol):
    """A drop that can be written out as a map."""

    def liquid_hash(self, depth: int) -> Mapping[str, object]:
        """Return keys and values; `depth` is the number of lists and maps around it."""


def generate(value: object, *, pretty: bool = False) -> str:
    """Return a value's JSON.

    Raises:
        InternalError: It nests deeper than a hundred levels, or holds a number that JSON has not.
        BudgetExceeded: It is longer than any page.
    """
    out: list[str] = []
    _write(value, out, [ruby.MOST_ITEMS, ruby.MOST_TEXT], 0, "\n" if pretty else "")
    return "".join(out)


def _write(value: object, out: list[str], left: list[int], depth: int, line: str) -> None:
    left[0] -= 1
    if left[0] < 0 or left[1] < 0:
        raise ruby.too_much("output")
    if isinstance(value, Drop) and isinstance(value, HashDrop):
        value = value.liquid_hash(depth)
    if isinstance(value, Mapping):
        pairs = ((_key(key), each) for key, each in value.items())
        _write_all("{}", pairs, out, left, depth, line)
    elif ruby.is_array(value):
        items = ((None, each) for each in value)  # type: ignore[attr-defined]
        _write_all("[]", items, out, left, depth, line)
    else:
        text = _scalar(value)
        left[1] -= len(text)
        out.append(text)


def _write_all(
    signs: str,
    pairs: Iterable[tuple[str | None, object]],
    out: list[str],
    left: list[int],
    depth: int,
    line: str,
) -> None:
    if depth >= _DEEPEST:
        raise InternalError("internal")
    indent = line + "  " * (depth + 1) if line else ""
    out.append(signs[0])
    empty = True
    for key, each in pairs:
        out.append(("" if empty else ",") + indent)
        empty = False
        if key is not None:
            left[1] -= len(key)
            out.append(f"{key}: " if line else f"{key}:")
        _write(each, out, left, depth + 1, line)
    if not empty and line:
        out.append(line + "  " * depth)
    out.append(signs[1])


def _key(key: object) -> str:
    return quoted(ruby.to_s(key))


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InternalError("internal")
        return ruby.float_text(value)
    if isinstance(value, int):
        return ruby.integer_text(value)
    if isinstance(value, datetime.date):
        return quoted(ruby.to_s(value))
    return quoted(ruby.to_s(value))


def quoted(text: str) -> str:
    """Return a text as a JSON string; nothing but what must be is escaped."""
    return '"' + _ESCAPE.sub(_escaped, text) + '"'


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
