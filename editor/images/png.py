"""PNG and APNG by their chunks (W3C PNG, third edition): size, orientation, and stripping."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from editor.images.errors import UnsupportedPicture, damaged
from editor.images.exif import orientation_block, summarise

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# What a decoder needs, and what changes how the picture looks; anything else tells something.
_KEPT = frozenset(
    b"IHDR PLTE IDAT tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI mDCv cLLi "
    b"acTL fcTL fdAT IEND".split()
)
_NAMES = {b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"tIME": "time of change"}


def read_size(data: bytes) -> tuple[int, int, int]:
    """Return width, height and orientation.

    Raises:
        NotAPicture: The structure is broken.
    """
    size: tuple[int, int] | None = None
    orientation = 1
    for kind, body in _chunks(data):
        if size is None:
            size = _header_size(kind, body)
        elif kind == b"eXIf":
            orientation = summarise(body).orientation
    if size is None:
        raise damaged("PNG", "no header")
    return *size, orientation


def strip_png(data: bytes) -> tuple[bytes, list[str]]:
    """Return the picture without texts, times, EXIF, unknown chunks and what follows the end.

    Raises:
        NotAPicture: The structure or a checksum is broken.
        UnsupportedPicture: It has a chunk that must be understood and is not.
    """
    head: list[bytes] = []
    out: list[bytes] = []
    removed: list[str] = []
    orientation = 1
    length = len(SIGNATURE)
    pictures = 0
    kind = b""
    for kind, body in _chunks(data):
        if length == len(SIGNATURE):
            _header_size(kind, body)
        packed = _pack(kind, body)
        length += len(packed)
        if kind in _KEPT:
            checksum = data[length - 4 : length]
            if checksum != packed[-4:]:
                raise damaged("PNG", "checksum")
            pictures += kind == b"IDAT"
            # The orientation, when one is kept, has to stand before the picture's data.
            (out if pictures else head).append(packed)
        elif kind == b"eXIf":
            summary = summarise(body)
            orientation = summary.orientation
            if body != orientation_block(orientation):
                removed += ["EXIF", *summary.fields]
        elif kind[0:1].isupper():
            raise UnsupportedPicture(
                "This PNG picture is of a private kind, so it was left as it is; "
                "open it in a picture program and save it anew.",
                "unknown critical chunk",
            )
        else:
            removed.append(_NAMES.get(kind, "application data"))
    if kind != b"IEND" or not pictures:
        raise damaged("PNG", "no end or no picture")
    if length < len(data):
        removed.append("data after the picture")
    if orientation != 1:
        head.append(_pack(b"eXIf", orientation_block(orientation)))
    return b"".join([SIGNATURE, *head, *out]), removed


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Walk the chunks up to the end of the image; the last one is IEND."""
    if not data.startswith(SIGNATURE):
        raise damaged("PNG", "no signature")
    at = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise damaged("PNG", "no end")
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if at + 12 + length > len(data) or not kind.isalpha():
            raise damaged("PNG", "chunk")
        if kind == b"IEND" and length:
            raise damaged("PNG", "an end with content")
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _header_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind != b"IHDR" or len(body) != 13:
        raise damaged("PNG", "no header")
    width, height = struct.unpack(">II", body[:8])
    if not width or not height:
        raise damaged("PNG", "size 0")
    return width, height


def _pack(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)
