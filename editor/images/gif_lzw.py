"""Where the compressed pixels of a GIF end (GIF89a specification, appendix F).

The codes are followed by how many pixels each stands for, which is all that is needed to know when
a decoder stops. Hot: one turn for every code; `bench_export` measures it.
"""

from __future__ import annotations

from editor.images.errors import damaged

_MOST = 4096


def used_bytes(data: bytes, code_size: int, pixels: int) -> int:
    """Return how many bytes of the compressed data a decoder reads.

    Args:
        data: The content of the sub-blocks, put together.
        code_size: The number that stands before them: bits of a colour.
        pixels: How many the picture has.

    Returns:
        Up to the code that ends the data, or the last pixel where no such code follows; all of
        them when the data ends before.

    Raises:
        NotAPicture: A code stands for nothing.
    """
    if not 1 <= code_size <= 11:
        raise damaged("GIF", "code size")
    clear = 1 << code_size
    fresh = [1] * clear + [0, 0]
    lengths = fresh.copy()
    width = code_size + 1
    limit = 1 << width
    have = left = at = 0
    before = 0  # how many pixels the last code stands for
    size = len(data)
    while True:
        while left < width:
            if at >= size:
                return size
            have |= data[at] << left
            at += 1
            left += 8
        code = have & limit - 1
        if pixels <= 0:
            # Nothing is drawn any more; what may follow is the end.
            return at if code == clear + 1 else at - left // 8
        have >>= width
        left -= width
        if code == clear:
            lengths = fresh.copy()
            width = code_size + 1
            limit = 1 << width
            before = 0
            continue
        if code == clear + 1:
            return at
        known = len(lengths)
        if code < known:
            length = lengths[code]
        elif code == known and before:
            length = before + 1
        else:
            raise damaged("GIF", "code")
        if before and known < _MOST:
            lengths.append(before + 1)
            if known + 1 == limit and width < 12:
                width += 1
                limit <<= 1
        before = length
        pixels -= length
