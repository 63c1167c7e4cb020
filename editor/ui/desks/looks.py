"""What the person sees and how: panels, palette, font, zoom, the way round by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from editor.ui import look

if TYPE_CHECKING:
    from editor.ui.workbench import Workbench

_ZOOM_STEPS = (60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
_MONO, _SERIF = "JetBrains Mono", "Source Serif Pro"


class LooksDesk(QObject):
    """Changes what was chosen; the window listens to that, and to what is wanted once."""

    raw_toggled = Signal()  # the front matter as YAML, or as fields
    full_screen_toggled = Signal()
    zone_wanted = Signal(int)  # steps to the next zone, or to the one before
    search_wanted = Signal()  # the search over the posts
    keys_wanted = Signal()  # the list of keys
    leave_wanted = Signal()  # the person wants to leave

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench

    def toggle_panel(self, panel: str) -> None:
        """Show or hide a panel.

        Args:
            panel: Its id.
        """
        hidden = self._bench.kept.settings.hidden_panels
        rest = tuple(each for each in hidden if each != panel)
        self._bench.kept.choose(hidden_panels=rest if panel in hidden else (*hidden, panel))

    def toggle_dark(self) -> None:
        """Wear the other palette, and keep to it."""
        self._bench.kept.choose(palette="light" if look.current().dark else "dark")

    def toggle_serif(self) -> None:
        """Write in the other font."""
        font = _MONO if is_serif(self._bench) else _SERIF
        self._bench.kept.choose(writing_font=font)

    @Slot(int)
    def zoom(self, steps: int) -> None:
        """Zoom text and preview by steps; 0 goes back to 100 %."""
        now = self._bench.kept.settings.zoom_percent
        if steps == 0:
            wanted = 100
        elif steps > 0:
            wanted = next((each for each in _ZOOM_STEPS if each > now), now)
        else:
            wanted = next((each for each in reversed(_ZOOM_STEPS) if each < now), now)
        self._bench.kept.choose(zoom_percent=wanted)
        self._bench.say(self.tr("Zoom {0} %").format(wanted))

    def undo(self) -> None:
        """Take the post's last step back, wherever it was made."""
        self._bench.posts.commit()
        self._bench.views.active.pane.undo_step()
        self._bench.posts.tell_standing(self._bench.posts.current)

    def redo(self) -> None:
        """Do the post's next step again."""
        self._bench.posts.commit()
        self._bench.views.active.pane.redo_step()
        self._bench.posts.tell_standing(self._bench.posts.current)

    @staticmethod
    def clipboard(deed: str) -> None:
        """Cut, copy, paste or select all in what has the focus.

        Args:
            deed: The name of Qt's slot.
        """
        method = getattr(QApplication.focusWidget(), deed, None)
        if callable(method):
            method()


def is_serif(bench: Workbench) -> bool:
    """Tell whether one writes in a serif."""
    return "Serif" in bench.kept.settings.writing_font
