"""JPEG by its markers (ITU-T T.81, annex B): size, orientation, and what is not picture taken out.

The walk follows libjpeg's `next_marker`: bytes that are no marker where one is due are skipped,
so that what is kept is what a decoder would see.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from editor.images.errors import damaged
from editor.images.exif import ExifSummary, orientation_block, summarise

_SOI, _EOI, _SOS, _DNL = 0xD8, 0xD9, 0xDA, 0xDC
_APP0, _APP1, _APP2, _APP14, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_DHT, _DQT, _DRI, _DAC = 0xC4, 0xDB, 0xDD, 0xCC
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, 0xC8, _DAC}
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}
_TABLES = frozenset({_DHT, _DQT, _DRI, _DAC, _DNL})
# In entropy-coded data FF 00 is a data byte and FF D0-D7 a restart: both belong to the scan.
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_EXIF = b"Exif\0"
_ICC = b"ICC_PROFILE\0"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker with its body, and for a scan header the entropy-coded data behind it."""

    marker: int
    body: bytes
    scan: bytes = b""
    skipped: bytes = b""
    end: int = 0


def read_size(data: bytes) -> tuple[int, int, int, bool]:
    """Return width, height, orientation and whether it is progressive; stops at the first scan.

    Raises:
        NotAPicture: The structure is broken before that.
    """
    orientation = 1
    seen_exif = False
    for segment in _segments(data):
        if segment.marker == _APP1 and segment.body.startswith(_EXIF) and not seen_exif:
            orientation = _exif(segment.body).orientation
            seen_exif = True
        elif segment.marker in _FRAMES:
            height, width = _frame_size(segment.body)
            return width, height, orientation, segment.marker & 3 == 2
        elif segment.marker in (_SOS, _EOI):
            break
    raise damaged("JPEG", "no frame header")


def strip_jpeg(data: bytes) -> tuple[bytes, list[str]]:
    """Return the picture without anything that is not needed to show it, and what went.

    Kept are frames, scans and tables, the JFIF header without its thumbnail, Adobe's colour
    transform and the ICC profile; an orientation other than 1 alone in a new EXIF block.

    Raises:
        NotAPicture: The structure is broken; nothing is returned in part.
    """
    out: list[bytes] = []
    removed: list[str] = []
    orientation = 1
    frames = scans = 0
    jfif = b""
    seen_exif = False
    end = 0
    for segment in _segments(data):
        marker, body = segment.marker, segment.body
        if segment.skipped.strip(b"\xff"):
            removed.append("stray bytes")
        if marker == _EOI:
            end = segment.end
        elif marker == _SOS:
            if len(body) < 1 or len(body) != 4 + 2 * body[0]:
                raise damaged("JPEG", "scan header")
            scans += 1
            out += [_pack(segment), segment.scan]
        elif marker in _FRAMES:
            frames += 1
            _frame_size(body)
            out.append(_pack(segment))
        elif marker in _TABLES:
            _check_table(marker, body)
            out.append(_pack(segment))
        elif marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14 and not jfif:
            jfif = _pack(_Segment(_APP0, body[:12] + b"\0\0"))
            if len(body) > 14:
                removed.append("thumbnail")
        elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
            out.append(_pack(_Segment(_APP14, body[:12])))
            if len(body) > 12:
                removed.append("application data")
        elif marker == _APP2 and body.startswith(_ICC):
            out.append(_pack(segment))
        elif marker == _APP1 and body.startswith(_EXIF):
            summary = _exif(body)
            if not seen_exif:
                orientation = summary.orientation
                seen_exif = True
            if body != _EXIF + b"\0" + orientation_block(orientation):
                removed += ["EXIF", *summary.fields]
        elif marker not in _BARE:
            removed.append(_name_of(marker, body))
    if frames != 1 or not scans or not end:
        raise damaged("JPEG", f"{frames} frames, {scans} scans, end at {end}")
    if end < len(data):
        removed.append("data after the picture")
    head = [b"\xff\xd8", jfif]
    if orientation != 1:
        exif = _EXIF + b"\0" + orientation_block(orientation)
        head.append(_pack(_Segment(_APP1, exif)))
    return b"".join([*head, *out, b"\xff\xd9"]), removed


def _segments(data: bytes) -> Iterator[_Segment]:
    """Walk the markers up to the end of the image; the last one is EOI."""
    if data[:2] != b"\xff\xd8":
        raise damaged("JPEG", "no start")
    at = 2
    while True:
        start = at
        # As libjpeg's next_marker: anything up to FF, then fill bytes, then not 00.
        while True:
            at = data.find(b"\xff", at)
            if at < 0:
                raise damaged("JPEG", "no end")
            first = at
            while at < len(data) and data[at] == 0xFF:
                at += 1
            if at >= len(data):
                raise damaged("JPEG", "no end")
            if data[at]:
                break
        skipped = data[start:first]
        marker = data[at]
        at += 1
        if marker == _EOI:
            yield _Segment(marker, b"", skipped=skipped, end=at)
            return
        if marker == _SOI:
            raise damaged("JPEG", "a second start")
        if marker in _BARE:
            yield _Segment(marker, b"", skipped=skipped)
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            raise damaged("JPEG", "segment length")
        body = data[at + 2 : at + length]
        at += length
        scan = b""
        if marker == _SOS:
            found = _SCAN_END.search(data, at)
            if found is None:
                raise damaged("JPEG", "a scan without end")
            scan = data[at : found.start()]
            at = found.start()
        yield _Segment(marker, body, scan, skipped)


def _pack(segment: _Segment) -> bytes:
    return struct.pack(">BBH", 0xFF, segment.marker, len(segment.body) + 2) + segment.body


def _frame_size(body: bytes) -> tuple[int, int]:
    if len(body) < 6 or len(body) != 6 + 3 * body[5]:
        raise damaged("JPEG", "frame header")
    height, width = struct.unpack(">HH", body[1:5])
    return height, width


def _check_table(marker: int, body: bytes) -> None:
    """Refuse a table segment with room for anything but the table."""
    at = 0
    if marker == _DQT:
        while at < len(body):
            at += 129 if body[at] >> 4 else 65
    elif marker == _DHT:
        while at < len(body):
            at += 17 + sum(body[at + 1 : at + 17])
    elif marker == _DAC:
        at = len(body) + len(body) % 2
    else:
        at = 2
    if at != len(body):
        raise damaged("JPEG", f"table {marker:02x}")


def _exif(body: bytes) -> ExifSummary:
    return summarise(body[6:])


def _name_of(marker: int, body: bytes) -> str:
    if marker == _COM:
        return "comment"
    if marker == _APP1 and body.startswith(b"http://ns.adobe.com/"):
        return "XMP"
    if marker == _APP2 and body.startswith(b"MPF\0"):
        return "further pictures"
    if marker == _APP0:
        return "thumbnail"
    if marker == 0xED:
        return "IPTC"
    return "application data"
