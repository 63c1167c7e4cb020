"""The view menu: zones, palette, zoom, and the way round by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui import look
from editor.ui.commands.command import Command, with_post
from editor.ui.desks.looks import is_serif
from editor.ui.workbench import PANELS, Panel

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.workbench import Workbench

_KEY = QKeySequence.StandardKey


def _toggle(panel: Panel) -> Command:
    """Return the command that shows or hides a panel."""

    def run(desks: Desks) -> None:
        desks.looks.toggle_panel(panel.id)

    def is_shown(bench: Workbench) -> bool:
        return panel.id not in bench.kept.settings.hidden_panels

    return Command(
        f"view.{panel.id}",
        panel.title,
        "view",
        run,
        panel.shortcut,
        icon=panel.icon,
        checked=is_shown,
        toolbar="right",
        hint=panel.hint,
    )


def _raw(desks: Desks) -> None:
    desks.looks.raw_toggled.emit()


def _is_raw(bench: Workbench) -> bool:
    return bench.views.is_raw


def _dark(desks: Desks) -> None:
    desks.looks.toggle_dark()


def _is_dark(_bench: Workbench) -> bool:
    return look.current().dark


def _serif(desks: Desks) -> None:
    desks.looks.toggle_serif()


def _is_serif(bench: Workbench) -> bool:
    return is_serif(bench)


def _zoom_in(desks: Desks) -> None:
    desks.looks.zoom(1)


def _zoom_out(desks: Desks) -> None:
    desks.looks.zoom(-1)


def _zoom_reset(desks: Desks) -> None:
    desks.looks.zoom(0)


def _full(desks: Desks) -> None:
    desks.looks.full_screen_toggled.emit()


def _is_full(bench: Workbench) -> bool:
    return bench.views.is_full_screen


def _next_zone(desks: Desks) -> None:
    desks.looks.zone_wanted.emit(1)


def _previous_zone(desks: Desks) -> None:
    desks.looks.zone_wanted.emit(-1)


def _next_post(desks: Desks) -> None:
    desks.bench.posts.step(1)


def _previous_post(desks: Desks) -> None:
    desks.bench.posts.step(-1)


def _can_step(bench: Workbench) -> bool:
    return len(bench.posts) > 1


COMMANDS: tuple[Command, ...] = (
    *(_toggle(panel) for panel in PANELS),
    Command(
        "view.raw_yaml",
        str(QT_TRANSLATE_NOOP("Commands", "Front matter as YAML")),
        "view",
        _raw,
        "Ctrl+Shift+Y",
        icon="braces",
        enabled=with_post,
        checked=_is_raw,
    ),
    Command(
        "view.dark",
        str(QT_TRANSLATE_NOOP("Commands", "Dark")),
        "view",
        _dark,
        "Ctrl+Shift+D",
        icon="moon",
        checked=_is_dark,
        toolbar="right",
        separated=True,
        hint=str(QT_TRANSLATE_NOOP("Commands", "Dark or light palette")),
    ),
    Command(
        "view.serif",
        str(QT_TRANSLATE_NOOP("Commands", "Write in a serif")),
        "view",
        _serif,
        "",
        checked=_is_serif,
    ),
    Command(
        "view.zoom_in",
        str(QT_TRANSLATE_NOOP("Commands", "Zoom in")),
        "view",
        _zoom_in,
        _KEY.ZoomIn,
        separated=True,
    ),
    Command(
        "view.zoom_out",
        str(QT_TRANSLATE_NOOP("Commands", "Zoom out")),
        "view",
        _zoom_out,
        _KEY.ZoomOut,
    ),
    Command(
        "view.zoom_reset",
        str(QT_TRANSLATE_NOOP("Commands", "Zoom 100 %")),
        "view",
        _zoom_reset,
        "Ctrl+0",
    ),
    Command(
        "view.full_screen",
        str(QT_TRANSLATE_NOOP("Commands", "Full screen")),
        "view",
        _full,
        "F11",
        icon="maximize",
        checked=_is_full,
        separated=True,
    ),
    Command(
        "view.next_zone",
        str(QT_TRANSLATE_NOOP("Commands", "Next zone")),
        "view",
        _next_zone,
        "F6",
        separated=True,
    ),
    Command(
        "view.previous_zone",
        str(QT_TRANSLATE_NOOP("Commands", "Previous zone")),
        "view",
        _previous_zone,
        "Shift+F6",
    ),
    Command(
        "view.next_post",
        str(QT_TRANSLATE_NOOP("Commands", "Next post")),
        "view",
        _next_post,
        "Ctrl+Tab",
        enabled=_can_step,
    ),
    Command(
        "view.previous_post",
        str(QT_TRANSLATE_NOOP("Commands", "Previous post")),
        "view",
        _previous_post,
        "Ctrl+Shift+Tab",
        enabled=_can_step,
    ),
)
