"""Icons drawn: Tabler's outlines (MIT), tinted and drawn at the screens' own resolutions.

A QIconEngine written in Python would follow the palette by itself, but PySide6 6.11.3 crashes when
Qt clones one (measured), so icons are pixmaps.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from editor.dirs import resource
from editor.ui.look.palette import Palette

_SIZES = (16, 20, 24, 32)


class Icons:
    """The icons of one palette, each made once; `known` remembers where an icon came from."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._made: dict[tuple[str, str], QIcon] = {}
        self.known: dict[int, tuple[str, str]] = {}

    def icon(self, name: str, role: str = "text") -> QIcon:
        """Return an icon in the colour of `role`, with its disabled form."""
        made = self._made.get((name, role))
        if made is None:
            made = QIcon()
            # Qt takes the normal picture for what the pointer is over, and for what is chosen.
            for mode, color in (
                (QIcon.Mode.Normal, self._palette.color(role)),
                (QIcon.Mode.Disabled, self._palette.line_strong),
            ):
                for picture in _drawn(name, color):
                    made.addPixmap(picture, mode)
            self._made[name, role] = made
            self.known[made.cacheKey()] = (name, role)
        return made


@functools.cache
def svg_text(name: str) -> str:
    """Return the source of an icon, coloured by `currentColor`."""
    return resource("icons", f"{name}.svg").read_text("utf-8")


def tinted(name: str, color: str) -> bytes:
    """Return an icon's SVG in one colour."""
    text = svg_text(name).replace("currentColor", color)
    return text.replace('stroke-width="2"', 'stroke-width="1.75"').encode()


def draw(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """Draw an icon at `size` device-independent pixels for a screen of `ratio`."""
    return _draw(QSvgRenderer(QByteArray(tinted(name, color))), size, ratio)


def _drawn(name: str, color: str) -> list[QPixmap]:
    """Draw an icon in every size, for every screen that there is."""
    renderer = QSvgRenderer(QByteArray(tinted(name, color)))
    ratios = dict.fromkeys(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return [_draw(renderer, size, ratio) for size in _SIZES for ratio in ratios or (1.0,)]


def _draw(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
