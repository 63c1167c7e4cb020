"""A reader for front matter that is surely simple; anything else is left to the real reader.

Runs for every post of a site that is indexed for the first time: PyYAML's C loader takes fifty
microseconds a post, this some ten. It answers only where every line is one that Ruby cannot read
otherwise; `tests/site/test_quick.py` holds it to the real reader.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

# What follows the closing line's dashes (`Document::YAML_FRONT_MATTER_REGEXP` of Jekyll).
_AFTER = re.compile(rb"[ \t\r\n\f\v]*$\n?", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ITEM_LINE = re.compile(r"( *)- +(\S.*?) *", re.DOTALL)
# Characters that YAML or Ruby may treat in a way of their own.
_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f]|[\u2028\u2029]|[\ud800-\udfff]|[\ufeff\ufffe\uffff]"
)
_DOUBLE = re.compile(r'[^"\\]*(?:\\["\\][^"\\]*)*')
_ESCAPE = re.compile(r'\\(["\\])')
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))
_NOT_PLAIN = frozenset(("null", "y", "n", "nan", "inf"))
_UNSURE = object()
_LIMIT = 16_384
_SHORT = 24


def quick_front_matter(data: bytes) -> tuple[dict[str, Any], int] | None:
    """Return a post's front matter as Ruby reads it and where its text begins, or None.

    None means: ask the real reader.

    Args:
        data: All bytes of a post; that they are UTF-8 is checked, since Jekyll fails on the
            whole file otherwise.
    """
    if not data.startswith(b"---\n"):
        return None
    end = data.find(b"\n---\n", 3, _LIMIT)
    if end < 0:
        return None
    try:
        head = data[4 : end + 1].decode("utf-8")
        if not data.isascii():
            data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # What is printable holds nothing odd, and is told apart at once.
    if not head.replace("\n", "").isprintable() and _ODD.search(head):
        return None
    found: dict[str, Any] = {}
    open_list: list[Any] | None = None
    open_key = ""
    indent = ""
    for line in head.split("\n")[:-1]:
        known = _line(line) if len(line) > _SHORT else _short_line(line)
        if known is None:
            item = _ITEM_LINE.fullmatch(line) if open_key else None
            if item is None:
                return None
            if open_list is None:
                open_list = found[open_key] = []
                indent = item[1]
            value = _scalar(item[2])
            if item[1] != indent or value is _UNSURE:
                return None
            open_list.append(value)
            continue
        key, value = known
        if key in found:
            return None
        found[key] = value
        open_list, open_key = None, key if value is None else ""
    after = _AFTER.match(data, end + 4)
    return found, after.end() if after else end + 5


def _line(line: str) -> tuple[str, object] | None:
    key, colon, source = line.partition(":")
    if not colon or (source and source[0] != " ") or not _is_key(key):
        return None
    source = source.strip(" ")
    if not source:
        return key, None
    value = _list(source) if source[0] == "[" else _scalar(source)
    return None if value is _UNSURE or value is None else (key, value)


@lru_cache(maxsize=2048)
def _short_line(line: str) -> tuple[str, object] | None:
    """Read a line that other posts are likely to have too: layout, author, categories."""
    return _line(line)


@lru_cache(maxsize=512)
def _is_key(key: str) -> bool:
    low = key.lower()
    odd = low in _TRUE or low in _FALSE or low in _NOT_PLAIN
    return not odd and _KEY.fullmatch(key) is not None


def _scalar(source: str) -> object:
    first, last = source[0], source[-1]
    if first in "\"'":
        inner = source[1:-1]
        if last != first or len(source) < 2:
            return _UNSURE
        if first not in inner and (first == "'" or "\\" not in inner):
            return inner
        match = _DOUBLE.fullmatch(inner) if first == '"' else None
        return _ESCAPE.sub(_escaped, inner) if match else _UNSURE
    if first.isalpha() and first <= "\u024f":
        if last == ":" or ": " in source or " #" in source:
            return _UNSURE
        if len(source) <= 5:
            low = source.lower()
            if low in _TRUE:
                return True
            if low in _FALSE:
                return False
            if low in _NOT_PLAIN:
                return None if low == "null" else _UNSURE
        return source
    if not first.isdigit():
        return _UNSURE
    return int(source) if _NUMBER.fullmatch(source) else _date(source)


def _escaped(match: re.Match[str]) -> str:
    return match[1]


def _date(source: str) -> object:
    match = _DATE.fullmatch(source)
    if match is None:
        return _UNSURE
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        if int(year) < 1600:  # Ruby changes calendars in 1582
            return _UNSURE
        if hour is None:
            return datetime.date(int(year), int(month), int(day))
        offset = datetime.UTC
        if zone is not None and zone != "Z":
            minutes = int(zone[1:3]) * 60 + int(zone[-2:])
            if minutes >= 1440:
                return _UNSURE
            signed = datetime.timedelta(minutes=-minutes if zone[0] == "-" else minutes)
            offset = datetime.timezone(signed)
        return datetime.datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=offset
        )
    except ValueError:
        return _UNSURE


@lru_cache(maxsize=2048)
def _list(source: str) -> object:
    if source[-1] != "]":
        return _UNSURE
    inner = source[1:-1]
    if not inner.strip():
        return ()
    # A comma, bracket or colon inside of quotes makes it less than sure.
    if any(sign in inner for sign in "[]{}") or ": " in inner:
        return _UNSURE
    items: list[object] = []
    for part in inner.split(","):
        item = part.strip(" ")
        if not item or (":" in item and item[0] not in "\"'"):
            return _UNSURE
        value = _scalar(item)
        if value is _UNSURE:
            return _UNSURE
        items.append(value)
    return tuple(items)
