"""The application's stylesheet, made of `resources/palettes/window.qss` and a palette."""

from __future__ import annotations

from string import Template

from editor.dirs import resource
from editor.ui.look.palette import Palette
from editor.ui.look.space import Space

# Icons which the sheet names as files: (icon, role of the palette).
SHEET_ICONS = (
    ("chevron-down", "text_muted"),
    ("chevron-up", "text_muted"),
    ("chevron-right", "text_muted"),
    ("chevron-left", "text_muted"),
    ("check", "accent_text"),
    ("minus", "accent_text"),
    ("x", "text_muted"),
)


def stylesheet(palette: Palette) -> str:
    """Return the stylesheet of the whole application in one palette."""
    names = {each: palette.color(each) for each in palette.__slots__}
    return Template(resource("palettes", "window.qss").read_text("utf-8")).substitute(
        names,
        corner=Space.CORNER,
        ring=Space.RING,
        hit=Space.HIT - 2,
        pillcorner=9,
    )
