"""How Ruby prints values: Jekyll makes strings of dates, categories and lists with it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from itertools import islice

_DEEPEST = 6
_MOST_ITEMS = 10_000


def to_s(value: object) -> str:
    """Return what Ruby's `to_s` gives for a value that was read from YAML."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return inspect(value)


def inspect(value: object, depth: int = 0, budget: list[int] | None = None) -> str:
    """Return what Ruby's `inspect` gives for a value that was read from YAML.

    A list inside of itself is `[...]`, as in Ruby; so is what lies deeper than any post needs.
    """
    budget = [_MOST_ITEMS] if budget is None else budget
    budget[0] -= 1
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime.datetime):
        return _time(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if depth > _DEEPEST or budget[0] < 0:
            return "{...}"
        inner = (
            f"{inspect(key, depth + 1, budget)}=>{inspect(each, depth + 1, budget)}"
            for key, each in islice(value.items(), _MOST_ITEMS)
        )
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        if depth > _DEEPEST or budget[0] < 0:
            return "[...]"
        return (
            "[" + ", ".join(inspect(each, depth + 1, budget) for each in value[:_MOST_ITEMS]) + "]"
        )
    try:
        return str(value)
    except ValueError:  # more digits than Python writes; nobody reads them either
        return "…"


def split_words(text: str) -> list[str]:
    r"""Split at white space as Ruby's `split` without arguments: ASCII blanks and NUL."""
    return [word for word in text.translate(_BLANKS).split(" ") if word]


def identity(value: object, depth: int = 0) -> object:
    """Return a key that is equal for two values exactly when Ruby's `eql?` holds."""
    if isinstance(value, (Mapping, list, tuple)):
        if depth > 1 and _is_large(value, 200):  # made of aliases: the same one is the same
            return id(value)
        if isinstance(value, Mapping):
            pairs = ((identity(k, depth + 1), identity(v, depth + 1)) for k, v in value.items())
            return ("map", frozenset(pairs))
        return ("list", tuple(identity(each, depth + 1) for each in value))
    return (str if isinstance(value, str) else type(value), value)


def _is_large(value: object, most: int) -> bool:
    stack = [value]
    while stack:
        each = stack.pop()
        most -= 1
        if most < 0:
            return True
        if isinstance(each, Mapping):
            stack.extend(islice(each.values(), most + 1))
        elif isinstance(each, (list, tuple)):
            stack.extend(each[: most + 1])
    return False


_BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r\0"), " ")


def _quoted(text: str) -> str:
    escapes = {
        '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e",
        "\x07": "\\a", "\x08": "\\b", "\x0b": "\\v", "\x0c": "\\f",
    }  # fmt: skip
    out = []
    for index, character in enumerate(text):
        if character == "#" and text[index + 1 : index + 2] in ("{", "$", "@"):
            out.append("\\#")
        elif character in escapes:
            out.append(escapes[character])
        elif character < " " or character == "\x7f":
            out.append(f"\\x{ord(character):02X}" if character == "\x7f" else _control(character))
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


def _control(character: str) -> str:
    return f"\\u{ord(character):04X}"


def _float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-4 <= abs(value) < 1e16:
        text = repr(value)
        if "e" in text:
            text = format(value, "f").rstrip("0")
            text += "0" if text.endswith(".") else ""
        return text
    mantissa, _, exponent = f"{value!r}".partition("e")
    if not exponent:
        mantissa, _, exponent = f"{value:e}".partition("e")
        mantissa = mantissa.rstrip("0")
        mantissa += "0" if mantissa.endswith(".") else ""
    if "." not in mantissa:
        mantissa += ".0"
    return f"{mantissa}e{exponent[0]}{int(exponent[1:]):02d}"


def _time(value: datetime.datetime) -> str:
    text = value.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    offset = value.utcoffset()
    if offset is None or value.tzinfo is datetime.UTC:
        return text + " UTC"
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{text} {sign}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
