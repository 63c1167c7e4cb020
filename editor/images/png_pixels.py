"""How long the pixels of a PNG are, by its header, and where their compressed stream ends.

The pixels are unpacked a little at a time and thrown away: what stands behind the end of the
stream, or behind the last pixel in it, no decoder looks at.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from editor.images.errors import TooLarge, damaged

# How long a chunk is: decoders leave out one of another length, so nothing is lost without it.
_LENGTHS = {
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"pHYs": 9,
    b"cICP": 4,
    b"mDCV": 24,
    b"cLLI": 8,
    b"mDCv": 24,
    b"cLLi": 8,
    b"acTL": 8,
}
_GREY, _COLOUR, PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = 0, 2, 3, 4, 6
_CHANNELS = {_GREY: 1, _COLOUR: 3, PALETTE: 1, _GREY_ALPHA: 2, _COLOUR_ALPHA: 4}
_DEPTHS = {_GREY: (1, 2, 4, 8, 16), PALETTE: (1, 2, 4, 8)}
# Columns and rows of the seven passes of an interlaced picture: start and step (8.2).
_PASSES = (
    (0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)
)  # fmt: skip
_SLICE = 1 << 14  # of the stream at a time: what is not used of it is copied at every turn
_BUFFER = 1 << 18
MAX_RAW_BYTES = 1 << 31  # of all frames together: some seconds


@dataclass(frozen=True, slots=True)
class PngHeader:
    """What the first chunk says, and what follows from it for the others."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    def raw_bytes(self, width: int, height: int) -> int:
        """Return how many bytes the rows of a picture or frame are, filter bytes included."""
        passes = _PASSES if self.interlaced else ((0, 1, 0, 1),)
        total = 0
        for left, across, top, down in passes:
            columns, rows = -(-(width - left) // across), -(-(height - top) // down)
            if columns > 0 and rows > 0:
                total += rows * (1 + (columns * _CHANNELS[self.colour] * self.depth + 7) // 8)
        return total

    def may_be(self, kind: bytes, body: bytes, palette: int) -> bool:
        """Tell whether an ancillary chunk is of the form that this kind of picture asks for.

        Args:
            kind: The chunk's type.
            body: Its content.
            palette: How many colours the palette has.
        """
        if kind == b"sBIT":
            return len(body) == (3 if self.colour == PALETTE else _CHANNELS[self.colour])
        if kind == b"bKGD":
            wanted = 6 if self.colour & 2 else 2
            return len(body) == (1 if self.colour == PALETTE else wanted)
        if kind == b"tRNS":
            if self.colour == PALETTE:
                return 0 < len(body) <= palette
            return len(body) == {_GREY: 2, _COLOUR: 6}.get(self.colour, -1)
        return len(body) == _LENGTHS.get(kind, -1)


def read_header(kind: bytes, body: bytes) -> PngHeader:
    """Read the first chunk.

    Raises:
        NotAPicture: It is another, or says what no PNG may.
    """
    if kind != b"IHDR" or len(body) != 13:
        raise damaged("PNG", "no header")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
    if (
        not 0 < width < 1 << 31
        or not 0 < height < 1 << 31
        or colour not in _CHANNELS
        or depth not in _DEPTHS.get(colour, (8, 16))
        or body[10:12] != b"\0\0"
        or interlaced > 1
    ):
        raise damaged("PNG", "header")
    return PngHeader(width, height, depth, colour, bool(interlaced))


def whole_stream(pieces: list[bytes], raw_bytes: int, budget: int) -> list[bytes]:
    """Return compressed pixels without what stands behind them.

    Args:
        pieces: The stream, in the pieces that it came in.
        raw_bytes: How long the pixels are. A stream that holds more is compressed anew.
        budget: How many bytes of other frames could be followed after it; below 0 it is refused.

    Raises:
        NotAPicture: The stream is broken, or holds fewer pixels.
        TooLarge: It would take too long to follow.
    """
    if budget < 0:
        raise TooLarge(
            "This PNG picture is too large to be looked through, so it was left as it is; "
            "open it in a picture program and save it anew.",
            f"{raw_bytes} bytes",
        )
    reader = zlib.decompressobj()
    left = raw_bytes
    try:
        for number, piece in enumerate(pieces):
            for start in range(0, len(piece), _SLICE):
                rest = piece[start : start + _SLICE]
                end = start + len(rest)
                while rest and left and not reader.eof:
                    left -= len(reader.decompress(rest, min(left, _BUFFER)))
                    rest = reader.unconsumed_tail
                # All pixels are there: what is left is the end of the stream, with its checksum.
                if rest and not reader.eof and reader.decompress(rest, 1):
                    return [_compressed_anew(pieces, raw_bytes)]
                if reader.eof:
                    if left:
                        raise damaged("PNG", "too few pixels")
                    last = piece[: end - len(reader.unused_data)]
                    if len(last) == len(piece) and number == len(pieces) - 1:
                        return pieces
                    return [*pieces[:number], last]
    except zlib.error as error:
        raise damaged("PNG", "compressed pixels") from error
    if left:
        raise damaged("PNG", "too few pixels")
    return [_compressed_anew(pieces, raw_bytes)]


def _compressed_anew(pieces: list[bytes], raw_bytes: int) -> bytes:
    """Return the pixels of a stream that holds more than them, or lacks its end."""
    reader, writer = zlib.decompressobj(), zlib.compressobj()
    out = []
    left = raw_bytes
    for piece in pieces:
        for start in range(0, len(piece), _SLICE):
            rest = piece[start : start + _SLICE]
            while rest and left:
                raw = reader.decompress(rest, min(left, _BUFFER))
                left -= len(raw)
                out.append(writer.compress(raw))
                rest = reader.unconsumed_tail
    return b"".join([*out, writer.flush()])
