"""Where the data of a JPEG's scans ends (ITU-T T.81, annexes F and G).

Nothing in the file says how long a scan is: a decoder stops when it has all blocks, and bytes
between there and the next marker are seen by none. So the Huffman codes are walked, without making
a coefficient of them. What is odd is taken as libjpeg takes it (`jdhuff.c`, `jdphuff.c`): a code
that there is not counts as 17 bits and a zero; data that ends too early as zeros.

Hot: one turn of the inner loop for every few codes of a photograph; `bench_export` measures it.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from editor.images.errors import TooLarge, damaged

BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
_STUFFED = re.compile(rb"\xff+\x00")
_RESTART = re.compile(rb"\xff+([\xd0-\xd7])")
_END = 1000  # is added to the place in a block when the block ends
_INVALID = 17
_SIZES = bytes(range(16))
# Progressive pictures can ask for many blocks with few bits; this many take some seconds.
_MAX_VISITS = 30_000_000


@dataclass(frozen=True, slots=True)
class _Component:
    across: int
    down: int
    blocks: int


class _Codes:
    """A Huffman table, looked up by the next 16 bits.

    An entry of `dc` is the bits of a code and of the number behind it. An entry of `ac` is
    `bits | steps << 6` for one code; of `many` the same for as many codes as the 16 bits hold
    whole, made when first asked for. `symbols` has `bits of the code | symbol << 6`.
    """

    def __init__(self, body: bytes) -> None:
        """Take one table as it stands in a DHT segment, without its id.

        Raises:
            NotAPicture: It has more codes of a length than there are.
        """
        self.symbols = [_INVALID] * 65536
        code = 0
        at = 16
        for length in range(1, 17):
            for symbol in body[at : at + body[length - 1]]:
                room = 1 << 16 - length
                if code + room > 65536:
                    raise damaged("JPEG", "Huffman table")
                self.symbols[code : code + room] = [length | symbol << 6] * room
                code += room
            at += body[length - 1]
        self._ac: list[int] = []
        self._dc: list[int] = []
        self.many = [0] * 65536

    @property
    def dc(self) -> list[int]:
        """Bits of a code with the difference behind it."""
        if not self._dc:
            costs = {each: (each & 63) + (each >> 6 & 15) for each in set(self.symbols)}
            self._dc = [costs[each] for each in self.symbols]
        return self._dc

    @property
    def ac(self) -> list[int]:
        """Bits and steps of one code of a sequential picture."""
        if not self._ac:
            costs = {each: _step(each) for each in set(self.symbols)}
            self._ac = [costs[each] for each in self.symbols]
        return self._ac

    def look_further(self, window: int) -> int:
        """Make the entry of `many` for these 16 bits."""
        ac = self.ac
        bits = steps = 0
        while True:
            entry = ac[window << bits & 0xFFFF]
            if bits and bits + (entry & 63) > 16:
                break
            bits += entry & 63
            steps += entry >> 6
            if steps >= _END or bits >= 16:
                break
        self.many[window] = bits | steps << 6
        return self.many[window]


def _step(entry: int) -> int:
    run, size = entry >> 10, entry >> 6 & 15
    if size:
        return (entry & 63) + size | run + 1 << 6
    return entry & 63 | (16 if run == 15 else _END) << 6


class ScanWalker:
    """Follows the scans of one picture in their order."""

    def __init__(self, marker: int, frame: bytes) -> None:
        """Take the frame header.

        Args:
            marker: `BASELINE`, `EXTENDED` or `PROGRESSIVE`.
            frame: The body of the segment, its length checked.

        Raises:
            NotAPicture: It makes no sense.
        """
        self._progressive = marker == PROGRESSIVE
        height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
        sampling = {frame[at]: divmod(frame[at + 1], 16) for at in range(6, len(frame), 3)}
        if len(sampling) != frame[5] or not all(
            1 <= across <= 4 and 1 <= down <= 4 for across, down in sampling.values()
        ):
            raise damaged("JPEG", "components")
        most_across = max(across for across, _ in sampling.values())
        most_down = max(down for _, down in sampling.values())
        self._units = _ceil(width, 8 * most_across) * _ceil(height, 8 * most_down)
        self._components = {
            ident: _Component(
                across,
                down,
                _ceil(_ceil(width * across, most_across), 8)
                * _ceil(_ceil(height * down, most_down), 8),
            )
            for ident, (across, down) in sampling.items()
        }
        self._codes: dict[int, bytes] = {}
        self._interval = 0
        self._seen: set[int] = set()
        self._masks: dict[int, dict[int, int]] = {ident: {} for ident in sampling}
        self._visits = 0

    def define_codes(self, ident: int, body: bytes) -> None:
        """Take a Huffman table: class and number in one byte, and the 16 counts with symbols."""
        self._codes[ident] = body

    def set_interval(self, units: int) -> None:
        """Take how many units stand between two restart markers; 0: there are none."""
        self._interval = units

    def trimmed(self, header: bytes, scan: bytes) -> bytes:
        """Return a scan's data up to where it ends; the same bytes when nothing stands behind.

        Args:
            header: The body of the scan header, its length checked.
            scan: The entropy-coded data, up to the next marker that is no restart.

        Raises:
            NotAPicture: The header asks for what there is not, or restarts are out of order.
            TooLarge: It would take too long to follow.
        """
        idents = [header[at] for at in range(1, 1 + 2 * header[0], 2)]
        tables = [divmod(header[at], 16) for at in range(2, 2 + 2 * header[0], 2)]
        if not idents or len(idents) > 4 or any(each not in self._components for each in idents):
            raise damaged("JPEG", "scan of unknown components")
        if not self._progressive:
            # T.81, B.2.3: each component once; a second would show over the first.
            if self._seen.intersection(idents):
                raise damaged("JPEG", "a component twice")
            self._seen.update(idents)
        units = self._components[idents[0]].blocks if len(idents) == 1 else self._units
        pieces = _RESTART.split(scan)
        out = []
        first = 0
        for number in range(0, len(pieces), 2):
            count = min(self._interval or units, units - first)
            if count <= 0:
                break
            if number:
                if pieces[number - 1][0] != 0xD0 + (number // 2 - 1) % 8:
                    raise damaged("JPEG", "restarts out of order")
                out.append(b"\xff" + pieces[number - 1])
            # FF without 00 behind it is a fill byte before the marker.
            data = _STUFFED.sub(b"\xff", pieces[number].rstrip(b"\xff"))
            used = self._used(header, idents, tables, data, first, count)
            out.append(data[:used].replace(b"\xff", b"\xff\0"))
            first += count
        return b"".join(out)

    def _used(
        self,
        header: bytes,
        idents: list[int],
        tables: list[tuple[int, int]],
        data: bytes,
        first: int,
        count: int,
    ) -> int:
        """Return how many bytes of the data up to the next restart are read."""
        start, end, approximation = header[-3:]
        bits = _Bits(data)
        try:
            if not self._progressive:
                plan = [
                    (self._table(dc).dc, self._table(16 + ac))
                    for ident, (dc, ac) in zip(idents, tables, strict=True)
                    for _ in range(self._blocks_in_unit(idents, ident))
                ]
                bits.sequential(plan, count)
            elif start == 0:
                each = [self._blocks_in_unit(idents, ident) for ident in idents]
                if approximation >> 4:
                    bits.skip(sum(each) * count)
                else:
                    bits.differences(
                        [
                            self._table(dc).dc
                            for (dc, _), blocks in zip(tables, each, strict=True)
                            for _ in range(blocks)
                        ],
                        count,
                    )
            else:
                if len(idents) != 1 or not start <= end <= 63:
                    raise damaged("JPEG", "progressive scan")
                self._visits += count
                if self._visits > _MAX_VISITS:
                    raise TooLarge(
                        "This JPEG picture is too large to be looked through, so it was left as "
                        "it is; open it in a picture program and save it anew.",
                        "visits",
                    )
                symbols = self._table(16 + tables[0][1]).symbols
                walk = bits.refinements if approximation >> 4 else bits.coefficients
                walk(symbols, self._masks[idents[0]], range(first, first + count), start, end)
        except IndexError:
            return len(data)  # it ends too early: all that there is belongs to the picture
        return min(len(data), bits.used_bytes)

    def _blocks_in_unit(self, idents: list[int], ident: int) -> int:
        if len(idents) == 1:
            return 1
        component = self._components[ident]
        return component.across * component.down

    def _table(self, ident: int) -> _Codes:
        body = self._codes.get(ident)
        if body is None:
            raise damaged("JPEG", "no Huffman table")
        return _codes(body, is_dc=ident < 16)


@lru_cache(maxsize=8)
def _codes(body: bytes, *, is_dc: bool) -> _Codes:
    """Return the codes of a table; most pictures have the same four (T.81, K.3)."""
    symbols = body[16:]
    if len({*symbols}) < len(symbols) or (is_dc and symbols.strip(_SIZES)):
        # No table that was made of a picture names a number twice, or differences of more bits
        # (K.2 and F.1.2.1); codes that are never used have room for a text.
        raise damaged("JPEG", "Huffman table")
    return _Codes(body)


class _Bits:
    """Reads entropy-coded data without its stuffing; `IndexError` tells that it has ended."""

    __slots__ = ("_at", "_have", "_left", "_words", "used_bytes")

    def __init__(self, data: bytes) -> None:
        self._words = array("I", data + bytes(-len(data) % 4 + 8))
        if sys.byteorder == "little":
            self._words.byteswap()
        self._at = 0  # words taken
        self._have = 0  # the bits of those, the last `_left` of which are not read
        self._left = 0
        self.used_bytes = 0

    def sequential(self, plan: Sequence[tuple[list[int], _Codes]], units: int) -> None:
        """Read whole blocks, as many in a unit as `plan` has rows."""
        words, at, have, left = self._words, 0, 0, 0
        rows = [(dc, codes.many, codes.ac, codes.look_further) for dc, codes in plan]
        for _ in range(units):
            for dc, many, ac, look_further in rows:
                if left < 32:
                    have = (have & 0xFFFFFFFF) << 32 | words[at]
                    at += 1
                    left += 32
                left -= dc[have >> left - 16 & 0xFFFF]
                place = 1
                while True:
                    if left < 32:
                        have = (have & 0xFFFFFFFF) << 32 | words[at]
                        at += 1
                        left += 32
                    window = have >> left - 16 & 0xFFFF
                    entry = many[window] or look_further(window)
                    after = place + (entry >> 6)
                    if after < 64:
                        place = after
                        left -= entry & 63
                    elif _END <= after < _END + 64:
                        left -= entry & 63
                        break
                    else:
                        # The block ends among these codes: one at a time.
                        entry = ac[window]
                        place += entry >> 6
                        left -= entry & 63
                        if place >= 64:
                            break
        self.used_bytes = (at * 32 - left + 7) // 8

    def skip(self, count: int) -> None:
        """Read single bits."""
        self.used_bytes = (count + 7) // 8

    def differences(self, plan: Sequence[list[int]], units: int) -> None:
        """Read the first bits of the DC values of blocks."""
        words, at, have, left = self._words, 0, 0, 0
        for _ in range(units):
            for dc in plan:
                if left < 32:
                    have = (have & 0xFFFFFFFF) << 32 | words[at]
                    at += 1
                    left += 32
                left -= dc[have >> left - 16 & 0xFFFF]
        self.used_bytes = (at * 32 - left + 7) // 8

    def coefficients(
        self, symbols: list[int], masks: dict[int, int], blocks: range, start: int, end: int
    ) -> None:
        """Read the first bits of AC coefficients, and note which of them are not zero."""
        block, stop = blocks.start, blocks.stop
        while block < stop:
            place = start
            mask = 0
            ahead = 1
            while place <= end:
                self._fill()
                entry = symbols[self._peek()]
                self._left -= entry & 63
                run, size = entry >> 10, entry >> 6 & 15
                if size:
                    place += run
                    mask |= 1 << place
                    self._left -= size
                elif run == 15:
                    place += 15
                else:
                    ahead = self._run_of_ends(run)
                    break
                place += 1
            if mask:
                masks[block] = masks.get(block, 0) | mask
            block += ahead
        self.used_bytes = (self._at * 32 - self._left + 7) // 8

    def refinements(
        self, symbols: list[int], masks: dict[int, int], blocks: range, start: int, end: int
    ) -> None:
        """Read further bits of AC coefficients: one for each that is not zero, and new ones."""
        ends = 0
        for block in blocks:
            before = mask = masks.get(block, 0)
            place = start
            while not ends and place <= end:
                self._fill()
                entry = symbols[self._peek()]
                self._left -= entry & 63
                run, size = entry >> 10, entry >> 6 & 15
                if size:
                    self._left -= 1
                elif run < 15:
                    ends = self._run_of_ends(run)
                    break
                place, corrections = _behind_zeros(mask, place, end, run)
                self._take(corrections)
                if size:
                    mask |= 1 << place
                place += 1
            if ends:
                ends -= 1
                self._take((mask >> place & (1 << max(0, end - place + 1)) - 1).bit_count())
            if mask != before:
                masks[block] = mask
        self.used_bytes = (self._at * 32 - self._left + 7) // 8

    def _run_of_ends(self, size: int) -> int:
        """Read for how many blocks, from this one on, nothing more comes."""
        self._fill()
        self._left -= size
        return (1 << size) + (self._have >> self._left & (1 << size) - 1)

    def _fill(self) -> None:
        if self._left < 32:
            self._have = (self._have & 0xFFFFFFFF) << 32 | self._words[self._at]
            self._at += 1
            self._left += 32

    def _peek(self) -> int:
        return self._have >> self._left - 16 & 0xFFFF

    def _take(self, count: int) -> None:
        while count > 32:
            self._fill()
            self._left -= 32
            count -= 32
        self._fill()
        self._left -= count


def _behind_zeros(mask: int, place: int, end: int, run: int) -> tuple[int, int]:
    """Return the place behind `run` zeros, where another zero stands, and what is skipped."""
    if not mask >> place:
        return min(place + run, end + 1), 0
    skipped = 0
    while place <= end:
        if mask >> place & 1:
            skipped += 1
        elif run:
            run -= 1
        else:
            break
        place += 1
    return place, skipped


def _ceil(count: int, size: int) -> int:
    return -(-count // size)
