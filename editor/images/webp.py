"""WebP by its RIFF chunks (RFC 9649): size, orientation, and stripping."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from editor.images.errors import damaged
from editor.images.exif import orientation_block, summarise

_FLAG_XMP = 0x04
_FLAG_EXIF = 0x08
_FLAG_ALPHA = 0x10
_FLAG_ICC = 0x20
_FLAG_ANIMATION = 0x02
_FLAGS = _FLAG_ALPHA | _FLAG_ICC | _FLAG_ANIMATION
_FRAME_HEADER = 16
_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_KEPT = _PICTURE | {b"ICCP", b"ANIM"}


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

    Raises:
        NotAPicture: The structure is broken.
    """
    content = _content(data)
    removed = [] if len(content) + 12 >= len(data) else ["data after the picture"]
    out: list[tuple[bytes, bytes]] = []
    orientation = 1
    extended = False
    pictures = 0
    for number, (kind, body) in enumerate(_chunks(content)):
        if number == 0:
            _size_of(kind, body)
            extended = kind == b"VP8X"
        if kind == b"VP8X" and number == 0:
            out.append((kind, body[:10]))
        elif kind == b"ANMF" and extended:
            pictures += 1
            out.append((kind, _frame(body, removed)))
        elif kind in _KEPT and (extended or number == 0):
            pictures += kind in (b"VP8 ", b"VP8L")
            out.append((kind, body))
        elif kind == b"EXIF":
            summary = summarise(_tiff(body))
            orientation = summary.orientation
            if body != orientation_block(orientation):
                removed += ["EXIF", *summary.fields]
        else:
            removed.append("XMP" if kind == b"XMP " else "application data")
    if not pictures:
        raise damaged("WebP", "no picture")
    if extended:
        flags = out[0][1][0] & _FLAGS
        if orientation != 1:
            flags |= _FLAG_EXIF
            out.append((b"EXIF", orientation_block(orientation)))
        out[0] = (b"VP8X", bytes([flags, 0, 0, 0]) + out[0][1][4:10])
    body = b"WEBP" + b"".join(_pack(kind, body) for kind, body in out)
    return b"RIFF" + struct.pack("<I", len(body)) + body, removed


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


def _frame(body: bytes, removed: list[str]) -> bytes:
    """Return an animation frame without the unknown chunks that it may hold."""
    if len(body) < _FRAME_HEADER:
        raise damaged("WebP", "frame")
    kept = []
    for kind, inner in _chunks(body[_FRAME_HEADER:]):
        if kind in _PICTURE:
            kept.append(_pack(kind, inner))
        else:
            removed.append("application data")
    return body[:_FRAME_HEADER] + b"".join(kept)


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
