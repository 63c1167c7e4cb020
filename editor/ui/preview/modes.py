"""The ways in which a post is looked at, and the widths that its page is given, as tables."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Mode:
    """A view, or a width.

    Attributes:
        id: Its name in the settings.
        title: As it stands in menu and tooltip.
        icon: Name of an icon.
        width: Of the page in its own pixels; 0 for all the room there is.
    """

    id: str
    title: str
    icon: str
    width: int = 0


THEME, READING, SOURCE, CARDS = "theme", "reading", "source", "cards"
PANE, PRINT = "pane", "print"

VIEWS: tuple[Mode, ...] = (
    Mode(THEME, str(QT_TRANSLATE_NOOP("Commands", "In the site's theme")), "template"),
    Mode(READING, str(QT_TRANSLATE_NOOP("Commands", "Reading view")), "file-text"),
    Mode(SOURCE, str(QT_TRANSLATE_NOOP("Commands", "Source of the page")), "code"),
    Mode(CARDS, str(QT_TRANSLATE_NOOP("Commands", "Search result and social card")), "id"),
)

WIDTHS: tuple[Mode, ...] = (
    Mode(PANE, str(QT_TRANSLATE_NOOP("Commands", "As wide as the preview")), "arrows-horizontal"),
    Mode("phone", str(QT_TRANSLATE_NOOP("Commands", "Phone")), "device-mobile", 390),
    Mode("tablet", str(QT_TRANSLATE_NOOP("Commands", "Tablet")), "device-tablet", 820),
    Mode("desktop", str(QT_TRANSLATE_NOOP("Commands", "Desktop")), "device-desktop", 1280),
    # A4 in CSS pixels, less the margins that browsers leave (1 cm).
    Mode(PRINT, str(QT_TRANSLATE_NOOP("Commands", "Print")), "printer", 718),
)


def known(modes: tuple[Mode, ...], mode: str) -> Mode:
    """Return a mode by its id, or the first where a setting names none of them."""
    return next((each for each in modes if each.id == mode), modes[0])


def next_of(modes: tuple[Mode, ...], mode: str) -> str:
    """Return the id of the mode after this one; the first after the last."""
    return modes[(modes.index(known(modes, mode)) + 1) % len(modes)].id
