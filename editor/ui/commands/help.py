"""The help menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import Command

if TYPE_CHECKING:
    from editor.ui.desks import Desks

_KEY = QKeySequence.StandardKey


def _keys(desks: Desks) -> None:
    desks.looks.keys_wanted.emit()


def _log(desks: Desks) -> None:
    desks.places.show_log()


def _about(desks: Desks) -> None:
    desks.places.show_about()


COMMANDS: tuple[Command, ...] = (
    Command(
        "help.keys",
        str(QT_TRANSLATE_NOOP("Commands", "Keyboard shortcuts")),
        "help",
        _keys,
        "F1",
        icon="keyboard",
    ),
    Command(
        "help.log",
        str(QT_TRANSLATE_NOOP("Commands", "Show the log file")),
        "help",
        _log,
    ),
    Command(
        "help.about",
        str(QT_TRANSLATE_NOOP("Commands", "About Standfirst")),
        "help",
        _about,
        "",
        icon="info-circle",
        separated=True,
    ),
)
