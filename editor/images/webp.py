"""WebP by its RIFF chunks (RFC 9649): size, orientation, and stripping."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from editor.images import webp_lossless, webp_lossy
from editor.images.errors import TooLarge, damaged
from editor.images.exif import orientation_block, summarise
from editor.images.icc import clean_profile

_FLAG_EXIF = 0x08
_FLAG_ALPHA = 0x10
_FLAG_ICC = 0x20
_FLAG_ANIMATION = 0x02
_EXTENDED_BYTES = 10
_ANIMATION_BYTES = 6
_FRAME_HEADER = 16
_MAX_PIXELS = 100_000_000  # of all frames together: a tiny file can say that it has many
_BODIES = frozenset({b"VP8 ", b"VP8L"})


def read_size(data: bytes) -> tuple[int, int, int]:
    """Return width, height and orientation.

    Raises:
        NotAPicture: The structure is broken.
    """
    size: tuple[int, int] | None = None
    orientation = 1
    for kind, body in _chunks(_content(data)):
        if size is None:
            size = _size_of(kind, body)
        elif kind == b"EXIF":
            orientation = summarise(_tiff(body)).orientation
    if size is None:
        raise damaged("WebP", "no picture")
    return *size, orientation


def strip_webp(data: bytes) -> tuple[bytes, list[str]]:
    """Return the picture without EXIF, XMP, unknown chunks and what follows the end.

    An orientation stays, alone in a new EXIF block; a picture without an extended header gets one
    for it, since only there RFC 9649 has EXIF.

    Raises:
        NotAPicture: The structure is broken.
        TooLarge: It has too many pixels to follow them to their end.
    """
    content = _content(data)
    removed = [] if len(content) + 12 >= len(data) else ["data after the picture"]
    canvas = (0, 0)
    flags = 0
    extended = False
    profile = animation = b""
    pictures: list[tuple[bytes, bytes]] = []
    budget = [_MAX_PIXELS]
    orientation = 1
    for number, (kind, body) in enumerate(_chunks(content)):
        if number == 0:
            canvas = _size_of(kind, body)
            flags = _own_flags(kind, body)
            extended = kind == b"VP8X"
            if extended:
                removed += ["application data"] if len(body) > _EXTENDED_BYTES else []
                continue
        if kind == b"EXIF":
            summary = summarise(_tiff(body))
            orientation = summary.orientation
            if body != orientation_block(orientation):
                removed += ["EXIF", *summary.fields]
        elif kind == b"ICCP" and extended and flags & _FLAG_ICC and not profile:
            profile, gone = clean_profile(body)
            removed += gone
        elif flags & _FLAG_ANIMATION:
            if kind == b"ANIM" and not animation and len(body) >= _ANIMATION_BYTES:
                animation = body[:_ANIMATION_BYTES]
                removed += ["application data"] if body != animation else []
            elif kind == b"ANMF" and animation:
                pictures.append((kind, _frame(body, removed, budget)))
            else:
                removed.append(_name_of(kind))
        elif _belongs(kind, pictures):
            pictures.append((kind, _trimmed(kind, body, canvas, removed, budget)))
        else:
            removed.append(_name_of(kind))
    if not any(kind in _BODIES or kind == b"ANMF" for kind, _ in pictures):
        raise damaged("WebP", "no picture")
    out = [(b"ICCP", profile)] * bool(profile) + [(b"ANIM", animation)] * bool(animation) + pictures
    if orientation != 1:
        out.append((b"EXIF", orientation_block(orientation)))
    if extended or orientation != 1:
        flags = flags & (_FLAG_ALPHA | _FLAG_ANIMATION)
        flags |= _FLAG_ICC * bool(profile) | _FLAG_EXIF * (orientation != 1)
        sizes = b"".join((side - 1).to_bytes(3, "little") for side in canvas)
        out.insert(0, (b"VP8X", bytes([flags, 0, 0, 0]) + sizes))
    body = b"WEBP" + b"".join(_pack(kind, body) for kind, body in out)
    return b"RIFF" + struct.pack("<I", len(body)) + body, removed


def _own_flags(kind: bytes, body: bytes) -> int:
    """Return the flags of the extended header, or those that it would have without one."""
    if kind == b"VP8X":
        return body[0]
    # RFC 9649, 3.4: after 14 bits each of width and height, whether there is transparency.
    return _FLAG_ALPHA if kind == b"VP8L" and body[4] & 0x10 else 0


def _belongs(kind: bytes, pictures: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether a chunk is the next part of one picture: its transparency, then itself."""
    kinds = [each for each, _ in pictures]
    return (kind in _BODIES and not _BODIES & {*kinds}) or (kind == b"ALPH" and not kinds)


def _name_of(kind: bytes) -> str:
    if kind in _BODIES:
        return "further pictures"
    return "XMP" if kind == b"XMP " else "application data"


def _content(data: bytes) -> bytes:
    """Return what the RIFF header says is the picture, behind `WEBP`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise damaged("WebP", "no header")
    length = int.from_bytes(data[4:8], "little")
    if length < 4 or 8 + length > len(data):
        raise damaged("WebP", "length")
    return data[12 : 8 + length]


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        kind = content[at : at + 4]
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            raise damaged("WebP", "chunk")
        yield kind, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _pack(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _trimmed(
    kind: bytes, body: bytes, size: tuple[int, int], removed: list[str], budget: list[int]
) -> bytes:
    """Return a picture's pixels or transparency without what stands behind them.

    Args:
        kind: Of the chunk.
        body: Its content.
        size: Of the picture that a transparency belongs to.
        removed: Takes what went.
        budget: How many pixels may still be followed.
    """
    width, height = size if kind == b"ALPH" else _size_of(kind, body)
    budget[0] -= width * height
    if budget[0] < 0:
        raise TooLarge(
            "This WebP picture is too large to be looked through, so it was left as it is; "
            "open it in a picture program and save it anew.",
            "pixels",
        )
    if kind == b"VP8 ":
        kept = webp_lossy.trimmed(body)
    elif kind == b"VP8L":
        kept = body[: 5 + webp_lossless.used_bytes(body[5:], width, height)]
    elif not body:
        raise damaged("WebP", "transparency")
    elif body[0] & 3:
        kept = body[: 1 + webp_lossless.used_bytes(body[1:], width, height)]
    else:
        kept = body[: 1 + width * height]
    if len(kept) < len(body):
        removed.append("data after the pixels")
    return kept


def _frame(body: bytes, removed: list[str], budget: list[int]) -> bytes:
    """Return an animation frame without the unknown chunks that it may hold."""
    if len(body) < _FRAME_HEADER:
        raise damaged("WebP", "frame")
    kept: list[tuple[bytes, bytes]] = []
    width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (6, 9))
    for kind, inner in _chunks(body[_FRAME_HEADER:]):
        if _belongs(kind, kept):
            kept.append((kind, _trimmed(kind, inner, (width, height), removed, budget)))
        else:
            removed.append(_name_of(kind))
    return body[:_FRAME_HEADER] + b"".join(_pack(*each) for each in kept)


def _tiff(body: bytes) -> bytes:
    r"""Some programs put JPEG's `Exif\0\0` before the block here too."""
    return body[6:] if body.startswith(b"Exif\0\0") else body


def _size_of(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X" and len(body) >= 10:
        width = int.from_bytes(body[4:7], "little") + 1
        height = int.from_bytes(body[7:10], "little") + 1
    elif kind == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        width = (bits & 0x3FFF) + 1
        height = (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and len(body) >= 10 and body[3:6] == b"\x9d\x01\x2a":
        width = int.from_bytes(body[6:8], "little") & 0x3FFF
        height = int.from_bytes(body[8:10], "little") & 0x3FFF
    else:
        raise damaged("WebP", "first chunk")
    return width, height
