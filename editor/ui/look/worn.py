"""What the application wears, and who paints for himself is told when it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from editor.ui.look.drawing import Icons
from editor.ui.look.palette import Palette, load_palette


class Look(QObject):
    """What the application wears; one child of the application object."""

    palette_changed = Signal(object)  # the new Palette

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("standfirst_look")
        self.palette = load_palette("light")
        self.icons = Icons(self.palette)


def changes() -> Look:
    """Return the application's look, made light when nobody has applied one.

    Raises:
        RuntimeError: There is no application yet.
    """
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("the look needs an application")
    found = app.findChild(Look, "standfirst_look", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Look) else Look(app)


def current() -> Palette:
    """Return the palette that the application wears."""
    return changes().palette
