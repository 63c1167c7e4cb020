"""A post's front matter as the index keeps it: merged, whole, and as it was.

MessagePack, with dates and times as extensions, since a theme prints a time in its own zone. What
cannot be kept without loss, or is larger than front matter is, is not kept: `unpacked` says so, and
whoever asks reads the post.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder, Ext

from editor.site.excerpt import RawExcerpt

_SCALARS = frozenset((str, int, float, bool, type(None)))
_KEYS = frozenset((str, int, float, bool, type(None)))
_TIME, _DAY, _OWN_DATE = 1, 2, 3
# Aliases and defaults may make much of little; more than this is not kept.
_MOST_WEIGHT = 200_000
_DEEPEST = 50
_encode = Encoder().encode
_WEIGHT = 8  # of a value, beside its letters


class _NotKept(Exception):
    """The front matter is of a kind, or a size, that is not kept."""


def packed(
    data: Mapping[str, Any], date: datetime.datetime, excerpt: RawExcerpt | None
) -> bytes | None:
    """Return a post's data and the raw excerpt as bytes; None where they cannot be kept.

    Args:
        data: As `read_document` made it.
        date: The post's date, which the index keeps beside it.
        excerpt: As `excerpt_of` gives it; None where the post has an excerpt of its own.
    """
    room = [_MOST_WEIGHT]
    plain: dict[str, Any] = {}
    try:
        for key, value in data.items():
            if type(value) is str:  # most are
                room[0] -= len(value)
                plain[key] = value
            elif value is date and key == "date":
                plain[key] = Ext(_OWN_DATE, b"")
            else:
                plain[key] = _plain(value, room, 0)
        if excerpt is not None:
            _plain(list(excerpt), room, 0)
        return _encode((plain, excerpt))
    except (_NotKept, UnicodeEncodeError, OverflowError, TypeError):
        return None


def unpacked(front: bytes, date: datetime.datetime) -> tuple[dict[str, Any], RawExcerpt | None]:
    """Return the data and the excerpt that were packed.

    Args:
        front: As `packed` made it.
        date: The post's date.

    Raises:
        ValueError: The bytes are damaged.
    """
    try:
        data, excerpt = _decode(front)
    except MsgspecError as error:
        raise ValueError("damaged front matter in the index") from error
    if data.get("date") is _OWN:
        data["date"] = date
    return data, RawExcerpt(*excerpt) if excerpt is not None else None


def _made(code: int, data: memoryview) -> object:
    if code == _OWN_DATE:
        return _OWN
    text = bytes(data).decode("ascii")
    if code == _DAY:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text)


_OWN = object()  # the date that the index keeps
_decode = Decoder(ext_hook=_made).decode


def _plain(value: Any, room: list[int], depth: int) -> Any:
    kind = type(value)
    room[0] -= _WEIGHT
    if kind is str:
        room[0] -= len(value)
    elif kind is list or kind is tuple:
        if depth > _DEEPEST:
            raise _NotKept
        value = [_plain(each, room, depth + 1) for each in value]
    elif kind is dict:
        if depth > _DEEPEST or not _KEYS.issuperset(map(type, value)):
            raise _NotKept
        value = {key: _plain(each, room, depth + 1) for key, each in value.items()}
    elif kind not in _SCALARS:
        value = _extension(value, kind)
    if room[0] < 0:
        raise _NotKept
    return value


def _extension(value: Any, kind: type) -> object:
    if kind is datetime.date:
        return Ext(_DAY, value.isoformat().encode("ascii"))
    # A named zone would come back as its offset alone.
    if kind is datetime.datetime and type(value.tzinfo) in (type(None), datetime.timezone):
        return Ext(_TIME, value.isoformat().encode("ascii"))
    raise _NotKept
