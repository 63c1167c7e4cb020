"""Icons by their names, in the palette that is worn; `refresh_icons` exchanges those in use."""

from __future__ import annotations

from PySide6.QtGui import QAction, QIcon, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractButton, QApplication

from editor.dirs import resource
from editor.ui.look.drawing import Icons, draw
from editor.ui.look.worn import changes, current


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon `name` (a file in resources/icons without `.svg`) in the current palette.

    Args:
        name: Tabler's name, such as `device-floppy`.
        role: Role of the palette that gives the colour.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    return changes().icons.icon(name, role)


def pixmap(name: str, role: str = "text", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture, for labels and delegates that paint themselves."""
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
