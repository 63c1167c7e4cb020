"""The recovery journal's format: records that each carry their length and a checksum.

A file is `MAGIC`, one HEAD, one BASE, then any number of the others. A crash may tear the tail, a
disk may flip a bit: reading ends at the first record that does not hold.

    length   u32, little endian: bytes of the body
    crc      u32: CRC-32 of the body
    body     kind u8, revision u64, time f64 (seconds since 1970), payload

Payloads: HEAD and SAVED and MOVED are JSON (a SAVED that says `missing` takes the save back: the
file is gone); BASE and WHOLE are zlib (the saved bytes; the text in UTF-8); EDIT is line u32,
column u32, length of the removed text u32, then both texts in UTF-8.
"""

from __future__ import annotations

import enum
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from editor.edit import Edit

MAGIC = b"standfirst journal 1\n"
_FRAME = struct.Struct("<II")
_BODY = struct.Struct("<BQd")
_EDIT = struct.Struct("<BQdIII")
_PLACE = struct.Struct("<III")
# Lone surrogates stand for bytes that are no text; the journal must hold them too.
_ERRORS = "surrogatepass"


class Kind(enum.IntEnum):
    """What a record says."""

    HEAD = 1
    BASE = 2
    EDIT = 3
    SAVED = 4
    WHOLE = 5
    MOVED = 6


@dataclass(frozen=True, slots=True)
class Record:
    """One record that was read back whole.

    Attributes:
        kind: What it says.
        revision: The document's revision after it.
        time: When, seconds since 1970.
        payload: See the module.
    """

    kind: Kind
    revision: int
    time: float
    payload: bytes

    def edit(self) -> Edit:
        """Return an EDIT's edit."""
        line, column, length = _PLACE.unpack_from(self.payload)
        removed = self.payload[_PLACE.size : _PLACE.size + length]
        inserted = self.payload[_PLACE.size + length :]
        return Edit(
            line, column, removed.decode("utf-8", _ERRORS), inserted.decode("utf-8", _ERRORS)
        )

    def values(self) -> dict[str, Any]:
        """Return a JSON payload."""
        values = json.loads(self.payload)
        return values if isinstance(values, dict) else {}

    def data(self) -> bytes:
        """Return a compressed payload's bytes."""
        return zlib.decompress(self.payload)

    def text(self) -> str:
        """Return a WHOLE's text."""
        return self.data().decode("utf-8", _ERRORS)


def edit_record(revision: int, time: float, edit: Edit) -> bytes:
    """Return an EDIT. Runs on every key (`tests/benchmarks/bench_journal.py`)."""
    removed = edit.removed.encode("utf-8", _ERRORS)
    body = b"".join(
        (
            _EDIT.pack(Kind.EDIT, revision, time, edit.line, edit.column, len(removed)),
            removed,
            edit.inserted.encode("utf-8", _ERRORS),
        )
    )
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


def json_record(kind: Kind, revision: int, time: float, values: dict[str, Any]) -> bytes:
    """Return a HEAD, SAVED or MOVED."""
    return _record(kind, revision, time, json.dumps(values).encode())


def data_record(kind: Kind, revision: int, time: float, data: bytes, *, level: int = 1) -> bytes:
    """Return a BASE; at level 0 it is framed as zlib frames, but not packed."""
    return _record(kind, revision, time, zlib.compress(data, level))


def text_record(revision: int, time: float, text: str) -> bytes:
    """Return a WHOLE."""
    return data_record(Kind.WHOLE, revision, time, text.encode("utf-8", _ERRORS))


def _record(kind: Kind, revision: int, time: float, payload: bytes) -> bytes:
    body = _BODY.pack(kind, revision, time) + payload
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


def records(content: bytes) -> Iterator[Record]:
    """Read records as far as they hold.

    Args:
        content: The file after `MAGIC`, or any records one after the other.
    """
    place = 0
    while place + _FRAME.size <= len(content):
        length, crc = _FRAME.unpack_from(content, place)
        start = place + _FRAME.size
        body = content[start : start + length]
        if len(body) < max(length, _BODY.size) or zlib.crc32(body) != crc:
            return
        kind, revision, time = _BODY.unpack_from(body)
        try:
            yield Record(Kind(kind), revision, time, body[_BODY.size :])
        except ValueError:  # a kind of a newer version: what follows may build on it
            return
        place = start + length
