"""Icons: Tabler's outlines (MIT), tinted by role and drawn at the screen's own resolution.

A QIconEngine written in Python would follow the palette by itself, but PySide6 6.11.3 crashes when
Qt clones one (measured), so icons are pixmaps, and `refresh_icons` exchanges them.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from editor.dirs import resource
from editor.ui.look.palette import Palette

_SIZES = (16, 20, 24, 32)
_RATIOS = (1.0, 2.0)


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
            color = self._palette.color(role)
            off = self._palette.line_strong
            for size in _SIZES:
                for ratio in _RATIOS:
                    made.addPixmap(draw(name, color, size, ratio), QIcon.Mode.Normal)
                    made.addPixmap(draw(name, color, size, ratio), QIcon.Mode.Active)
                    made.addPixmap(draw(name, color, size, ratio), QIcon.Mode.Selected)
                    made.addPixmap(draw(name, off, size, ratio), QIcon.Mode.Disabled)
            self._made[name, role] = made
            self.known[made.cacheKey()] = (name, role)
        return made


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon `name` (a file in resources/icons without `.svg`) in the current palette.

    Args:
        name: Tabler's name, such as `device-floppy`.
        role: Role of the palette that gives the colour.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    from editor.ui.look.dress import changes

    return changes().icons.icon(name, role)


def pixmap(name: str, role: str = "text", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture, for labels and delegates that paint themselves."""
    from editor.ui.look.dress import current

    color = current().color(role)
    key = f"{name} {color} {size} {ratio}"
    made = QPixmap()
    # Every row of the list asks for one at each painting; drawing it anew takes most of that.
    if not QPixmapCache.find(key, made):
        made = draw(name, color, size, ratio)
        QPixmapCache.insert(key, made)
    return made


def icon_names() -> list[str]:
    """Return the names of all icons that ship with the program."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


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
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(tinted(name, color)))
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def refresh_icons(old: Icons, new: Icons) -> None:
    """Exchange the icons of every button and action that `old` made."""
    seen: set[QAction] = set()
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton):
            source = old.known.get(widget.icon().cacheKey())
            if source is not None:
                widget.setIcon(new.icon(*source))
        for action in [*widget.actions(), *widget.findChildren(QAction)]:
            if action in seen:
                continue
            seen.add(action)
            source = old.known.get(action.icon().cacheKey())
            if source is not None:
                action.setIcon(new.icon(*source))
