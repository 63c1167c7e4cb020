"""Where the parts of a lossy WebP picture end (VP8 key frames, RFC 6386).

A part says how long it is, or goes on to the end of its chunk; what stands behind the last number
that a decoder reads is seen by none. The arithmetic code is followed without making a coefficient
of it. Hot: one turn for every binary decision; `bench_export` tells what that costs.
"""

from __future__ import annotations

import struct

from editor.images.errors import damaged
from editor.images.webp_tables import (
    DEFAULT_PROBABILITIES,
    MODE_PROBABILITIES,
    UPDATE_PROBABILITIES,
)

_HEADER = 10
# An encoder may write a byte or two more than are read (RFC 6386, 7.3).
_SLACK = 2
_SHIFTS = [0] + [8 - each.bit_length() for each in range(1, 256)]
_BANDS = (0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0)
# Trees: two ways from each branch; a leaf is 0 or below (8.1). Branch n of the token tree has the
# probability n // 2 (13.2); leaves are end, zero, one to four, and six ranges of numbers.
_TOKENS = (0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -4, -5, 14, 16, -6, -7, 18, 20, -8, -9, -10, -11)
_SIGN = (128,)
_BEHIND = (
    (), (), _SIGN, _SIGN, _SIGN, _SIGN, (159, 128), (165, 145, 128), (173, 148, 140, 128),
    (176, 155, 140, 135, 128), (180, 157, 141, 134, 130, 128),
    (254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129, 128),
)  # fmt: skip
_MODES = (0, 1, -1, 2, -2, 3, 4, 6, -3, 5, -4, -5, -6, 7, -7, 8, -8, -9)
_DC, _TM, _VERTICAL, _HORIZONTAL = 0, 1, 2, 3
_SMALL_BLOCKS = -1
# The four kinds of blocks that have probabilities of their own (13.3).
_WITHOUT_FIRST, _FIRSTS, _COLOUR, _WHOLE = 0, 1, 2, 3
_Probabilities = list[list[bytes]]


def trimmed(data: bytes) -> bytes:
    """Return the content of a `VP8 ` chunk without what no decoder reads of it.

    Raises:
        NotAPicture: It is no key frame, or its parts do not fit into it.
    """
    tag = int.from_bytes(data[:3], "little")
    first_length = tag >> 5
    if len(data) < _HEADER or tag & 1 or data[3:6] != b"\x9d\x01\x2a":
        raise damaged("WebP", "frame header")
    width, height = (each & 0x3FFF for each in struct.unpack("<HH", data[6:10]))
    across, down = (width + 15) // 16, (height + 15) // 16
    first = data[_HEADER : _HEADER + first_length]
    if len(first) < first_length or not across or not down:
        raise damaged("WebP", "first part")
    header = _Header(first)
    at = _HEADER + first_length + 3 * (header.parts - 1)
    lengths = [
        int.from_bytes(data[at - 3 * each : at - 3 * each + 3], "little")
        for each in range(header.parts - 1, 0, -1)
    ]
    parts = []
    for length in [*lengths, len(data)]:
        parts.append(data[at : at + length])
        at += length
    if at > 2 * len(data):  # the last one starts behind the end
        raise damaged("WebP", "parts")
    readers = [_Decisions(part) for part in parts]
    above = [0] * (9 * across)
    mode_above = [_DC] * (4 * across)
    for row in range(down):
        if header.reader.has_ended or readers[row % header.parts].has_ended:
            return data  # it ends too early: all that there is belongs to the picture
        blocks = header.modes(mode_above)
        readers[row % header.parts].row(blocks, header.probabilities, above)
    used = [_cut(first, header.reader)]
    used += [_cut(part, reader) for part, reader in zip(parts, readers, strict=True)]
    if all(len(part) == len(old) for part, old in zip(used, [first, *parts], strict=True)):
        return data
    tag = tag & 0x1F | len(used[0]) << 5
    sizes = b"".join(len(part).to_bytes(3, "little") for part in used[1:-1])
    return b"".join([tag.to_bytes(3, "little"), data[3:_HEADER], used[0], sizes, *used[1:]])


def _cut(part: bytes, reader: _Decisions) -> bytes:
    needed = reader.used_bytes
    return part if len(part) <= needed + _SLACK else part[:needed]


class _Decisions:
    """Reads binary decisions of given probability (7.3); zeros behind the end.

    `_value` holds the bits that are not used yet, `_left` of them behind the first eight.
    """

    def __init__(self, data: bytes) -> None:
        padded = data + bytes(-len(data) % 4)
        self._words = struct.unpack(f">{len(padded) // 4}I", padded)
        self._at = 0
        self._value = 0
        self._left = -8
        self._range = 255
        self._beside = [0] * 9

    @property
    def used_bytes(self) -> int:
        """How many bytes have been looked at."""
        return (self._at * 32 - self._left + 7) // 8

    @property
    def has_ended(self) -> bool:
        """Whether the end of the data is well behind."""
        return self._at > len(self._words) + 2

    def decide(self, probability: int) -> int:
        """Read one decision."""
        if self._left < 0:
            self._fill()
        split = 1 + ((self._range - 1) * probability >> 8)
        large = split << self._left
        if self._value >= large:
            self._value -= large
            self._range -= split
            found = 1
        else:
            self._range = split
            found = 0
        shift = _SHIFTS[self._range]
        self._range <<= shift
        self._left -= shift
        return found

    def number(self, bits: int) -> int:
        """Read a number without sign."""
        value = 0
        for _ in range(bits):
            value = value << 1 | self.decide(128)
        return value

    def optional(self, bits: int) -> None:
        """Read a number that may be there, with its sign."""
        if self.decide(128):
            self.number(bits + 1)

    def _fill(self) -> None:
        word = self._words[self._at] if self._at < len(self._words) else 0
        self._at += 1
        self._value = self._value << 32 | word
        self._left += 32

    def row(
        self, blocks: list[tuple[bool, bool]], probabilities: list[_Probabilities], above: list[int]
    ) -> None:
        """Read the coefficients of a row of macroblocks.

        Args:
            blocks: Of each, whether it is of small blocks, and whether it has no coefficients.
            probabilities: By kind of block and place in it.
            above: Nine numbers for each macroblock: whether the blocks above had coefficients
                (four of light, two and two of colour, one of firsts).
        """
        beside = [0] * 9
        for number, (is_small, is_empty) in enumerate(blocks):
            at = 9 * number
            if is_empty:
                kept = 8 if is_small else 9
                above[at : at + kept] = [0] * kept
                beside[:kept] = [0] * kept
                continue
            kind, start = _WHOLE, 0
            if not is_small:
                context = above[at + 8] + beside[8]
                above[at + 8] = beside[8] = self._block(probabilities[_FIRSTS], context, 0)
                kind, start = _WITHOUT_FIRST, 1
            for across, down, side in ((0, 0, 4), (4, 4, 2), (6, 6, 2)):
                if across:
                    kind, start = _COLOUR, 0
                table = probabilities[kind]
                for y in range(down, down + side):
                    left = beside[y]
                    for x in range(at + across, at + across + side):
                        left = above[x] = self._block(table, above[x] + left, start)
                    beside[y] = left

    def _block(self, table: _Probabilities, context: int, place: int) -> int:
        """Read a block of coefficients; returns whether it has any."""
        value, left, span, start = self._value, self._left, self._range, place
        shifts, tokens, words = _SHIFTS, _TOKENS, self._words
        chances = table[place][context]
        node = 0
        while place < 16:
            while True:
                if left < 0:
                    word = words[self._at] if self._at < len(words) else 0
                    self._at += 1
                    value = value << 32 | word
                    left += 32
                split = 1 + ((span - 1) * chances[node >> 1] >> 8)
                large = split << left
                if value >= large:
                    value -= large
                    span -= split
                    node = tokens[node + 1]
                else:
                    span = split
                    node = tokens[node]
                if span < 128:
                    shift = shifts[span]
                    span <<= shift
                    left -= shift
                if node <= 0:
                    break
            if node == 0:
                break
            place += 1
            if node == -1:
                chances = table[place][0]
                node = 2
                continue
            for chance in _BEHIND[-node]:
                if left < 0:
                    word = words[self._at] if self._at < len(words) else 0
                    self._at += 1
                    value = value << 32 | word
                    left += 32
                split = 1 + ((span - 1) * chance >> 8)
                large = split << left
                if value >= large:
                    value -= large
                    span -= split
                else:
                    span = split
                if span < 128:
                    shift = shifts[span]
                    span <<= shift
                    left -= shift
            chances = table[place][1 if node == -2 else 2]
            node = 0
        self._value, self._left, self._range = value, left, span
        return int(place > start)


class _Header:
    """The first part: what counts for the whole picture, then the modes of each macroblock."""

    def __init__(self, data: bytes) -> None:
        reader = self.reader = _Decisions(data)
        reader.number(2)
        self._segments: list[int] = []
        if reader.decide(128):
            self._read_segments()
        reader.number(10)
        if reader.decide(128) and reader.decide(128):
            for _ in range(8):
                reader.optional(6)
        self.parts = 1 << reader.number(2)
        reader.number(7)
        for _ in range(5):
            reader.optional(4)
        reader.number(1)
        chances = bytes(
            reader.number(8) if reader.decide(update) else default
            for update, default in zip(UPDATE_PROBABILITIES, DEFAULT_PROBABILITIES, strict=True)
        )
        self.probabilities = [
            [
                [
                    chances[at : at + 11]
                    for at in range(264 * kind + 33 * band, 264 * kind + 33 * band + 33, 11)
                ]
                for band in _BANDS
            ]
            for kind in range(4)
        ]
        self._empty = reader.number(8) if reader.decide(128) else -1

    def _read_segments(self) -> None:
        reader = self.reader
        has_map, has_data = reader.decide(128), reader.decide(128)
        if has_data:
            reader.number(1)
            for bits in (7, 7, 7, 7, 6, 6, 6, 6):
                reader.optional(bits)
        if has_map:
            self._segments = [reader.number(8) if reader.decide(128) else 255 for _ in range(3)]

    def modes(self, above: list[int]) -> list[tuple[bool, bool]]:
        """Read the modes of a row (11.2 to 11.4), with those of the small blocks above it."""
        decide = self.reader.decide
        beside = [_DC] * 4
        found = []
        for at in range(0, len(above), 4):
            if self._segments:
                decide(self._segments[1 + decide(self._segments[0])])
            is_empty = self._empty >= 0 and decide(self._empty) == 1
            is_small = not decide(145)
            if is_small:
                for y in range(4):
                    mode = beside[y]
                    for x in range(at, at + 4):
                        start = 90 * above[x] + 9 * mode
                        node = _MODES[decide(MODE_PROBABILITIES[start])]
                        while node > 0:
                            node = _MODES[2 * node + decide(MODE_PROBABILITIES[start + node])]
                        mode = above[x] = -node
                    beside[y] = mode
            else:
                if decide(156):
                    mode = _TM if decide(128) else _HORIZONTAL
                else:
                    mode = _VERTICAL if decide(163) else _DC
                above[at : at + 4] = beside[:] = [mode] * 4
            if decide(142) and decide(114):
                decide(183)
            found.append((is_small, is_empty))
        return found
