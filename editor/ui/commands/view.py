"""The view menu: zones, palette, zoom, and the way round by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import Command, with_post

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

_KEY = QKeySequence.StandardKey


def _posts(window: MainWindow) -> None:
    window.toggle_posts()


def _form(window: MainWindow) -> None:
    window.toggle_form()


def _preview(window: MainWindow) -> None:
    window.toggle_preview()


def _is_posts(window: MainWindow) -> bool:
    return window.settings.show_posts


def _is_form(window: MainWindow) -> bool:
    return window.settings.show_form


def _is_preview(window: MainWindow) -> bool:
    return window.settings.show_preview


def _raw(window: MainWindow) -> None:
    window.form.set_raw(not window.form.is_raw)


def _is_raw(window: MainWindow) -> bool:
    return window.form.is_raw


def _dark(window: MainWindow) -> None:
    window.toggle_dark()


def _is_dark(window: MainWindow) -> bool:
    return window.is_dark


def _serif(window: MainWindow) -> None:
    window.toggle_serif()


def _is_serif(window: MainWindow) -> bool:
    return window.is_serif


def _zoom_in(window: MainWindow) -> None:
    window.zoom(1)


def _zoom_out(window: MainWindow) -> None:
    window.zoom(-1)


def _zoom_reset(window: MainWindow) -> None:
    window.zoom(0)


def _full(window: MainWindow) -> None:
    window.toggle_full_screen()


def _is_full(window: MainWindow) -> bool:
    return window.isFullScreen()


def _next_zone(window: MainWindow) -> None:
    window.move_focus(1)


def _previous_zone(window: MainWindow) -> None:
    window.move_focus(-1)


def _next_post(window: MainWindow) -> None:
    window.tabs.step(1)


def _previous_post(window: MainWindow) -> None:
    window.tabs.step(-1)


def _can_step(window: MainWindow) -> bool:
    return len(window.tabs.all) > 1


COMMANDS: tuple[Command, ...] = (
    Command(
        "view.posts",
        str(QT_TRANSLATE_NOOP("Commands", "Posts")),
        "view",
        _posts,
        "F9",
        icon="layout-sidebar",
        checked=_is_posts,
        toolbar="right",
        hint=str(QT_TRANSLATE_NOOP("Commands", "Show or hide the list of posts")),
    ),
    Command(
        "view.form",
        str(QT_TRANSLATE_NOOP("Commands", "Fields")),
        "view",
        _form,
        "F7",
        icon="forms",
        checked=_is_form,
        toolbar="right",
        hint=str(QT_TRANSLATE_NOOP("Commands", "Show or hide the form")),
    ),
    Command(
        "view.preview",
        str(QT_TRANSLATE_NOOP("Commands", "Preview")),
        "view",
        _preview,
        "F8",
        icon="eye",
        checked=_is_preview,
        toolbar="right",
        hint=str(QT_TRANSLATE_NOOP("Commands", "Show or hide the preview")),
    ),
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
