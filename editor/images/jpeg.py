"""JPEG by its markers (ITU-T T.81, annex B): size, orientation, and what is not picture taken out.

The walk follows libjpeg's `next_marker`: bytes that are no marker where one is due are skipped,
so that what is kept is what a decoder would see.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from editor.images.errors import UnsupportedPicture, damaged
from editor.images.exif import ExifSummary, orientation_block, summarise
from editor.images.icc import NOT_READABLE, clean_profile
from editor.images.jpeg_scan import BASELINE, EXTENDED, PROGRESSIVE, ScanWalker

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_DHT, _DQT, _DRI, _DAC = 0xC4, 0xDB, 0xDD, 0xCC
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, 0xC8, _DAC}
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}
_TABLES = frozenset({_DHT, _DQT, _DRI})
# In entropy-coded data FF 00 is a data byte and FF D0-D7 a restart: both belong to the scan.
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_EXIF = b"Exif\0"
_ICC = b"ICC_PROFILE\0"
_ICC_PART = 65_519  # a segment's 65,535 without its length, the mark and two numbers


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

    Kept are frames, scans and the tables they use, the JFIF header without its thumbnail, Adobe's
    colour transform and what colour needs of the ICC profile; an orientation other than 1 alone
    in a new EXIF block.

    Raises:
        NotAPicture: The structure is broken; nothing is returned in part.
        TooLarge: Its scans would take too long to follow.
        UnsupportedPicture: It is coded in a way that browsers do not show.
    """
    segments = list(_segments(data))
    used = _used_tables(segments)
    out: list[bytes] = []
    removed: list[str] = []
    orientation = 1
    jfif = adobe = b""
    seen_exif = False
    profile: list[bytes] = []
    walker: ScanWalker | None = None
    for number, segment in enumerate(segments):
        marker, body = segment.marker, segment.body
        if segment.skipped.strip(b"\xff"):
            removed.append("stray bytes")
        if marker == _SOS:
            if walker is None:
                raise damaged("JPEG", "a scan before its frame")
            scan = walker.trimmed(body, segment.scan)
            if scan != segment.scan and segment.scan[len(scan) :].strip(b"\xff"):
                removed.append("data after a scan")
            out += [_pack(segment), scan]
        elif marker in _FRAMES:
            walker = _walker(segment, walker)
            for earlier in segments[:number]:
                _tell(walker, earlier)
            out.append(_pack(segment))
        elif marker in _TABLES:
            if walker is not None:
                _tell(walker, segment)
            kept = b"".join(part for at, part in _tables(marker, body) if (number, at) in used)
            if kept:
                out.append(_pack(_Segment(marker, kept)))
            if kept != body:
                removed.append("unused tables")
        elif marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14 and not jfif:
            jfif = _pack(_Segment(_APP0, body[:12] + b"\0\0"))
            if len(body) > 14:
                removed.append("thumbnail")
        elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12 and not adobe:
            # Version and flags are Photoshop's business; the last byte is the colour transform.
            adobe = b"Adobe\0\x64\0\0\0\0" + body[11:12]
            out.append(_pack(_Segment(_APP14, adobe)))
            if body != adobe:
                removed.append("application data")
        elif marker == _APP2 and body.startswith(_ICC):
            profile.append(body[len(_ICC) :])
        elif marker == _APP1 and body.startswith(_EXIF):
            summary = _exif(body)
            if not seen_exif:
                orientation = summary.orientation
                seen_exif = True
            if body != _EXIF + b"\0" + orientation_block(orientation):
                removed += ["EXIF", *summary.fields]
        elif marker not in _BARE and marker != _EOI:
            removed.append(_name_of(marker, body))
    if walker is None or not any(segment.scan for segment in segments):
        raise damaged("JPEG", "no frame or no scan")
    if segments[-1].end < len(data):
        removed.append("data after the picture")
    head = [b"\xff\xd8", jfif]
    if orientation != 1:
        exif = _EXIF + b"\0" + orientation_block(orientation)
        head.append(_pack(_Segment(_APP1, exif)))
    if profile:
        kept, gone = _clean_profile(profile)
        head.append(kept)
        removed += gone
    return b"".join([*head, *out, b"\xff\xd9"]), removed


def _clean_profile(parts: list[bytes]) -> tuple[bytes, list[str]]:
    """Put the parts of a colour profile together and take out of it what colour does not need.

    ICC.1:2022, B.4: each part begins with its number, from 1, and how many there are. Decoders
    take no profile whose parts do not add up (libjpeg's `read_icc_profile`), so neither is it kept.
    """
    numbered = {part[0]: part[2:] for part in parts if len(part) >= 2}
    if set(numbered) != set(range(1, len(parts) + 1)) or any(
        part[1] != len(parts) for part in parts
    ):
        return b"", [NOT_READABLE]
    profile, removed = clean_profile(b"".join(numbered[number] for number in sorted(numbered)))
    pieces = [profile[at : at + _ICC_PART] for at in range(0, len(profile), _ICC_PART)]
    return (
        b"".join(
            _pack(_Segment(_APP2, _ICC + bytes([number, len(pieces)]) + piece))
            for number, piece in enumerate(pieces, start=1)
        ),
        removed,
    )


def _walker(segment: _Segment, earlier: ScanWalker | None) -> ScanWalker:
    if earlier is not None:
        raise damaged("JPEG", "two frames")
    height, width = _frame_size(segment.body)
    if not height or not width:
        raise damaged("JPEG", "size 0")
    if segment.marker not in (BASELINE, EXTENDED, PROGRESSIVE):
        raise UnsupportedPicture(
            "This JPEG picture is coded in a way that browsers do not show, so it was left as it "
            "is; open it in a picture program and save it anew.",
            f"frame {segment.marker:02x}",
        )
    return ScanWalker(segment.marker, segment.body)


def _tell(walker: ScanWalker, segment: _Segment) -> None:
    """Tell the walker of a table that its scans may use."""
    if segment.marker == _DHT:
        for _, part in _tables(_DHT, segment.body):
            walker.define_codes(part[0], part[1:])
    elif segment.marker == _DRI:
        walker.set_interval(int.from_bytes(segment.body, "big"))


def _used_tables(segments: list[_Segment]) -> set[tuple[int, int]]:
    """Return the tables that a scan uses, each by its segment's number and its place there."""
    used: set[tuple[int, int]] = set()
    current: dict[tuple[int, int], tuple[int, int]] = {}
    quantisation: dict[int, int] = {}
    progressive = False
    for number, segment in enumerate(segments):
        marker, body = segment.marker, segment.body
        if marker in _TABLES:
            for at, part in _tables(marker, body):
                current[marker, part[0] & (0x1F if marker == _DHT else 0x0F)] = (number, at)
                if marker == _DRI:
                    current[_DRI, 0] = (number, at)
        elif marker in _FRAMES:
            _frame_size(body)
            progressive = marker == PROGRESSIVE
            quantisation = {body[at]: body[at + 2] for at in range(6, len(body), 3)}
        elif marker == _SOS:
            if len(body) < 1 or len(body) != 4 + 2 * body[0]:
                raise damaged("JPEG", "scan header")
            start, approximation = body[-3], body[-1] >> 4
            wanted = [(_DRI, 0)]
            for at in range(1, 1 + 2 * body[0], 2):
                wanted.append((_DQT, quantisation.pop(body[at], -1)))
                if not start and not (progressive and approximation):
                    wanted.append((_DHT, body[at + 1] >> 4))
                if start or not progressive:
                    wanted.append((_DHT, 16 + (body[at + 1] & 15)))
            used.update(current[key] for key in wanted if key in current)
    return used


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


def _tables(marker: int, body: bytes) -> list[tuple[int, bytes]]:
    """Return the tables of a segment with their places in it.

    Raises:
        NotAPicture: There is room for anything but tables.
    """
    found = []
    at = 0
    while at < len(body):
        if marker == _DQT:
            length = 129 if body[at] >> 4 else 65
        elif marker == _DHT:
            length = 17 + sum(body[at + 1 : at + 17])
        else:
            length = 2
        found.append((at, body[at : at + length]))
        at += length
    if at != len(body) or (marker == _DRI and len(found) != 1):
        raise damaged("JPEG", f"table {marker:02x}")
    return found


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
