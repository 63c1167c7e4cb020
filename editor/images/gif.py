"""GIF by its blocks (GIF89a specification): size and stripping. GIF knows no orientation."""

from __future__ import annotations

from editor.images.errors import damaged
from editor.images.gif_lzw import used_bytes

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL, _COMMENT, _APPLICATION, _PLAIN_TEXT = 0xF9, 0xFE, 0xFF, 0x01
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_HEADER = 13


def read_size(data: bytes) -> tuple[int, int]:
    """Return width and height of the canvas.

    Raises:
        NotAPicture: The header is broken.
    """
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < _HEADER:
        raise damaged("GIF", "no header")
    width = int.from_bytes(data[6:8], "little")
    height = int.from_bytes(data[8:10], "little")
    if not width or not height:
        raise damaged("GIF", "size 0")
    return width, height


def strip_gif(data: bytes) -> tuple[bytes, list[str]]:
    """Return the picture without comments, texts, application data and what follows the end.

    The loop count of an animation is kept. A file that ends cleanly after a picture but lacks the
    trailer, as some programs write them, gets one.

    Raises:
        NotAPicture: The structure is broken.
    """
    read_size(data)
    at = _HEADER + _table_size(data[10])
    out = [data[:at]]
    removed: list[str] = []
    control = b""
    pictures = 0
    while at < len(data):
        start = at
        block = data[at]
        if block == _TRAILER:
            if at + 1 < len(data):
                removed.append("data after the picture")
            break
        if block == _IMAGE:
            if at + 10 > len(data):
                raise damaged("GIF", "image header")
            # Local colour table, then one byte of LZW code size, then the data.
            blocks = at + 10 + _table_size(data[at + 9]) + 1
            at = _after_blocks(data, blocks)
            kept = _pixels(data, start, blocks, at)
            if len(kept) < at - blocks:
                removed.append("data after the pixels")
            out += [control, data[start:blocks], kept]
            control = b""
            pictures += 1
        elif block == _EXTENSION:
            label = data[at + 1] if at + 1 < len(data) else -1
            at = _after_blocks(data, at + 2)
            extension = data[start:at]
            if label == _GRAPHIC_CONTROL:
                # It belongs to the next picture (or text, and then goes with the text).
                if len(extension) != 8:
                    raise damaged("GIF", "graphic control")
                control = extension
            elif label == _APPLICATION and extension[3:14] in _LOOPS:
                loop, rest = _loop_of(extension)
                out.append(loop)
                removed += rest
            else:
                if label == _PLAIN_TEXT:
                    control = b""
                removed.append(_name_of(label, extension))
        else:
            raise damaged("GIF", "unknown block")
    if not pictures:
        raise damaged("GIF", "no picture")
    out.append(b"\x3b")
    return b"".join(out), removed


def _table_size(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _pixels(data: bytes, start: int, blocks: int, end: int) -> bytes:
    """Return the sub-blocks of a picture's pixels without what stands behind the last of them."""
    width = int.from_bytes(data[start + 5 : start + 7], "little")
    height = int.from_bytes(data[start + 7 : start + 9], "little")
    pieces = []
    at = blocks
    while data[at]:
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    content = b"".join(pieces)
    used = used_bytes(content, data[blocks - 1], width * height)
    if used == len(content):
        return data[blocks:end]
    out = []
    for piece in pieces:
        kept = piece[: max(0, used)]
        used -= len(piece)
        out += [bytes([len(kept)]), kept] if kept else []
    return b"".join([*out, b"\0"])


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a chain of sub-blocks that starts at `at` ends."""
    while True:
        if at >= len(data):
            raise damaged("GIF", "unfinished block")
        size = data[at]
        at += 1 + size
        if not size:
            return at


def _loop_of(extension: bytes) -> tuple[bytes, list[str]]:
    """Return the loop extension with its loop count only, and what else it held."""
    at = 14
    while extension[at]:
        size = extension[at]
        if size == 3 and extension[at + 1] & 7 == 1:
            kept = extension[:14] + extension[at : at + 4] + b"\0"
            return kept, [] if kept == extension else ["application data"]
        at += 1 + size
    return b"", ["application data"]


def _name_of(label: int, extension: bytes) -> str:
    if label == _COMMENT:
        return "comment"
    if label == _APPLICATION and extension[3:14] == b"XMP DataXMP":
        return "XMP"
    if label == _PLAIN_TEXT:
        return "text"
    return "application data"
