"""Place and size of the window and its zones, kept from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def restore(window: MainWindow) -> None:
    """Give a window the place that it had, or a comfortable one."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    # Room for the frame, which is not of the window's own size.
    window.resize(min(1600, screen.width() - 16), min(1040, screen.height() - 48))
    place, _, sizes = window.settings.window_geometry.partition("|")
    if place:
        window.restoreGeometry(_bytes(place))
    if sizes:
        window.zones.restoreState(_bytes(sizes))
    window.post_list.setVisible(window.settings.show_posts)
    window.preview.setVisible(False)


def kept(window: MainWindow) -> str:
    """Return what `restore` needs, for the settings."""
    place = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    sizes = bytes(window.zones.saveState().toBase64().data()).decode("ascii")
    return f"{place}|{sizes}"


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "replace"))
