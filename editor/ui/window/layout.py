"""The window's zones from the table of panels, and their place and size from start to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from editor.ui.workbench import PANELS, Side

if TYPE_CHECKING:
    from editor.ui.window.post_views import PostViews

_TEXT_WIDTH = 360  # the column of the text is not made narrower
_SIZES = {"posts": 236, "text": 650, "preview": 394}
_SHARES = {"text": 3, "preview": 2}


def laid_out(panels: dict[str, QWidget], views: PostViews, window: QMainWindow) -> QSplitter:
    """Put panels and text where they stand.

    Args:
        panels: The panels' widgets, by their ids.
        views: Tabs and text.
        window: Gets them as its centre.
    """
    center = QWidget(window)
    center.setObjectName("center")
    center.setMinimumWidth(_TEXT_WIDTH)
    column = QVBoxLayout(center)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(views.bar)
    for panel in PANELS:
        if panel.side is Side.ABOVE:
            column.addWidget(panels[panel.id])
    column.addWidget(views.stack, 1)
    zones = QSplitter(Qt.Orientation.Horizontal, window)
    zones.setObjectName("zones")
    zones.setHandleWidth(1)
    names = [
        *(panel.id for panel in PANELS if panel.side is Side.LEFT),
        "text",
        *(panel.id for panel in PANELS if panel.side is Side.RIGHT),
    ]
    for name in names:
        zones.addWidget(panels.get(name, center))
    for panel in PANELS:
        if panel.least_width:
            panels[panel.id].setMinimumWidth(panel.least_width)
    zones.setChildrenCollapsible(False)
    for at, name in enumerate(names):
        zones.setStretchFactor(at, _SHARES.get(name, 0))
    zones.setSizes([_SIZES.get(name, _TEXT_WIDTH) for name in names])
    window.setCentralWidget(zones)
    return zones


def restore(window: QMainWindow, zones: QSplitter, kept: str) -> None:
    """Give a window the place that it had, or a comfortable one.

    Args:
        window: Which.
        zones: Its zones.
        kept: What `kept_place` returned; empty for none.
    """
    screen = QGuiApplication.primaryScreen().availableGeometry()
    # Room for the frame, which is not of the window's own size.
    window.resize(min(1600, screen.width() - 16), min(1040, screen.height() - 48))
    place, _, sizes = kept.partition("|")
    if place:
        window.restoreGeometry(_bytes(place))
    if sizes:
        zones.restoreState(_bytes(sizes))


def kept_place(window: QMainWindow, zones: QSplitter) -> str:
    """Return what `restore` needs, for the session."""
    place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    sizes = bytes(zones.saveState().toBase64().data()).decode("ascii")
    return f"{place}|{sizes}"


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "replace"))
