"""Qt's positions and texts against the document's: UTF-16 units in blocks, code points in lines.

A line of a `Document` ends at a line feed only. Qt would break a block at a lone CR and at U+2029
too, so those two stand in the view as noncharacters that no text holds for interchange (Unicode
23.7); with them one block is one line, always. U+FDD0 and U+FDD1 are Qt's own frame marks.
"""

from __future__ import annotations

_TO_VIEW = {0x0D: "\ufdd8", 0x2029: "\ufdd9"}
_FROM_VIEW = {0xFDD8: "\r", 0xFDD9: "\u2029"}
_RESERVED = ("\ufdd0", "\ufdd1", "\ufdd8", "\ufdd9")


def can_be_shown(text: str) -> bool:
    """Tell whether the view can hold the text exactly; if not, it is for reading only."""
    return not any(mark in text for mark in _RESERVED)


def to_view(line: str) -> str:
    """Return a line (without its ending) as the view holds it."""
    return line.translate(_TO_VIEW)


def lines_to_view(text: str) -> str:
    r"""Return text of several lines as the view holds it; `\r\n` and `\n` become breaks."""
    if "\r" not in text and "\u2029" not in text:
        return text
    return text.replace("\r\n", "\n").translate(_TO_VIEW)


def from_view(block: str) -> str:
    """Return a block's text as the document holds it."""
    return block.translate(_FROM_VIEW)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units Qt counts for the text."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def to_column(block: str, units: int) -> int:
    """Return the code points before a position that Qt counts in UTF-16 units of a block."""
    if block.isascii():
        return min(units, len(block))
    column = 0
    for character in block:
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            break
        column += 1
    return column


def common_head(one: str, other: str) -> int:
    """Return how many characters both begin with; halves, so that long lines stay cheap."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
