"""Fonts that ship with the program, so that it looks the same on every machine."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from editor.dirs import resource

log = logging.getLogger(__name__)

UI = "Inter"
MONO = "JetBrains Mono"
SERIF = "Source Serif Pro"
WRITING_FONTS = (MONO, SERIF)

_AT_START = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Italic.otf",
    "Inter-Bold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Italic.ttf",
    "JetBrainsMono-Bold.ttf",
    "JetBrainsMono-BoldItalic.ttf",
)
_SERIF_FILES = (
    "SourceSerifPro-Regular.otf",
    "SourceSerifPro-It.otf",
    "SourceSerifPro-Semibold.otf",
    "SourceSerifPro-Bold.otf",
    "SourceSerifPro-BoldIt.otf",
)
_ROLES = {
    "small": (UI, 12, QFont.Weight.Normal),
    "body": (UI, 13, QFont.Weight.Normal),
    "body_strong": (UI, 13, QFont.Weight.DemiBold),
    "title": (UI, 15, QFont.Weight.DemiBold),
    "heading": (UI, 20, QFont.Weight.DemiBold),
    "mono": (MONO, 13, QFont.Weight.Normal),
    "serif": (SERIF, 16, QFont.Weight.Normal),
}


def load_fonts() -> None:
    """Make the interface's fonts known to Qt; the serif is loaded when first asked for."""
    _load("sans", _AT_START)


def font(role: str) -> QFont:
    """Return the font of a role.

    Args:
        role: `small`, `body`, `body_strong`, `title`, `heading`, `mono` or `serif`.

    Raises:
        KeyError: There is no such role.
    """
    family, size_px, weight = _ROLES[role]
    if family == SERIF:
        _load("serif", _SERIF_FILES)
    made = QFont(family)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made


def writing_font(family: str, size_px: int) -> QFont:
    """Return the font of the editing pane.

    Args:
        family: One of `WRITING_FONTS`, or a family of the system.
        size_px: Height in device-independent pixels, zoom included.
    """
    if family == SERIF:
        _load("serif", _SERIF_FILES)
    made = QFont(family)
    made.setPixelSize(max(6, size_px))
    if family == MONO:
        made.setStyleHint(QFont.StyleHint.Monospace)
        # Ligatures would show characters that are not in the text ("->" as an arrow).
        made.setFeature(QFont.Tag("calt"), 0)
    return made


def _load(group: str, files: tuple[str, ...]) -> None:
    app = QGuiApplication.instance()
    if app is None or app.property(f"standfirst_fonts_{group}"):
        return
    app.setProperty(f"standfirst_fonts_{group}", True)
    for name in files:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            log.warning("font not loaded: %s", name)
