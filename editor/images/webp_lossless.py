"""Where a lossless WebP picture, or a transparency packed like one, ends (RFC 9649, 3.1 to 3.7).

The prefix codes are followed; pixels are made only of the small pictures in the picture that say
which codes come where.
"""

from __future__ import annotations

from collections.abc import Sequence

from editor.images.errors import damaged
from editor.images.webp_tables import NEAR_DISTANCES

_LENGTHS_ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
_ALPHABETS = (256 + 24, 256, 256, 256, 40)
_PREDICT, _COLOURS, _GREEN, _INDEXED = range(4)
_HASH = 0x1E35A7BD
_QUICK_BITS = 9
# A small file can ask for codes without end; pictures of 40 million pixels stay far below this.
_MOST_ENTRIES = 16_000_000


def used_bytes(data: bytes, width: int, height: int) -> int:
    """Return how many bytes of a picture's data (without its header) a decoder reads.

    Args:
        data: From the transforms on.
        width: In pixels.
        height: In pixels.

    Raises:
        NotAPicture: Something in it does not add up.
    """
    bits = _Bits(data)
    seen = set()
    while bits.take(1):
        kind = bits.take(2)
        if kind in seen:
            raise damaged("WebP", "transform")
        seen.add(kind)
        if kind in (_PREDICT, _COLOURS):
            scale = bits.take(3) + 2
            _pixels(bits, _ceil(width, scale), _ceil(height, scale))
        elif kind == _INDEXED:
            colours = bits.take(8) + 1
            _pixels(bits, colours, 1)
            width = _ceil(
                width, 3 if colours <= 2 else 2 if colours <= 4 else 1 if colours <= 16 else 0
            )
    _follow(bits, width, height)
    return min(len(data), bits.used_bytes)


class _Bits:
    """Reads numbers of some bits, the lowest first; zeros behind the end."""

    __slots__ = ("_at", "_data", "have", "left")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self.have = 0
        self.left = 0

    @property
    def used_bytes(self) -> int:
        return (self._at * 8 - self.left + 7) // 8

    def fill(self) -> None:
        """Have 32 bits at least."""
        self.have |= int.from_bytes(self._data[self._at : self._at + 8], "little") << self.left
        self._at += 8
        self.left += 64
        if self._at > len(self._data) + 24:
            raise damaged("WebP", "too short")

    def take(self, count: int) -> int:
        """Read a number of 32 bits at most."""
        if self.left < 32:
            self.fill()
        found = self.have & (1 << count) - 1
        self.have >>= count
        self.left -= count
        return found


class _Code:
    """A prefix code: the entry of the next bits is `length | symbol << 4`; -1 for long codes."""

    __slots__ = ("_long", "mask", "table")

    def __init__(self, lengths: Sequence[int]) -> None:
        used = [symbol for symbol, length in enumerate(lengths) if length]
        if len(used) <= 1:
            # One symbol needs no bits.
            self.mask = 0
            self.table = [(used[0] if used else 0) << 4]
            return
        most = max(lengths)
        size = 1 << min(most, _QUICK_BITS)
        self.mask = size - 1
        self.table = [-1] * size
        self._long: dict[int, int] = {}  # by the bits of the code and a one above them
        code = before = 0
        for length, symbol in sorted((lengths[symbol], symbol) for symbol in used):
            code <<= length - before
            before = length
            bits = int(f"{code:0{length}b}"[-length:][::-1], 2)
            if length <= _QUICK_BITS:
                count = len(range(bits, size, 1 << length))
                self.table[bits :: 1 << length] = [length | symbol << 4] * count
            else:
                self._long[bits | 1 << length] = length | symbol << 4
            code += 1
        if code != 1 << most:
            raise damaged("WebP", "prefix code")

    def longer(self, have: int) -> int:
        """Return the entry of a code of more bits than the table is made for."""
        for length in range(_QUICK_BITS + 1, 16):
            entry = self._long.get(have & (1 << length) - 1 | 1 << length)
            if entry is not None:
                return entry
        raise damaged("WebP", "prefix code")

    def read(self, bits: _Bits) -> int:
        if bits.left < 32:
            bits.fill()
        entry = self.table[bits.have & self.mask]
        if entry < 0:
            entry = self.longer(bits.have)
        bits.have >>= entry & 15
        bits.left -= entry & 15
        return entry >> 4


_Group = tuple[_Code, _Code, _Code, _Code, _Code]


def _read_code(bits: _Bits, size: int) -> _Code:
    lengths = [0] * size
    if bits.take(1):
        count = bits.take(1) + 1
        for symbol in [
            bits.take(8 if bits.take(1) else 1),
            *(bits.take(8) for _ in range(count - 1)),
        ]:
            if symbol >= size:
                raise damaged("WebP", "symbol")
            lengths[symbol] = 1
        return _Code(lengths)
    of_lengths = [0] * 19
    for place in _LENGTHS_ORDER[: bits.take(4) + 4]:
        of_lengths[place] = bits.take(3)
    code = _Code(of_lengths)
    left = 2 + bits.take(2 + 2 * bits.take(3)) if bits.take(1) else size
    at, before = 0, 8
    while at < size and left:
        left -= 1
        symbol = code.read(bits)
        if symbol < 16:
            lengths[at] = symbol
            before = symbol or before
            at += 1
            continue
        repeat = bits.take((2, 3, 7)[symbol - 16]) + (3, 3, 11)[symbol - 16]
        if at + repeat > size:
            raise damaged("WebP", "code lengths")
        if symbol == 16:
            lengths[at : at + repeat] = [before] * repeat
        at += repeat
    return _Code(lengths)


def _read_cache(bits: _Bits) -> int:
    """Read how many bits number the colours that are remembered; 0: none are."""
    if not bits.take(1):
        return 0
    size = bits.take(4)
    if not 1 <= size <= 11:
        raise damaged("WebP", "colour cache")
    return size


def _read_group(bits: _Bits, cache: int) -> _Group:
    first = _read_code(bits, _ALPHABETS[0] + (1 << cache if cache else 0))
    red, blue, alpha, distance = (_read_code(bits, size) for size in _ALPHABETS[1:])
    return first, red, blue, alpha, distance


def _number(bits: _Bits, symbol: int) -> int:
    """Return the length or distance that a prefix stands for (3.6.2.2)."""
    if symbol < 4:
        return symbol + 1
    extra = symbol - 2 >> 1
    return (2 + (symbol & 1) << extra) + bits.take(extra) + 1


def _pixels(bits: _Bits, width: int, height: int) -> list[int]:
    """Read a small picture."""
    cache_bits = _read_cache(bits)
    first, red, blue, alpha, distance = _read_group(bits, cache_bits)
    cache = [0] * (1 << cache_bits)
    total = width * height
    found: list[int] = []
    while len(found) < total:
        symbol = first.read(bits)
        if symbol < 256:
            pixel = symbol << 8 | red.read(bits) << 16
            pixel |= blue.read(bits)
            new = [pixel | alpha.read(bits) << 24]
        elif symbol < 280:
            length = min(_number(bits, symbol - 256), total - len(found))
            back = _distance(_number(bits, distance.read(bits)), width)
            if back > len(found):
                raise damaged("WebP", "distance")
            new = [*(found[-back:] * (length // back + 1))[:length]]
        else:
            new = [cache[symbol - 280]]
        if cache_bits:
            for pixel in new:
                cache[(_HASH * pixel & 0xFFFFFFFF) >> 32 - cache_bits] = pixel
        found += new
    return found


def _distance(code: int, width: int) -> int:
    if code > len(NEAR_DISTANCES):
        return code - len(NEAR_DISTANCES)
    up, left = divmod(NEAR_DISTANCES[code - 1], 16)
    return max(1, up * width + 8 - left)


def _follow(bits: _Bits, width: int, height: int) -> None:
    """Follow the codes of the picture itself."""
    cache = _read_cache(bits)
    numbers: list[int] = []
    scale = 0
    if bits.take(1):
        scale = bits.take(3) + 2
        small = _pixels(bits, _ceil(width, scale), _ceil(height, scale))
        numbers = [each >> 8 & 0xFFFF for each in small]
    count = max(numbers, default=0) + 1
    groups = []
    entries = 0
    for _ in range(count):
        groups.append(_read_group(bits, cache))
        entries += sum(len(code.table) for code in groups[-1])
        if entries > _MOST_ENTRIES:
            raise damaged("WebP", "too many codes")
    small_width = _ceil(width, scale)
    total = width * height
    at = 0
    group = groups[numbers[0]] if numbers else groups[0]
    tile_end = min(width, 1 << scale) if numbers else total
    fill = bits.fill
    while at < total:
        if at >= tile_end:
            # Another tile may have other codes.
            y, x = divmod(at, width)
            group = groups[numbers[(y >> scale) * small_width + (x >> scale)]]
            tile_end = y * width + min(width, ((x >> scale) + 1) << scale)
        code = group[0]
        if bits.left < 64:
            fill()
        entry = code.table[bits.have & code.mask]
        if entry < 0:
            entry = code.longer(bits.have)
        bits.have >>= entry & 15
        bits.left -= entry & 15
        symbol = entry >> 4
        if symbol < 256:
            for code in group[1:4]:
                entry = code.table[bits.have & code.mask]
                if entry < 0:
                    entry = code.longer(bits.have)
                bits.have >>= entry & 15
                bits.left -= entry & 15
            # All of one colour: no bit is read for any of them.
            at = tile_end if not any(code.mask for code in group[:4]) else at + 1
        elif symbol < 280:
            at += _number(bits, symbol - 256)
            _number(bits, group[4].read(bits))
        else:
            at += 1


def _ceil(size: int, scale: int) -> int:
    return (size + (1 << scale) - 1) >> scale
