"""EXIF, which is a TIFF file in a picture: read for what it tells, written for orientation only.

The reader never fails: a block that makes no sense tells nothing and is removed all the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_MAX_ENTRIES = 1000
_SHORT = 3
_LONG = 4

# What a removed tag is called towards the user (EXIF 2.32, tables 4 to 8, and the XP tags of
# Windows); a tag that is not here counts as "camera data".
_NAMES = {
    0x010E: "description",
    0x0132: "time taken",
    0x013B: "author",
    0x013C: "computer name",
    0x8298: "copyright",
    _GPS_IFD: "location",
    0x9003: "time taken",
    0x9004: "time taken",
    0x927C: "maker note",
    0x9286: "comment",
    0x9C9B: "description",
    0x9C9C: "comment",
    0x9C9D: "author",
    0x9C9E: "description",
    0x9C9F: "description",
    0xA430: "camera owner",
    0xA431: "serial number",
    0xA435: "serial number",
}


@dataclass(frozen=True, slots=True)
class ExifSummary:
    """What an EXIF block holds.

    Attributes:
        orientation: 1 to 8, as the tag of that name says; 1 when there is none.
        fields: What else it tells, in plain words, each once, sorted.
    """

    orientation: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    kind: int
    count: int
    value: bytes


class Tiff:
    """The directories of a TIFF block, read with every bound checked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
        if self._order and len(data) >= 8 and self._unpack("H", data[2:4]) == 42:
            self.first = self._unpack("I", data[4:8])
        else:
            self.first = 0

    def entries(self, offset: int) -> tuple[list[_Entry], int]:
        """Return the entries of the directory at `offset`, and the offset of the next one or 0."""
        data = self._data
        if not 8 <= offset <= len(data) - 2:
            return [], 0
        count = min(self._unpack("H", data[offset : offset + 2]), _MAX_ENTRIES)
        found: list[_Entry] = []
        for start in range(offset + 2, offset + 2 + 12 * count, 12):
            raw = data[start : start + 12]
            if len(raw) < 12:
                return found, 0
            found.append(
                _Entry(
                    self._unpack("H", raw[:2]),
                    self._unpack("H", raw[2:4]),
                    self._unpack("I", raw[4:8]),
                    raw[8:12],
                )
            )
        after = data[offset + 2 + 12 * count : offset + 6 + 12 * count]
        return found, self._unpack("I", after) if len(after) == 4 else 0

    def number(self, entry: _Entry) -> int:
        """Return the value of an entry that holds one short or long; 0 for any other."""
        if entry.count != 1 or entry.kind not in (_SHORT, _LONG):
            return 0
        if entry.kind == _SHORT:
            return self._unpack("H", entry.value[:2])
        return self._unpack("I", entry.value)

    def _unpack(self, kind: str, raw: bytes) -> int:
        value: int = struct.unpack(self._order + kind, raw)[0]
        return value


def summarise(block: bytes) -> ExifSummary:
    r"""Tell what an EXIF block holds; never fails.

    Args:
        block: The TIFF block, without the `Exif\0\0` that JPEG puts before it.
    """
    tiff = Tiff(block)
    orientation = 1
    fields = set()
    for entry, directory in _walk(tiff):
        if directory == 1:
            fields.add("thumbnail")
        elif entry.tag == _ORIENTATION and directory == 0:
            if 1 <= tiff.number(entry) <= 8:
                orientation = tiff.number(entry)
        elif entry.tag == _GPS_IFD:
            if tiff.entries(tiff.number(entry))[0]:
                fields.add("location")
        elif entry.tag != _EXIF_IFD:
            fields.add(_NAMES.get(entry.tag, "camera data"))
    return ExifSummary(orientation, tuple(sorted(fields)))


def orientation_block(orientation: int) -> bytes:
    r"""Return an EXIF block (without `Exif\0\0`) that holds the orientation and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)


def _walk(tiff: Tiff) -> Iterator[tuple[_Entry, int]]:
    """Yield each entry with 0 for the picture's directories and 1 for the thumbnail's."""
    main, following = tiff.entries(tiff.first) if tiff.first else ([], 0)
    for entry in main:
        yield entry, 0
        if entry.tag == _EXIF_IFD:
            for inner in tiff.entries(tiff.number(entry))[0]:
                # An orientation tag in here would be another's: only the first directory's counts.
                if inner.tag not in (_ORIENTATION, _GPS_IFD):
                    yield inner, 0
    for entry in tiff.entries(following)[0] if following else []:
        yield entry, 1
