"""Distances and sizes, in device-independent pixels."""

from __future__ import annotations

from typing import Final


class Space:
    """Every distance that a layout may use."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 32
    CORNER: Final = 6
    LINE: Final = 1
    RING: Final = 2
    HIT: Final = 28
    ICON: Final = 20
    ICON_SMALL: Final = 16
