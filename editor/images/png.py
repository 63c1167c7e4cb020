"""PNG and APNG by their chunks (W3C PNG, third edition): size, orientation, and stripping."""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterator

from editor.images.errors import UnsupportedPicture, damaged
from editor.images.exif import orientation_block, summarise
from editor.images.icc import MAX_BYTES, NOT_READABLE, clean_profile
from editor.images.png_pixels import MAX_RAW_BYTES, PALETTE, PngHeader, read_header, whole_stream

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_NAMES = {b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"tIME": "time of change"}
_FRAMES = frozenset({b"fcTL", b"fdAT"})
_PROFILE_NAME = b"icc"


def read_size(data: bytes) -> tuple[int, int, int]:
    """Return width, height and orientation.

    Raises:
        NotAPicture: The structure is broken.
    """
    size: tuple[int, int] | None = None
    orientation = 1
    for kind, body in _chunks(data):
        if size is None:
            header = read_header(kind, body)
            size = header.width, header.height
        elif kind == b"eXIf":
            orientation = summarise(body).orientation
    if size is None:
        raise damaged("PNG", "no header")
    return *size, orientation


def strip_png(data: bytes) -> tuple[bytes, list[str]]:
    """Return the picture without texts, times, EXIF, unknown chunks and what follows the end.

    The colour profile keeps what colour needs. Compressed pixels are followed to their end, and
    what stands behind them goes.

    Raises:
        NotAPicture: The structure, a checksum or the compressed pixels are broken.
        TooLarge: The pixels would be more than can be followed.
        UnsupportedPicture: It has a chunk that must be understood and is not.
    """
    stripping: _Stripping | None = None
    length = len(SIGNATURE)
    for kind, body in _chunks(data):
        length += 12 + len(body)
        if stripping is None:
            stripping = _Stripping(read_header(kind, body))
        elif kind != b"IEND":
            stripping.add(kind, body)
        if kind[0:1].isupper() or kind in _FRAMES or kind in stripping.seen:
            checksum = zlib.crc32(body, zlib.crc32(kind))
            if data[length - 4 : length] != checksum.to_bytes(4, "big"):
                raise damaged("PNG", "checksum")
    if stripping is None:
        raise damaged("PNG", "no header")
    if length < len(data):
        stripping.removed.append("data after the picture")
    return stripping.picture(), stripping.removed


class _Stripping:
    """A picture while its chunks come in: what is kept of them, and what went."""

    def __init__(self, header: PngHeader) -> None:
        self._header = header
        self.removed: list[str] = []
        self.seen: set[bytes] = set()
        self._head: list[bytes] = []  # before the pixels
        self._out: list[bytes] = []
        self._palette = 0
        self._orientation = 1
        self._kind = b""  # of the pixels that are being read: IDAT, fdAT, or none
        self._pixels: list[bytes] = []
        self._has_picture = False
        self._raw_bytes = header.raw_bytes(header.width, header.height)
        self._announced = 0  # how many frames an animation has
        self._frames = 0
        self._budget = MAX_RAW_BYTES
        self._surplus = False  # frames that no program shows
        self._sequence = 0  # of the next chunk of an animation
        self._written = 0

    def add(self, kind: bytes, body: bytes) -> None:
        """Take the next chunk."""
        if kind == b"IDAT":
            self._add_pixels(kind, body)
            return
        if kind == b"fdAT" and self._frames:
            self._check_sequence(body)
            if not self._surplus:
                self._add_pixels(kind, body[4:])
            return
        self._end_pixels()
        if kind == b"fcTL" and self._add_frame(body):
            return
        before = not self._has_picture
        if kind == b"PLTE" and before and not self._palette:
            self._add_palette(body)
        elif kind == b"iCCP" and before and kind not in self.seen:
            self._add_profile(body)
        elif before and kind not in self.seen and self._header.may_be(kind, body, self._palette):
            self._head.append(_pack(kind, body))
            self.seen.add(kind)
            if kind == b"acTL":
                self._announced = int.from_bytes(body[:4], "big")
        elif kind == b"eXIf":
            summary = summarise(body)
            self._orientation = summary.orientation
            if body != orientation_block(summary.orientation):
                self.removed += ["EXIF", *summary.fields]
        elif kind[0:1].isupper() and kind != b"PLTE":
            raise UnsupportedPicture(
                "This PNG picture is of a private kind, so it was left as it is; "
                "open it in a picture program and save it anew.",
                "unknown critical chunk",
            )
        else:
            self.removed.append(_NAMES.get(kind, "application data"))

    def picture(self) -> bytes:
        """Return the picture, once all chunks have come.

        Raises:
            NotAPicture: There are no pixels.
        """
        self._end_pixels()
        if not self._has_picture or (self._header.colour == PALETTE and not self._palette):
            raise damaged("PNG", "no picture or no palette")
        header = self._header
        start = struct.pack(
            ">IIBBBBB", header.width, header.height, header.depth, header.colour, 0, 0,
            header.interlaced,
        )  # fmt: skip
        if self._orientation != 1:
            self._head.append(_pack(b"eXIf", orientation_block(self._orientation)))
        end = _pack(b"IEND", b"")
        return b"".join([SIGNATURE, _pack(b"IHDR", start), *self._head, *self._out, end])

    def _add_palette(self, body: bytes) -> None:
        header = self._header
        if header.colour != PALETTE:
            # A suggestion for screens of 256 colours.
            self.removed.append("application data")
            return
        if not body or len(body) % 3 or len(body) > 768:
            raise damaged("PNG", "palette")
        colours = body[: 3 << header.depth]
        if colours != body:
            self.removed.append("application data")
        self._palette = len(colours) // 3
        self._head.append(_pack(b"PLTE", colours))

    def _add_profile(self, body: bytes) -> None:
        self.seen.add(b"iCCP")
        name, _, packed = body.partition(b"\0")
        profile, removed = b"", [NOT_READABLE]
        reader = zlib.decompressobj()
        if packed[:1] == b"\0":
            with contextlib.suppress(zlib.error):
                profile, removed = clean_profile(reader.decompress(packed[1:], MAX_BYTES))
        if profile:
            if name != _PROFILE_NAME:
                removed.append("colour profile: name")
            if reader.unused_data or not reader.eof:
                removed.append("data after the colour profile")
            # As it came when nothing had to go: another zlib packs the same otherwise.
            new = _PROFILE_NAME + b"\0\0" + zlib.compress(profile, 9)
            self._head.append(_pack(b"iCCP", new if removed else body))
        self.removed += removed

    def _add_frame(self, body: bytes) -> bool:
        """Take the control chunk of an animation's next frame."""
        if len(body) != 26 or not self._announced:
            return False
        self._check_sequence(body)
        if self._frames == self._announced:
            self._surplus = True
            self.removed.append("further pictures")
            return True
        width, height, left, top = struct.unpack(">4I", body[4:20])
        header = self._header
        if not (0 < width <= header.width - left and 0 < height <= header.height - top) or (
            not self._has_picture and (width, height) != (header.width, header.height)
        ):
            raise damaged("PNG", "frame")
        self._raw_bytes = header.raw_bytes(width, height)
        self._frames += 1
        self._write_in_sequence(b"fcTL", body[4:])
        return True

    def _check_sequence(self, body: bytes) -> None:
        if body[:4] != self._sequence.to_bytes(4, "big"):
            raise damaged("PNG", "sequence of an animation")
        self._sequence += 1

    def _write_in_sequence(self, kind: bytes, rest: bytes) -> None:
        packed = _pack(kind, self._written.to_bytes(4, "big") + rest)
        self._written += 1
        (self._out if self._has_picture else self._head).append(packed)

    def _add_pixels(self, kind: bytes, body: bytes) -> None:
        if kind != self._kind:
            self._end_pixels()
            if kind == b"IDAT" and self._has_picture:
                # Decoders stop at the first chunk of another kind: this is no part of the picture.
                self.removed.append("data after the pixels")
                return
            self._kind = kind
        self._pixels.append(body)

    def _end_pixels(self) -> None:
        """Write the pixels of one picture or frame, in the chunks that they came in."""
        if not self._kind:
            return
        self._budget -= self._raw_bytes
        pieces = whole_stream(self._pixels, self._raw_bytes, self._budget)
        if sum(map(len, pieces)) < sum(map(len, self._pixels)) or len(pieces) != len(self._pixels):
            self.removed.append("data after the pixels")
        for piece in pieces:
            if self._kind == b"fdAT":
                self._write_in_sequence(b"fdAT", piece)
            else:
                self._out.append(_pack(b"IDAT", piece))
        self._has_picture = True
        self._kind = b""
        self._pixels = []


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


def _pack(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)
