"""The file menu: sites and posts, to the disk and from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import (
    Command,
    with_post,
    with_site,
    with_site_post,
    with_writable_post,
)

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.workbench import Workbench

_KEY = QKeySequence.StandardKey


def _new_post(desks: Desks) -> None:
    desks.creating.new_post()


def _open_site(desks: Desks) -> None:
    desks.sites.choose_site()


def _open_post(desks: Desks) -> None:
    desks.sites.choose_post()


def _save(desks: Desks) -> None:
    desks.saving.save_shown()


def _save_elsewhere(desks: Desks) -> None:
    desks.saving.save_elsewhere()


def _save_all(desks: Desks) -> None:
    desks.saving.save_all()


def _can_save_all(bench: Workbench) -> bool:
    return any(post.document.modified for post in bench.posts)


def _versions(desks: Desks) -> None:
    desks.history.show_versions()


def _recovery(desks: Desks) -> None:
    desks.recovery.show_recovery()


def _export(desks: Desks) -> None:
    desks.exporting.export([])


def _browser(desks: Desks) -> None:
    desks.places.open_in_browser()


def _folder(desks: Desks) -> None:
    desks.places.show_in_folder()


def _new_window(desks: Desks) -> None:
    desks.places.open_second_window()


def _close_post(desks: Desks) -> None:
    desks.closing.close_shown()


def _quit(desks: Desks) -> None:
    desks.looks.leave_wanted.emit()


COMMANDS: tuple[Command, ...] = (
    Command(
        "file.new_post",
        str(QT_TRANSLATE_NOOP("Commands", "New post…")),
        "file",
        _new_post,
        _KEY.New,
        icon="plus",
        enabled=with_site,
        toolbar="left",
    ),
    Command(
        "file.open_site",
        str(QT_TRANSLATE_NOOP("Commands", "Open site…")),
        "file",
        _open_site,
        "Ctrl+Shift+O",
        icon="folder-open",
    ),
    Command(
        "file.open_post",
        str(QT_TRANSLATE_NOOP("Commands", "Open post…")),
        "file",
        _open_post,
        _KEY.Open,
        icon="file-text",
    ),
    Command(
        "file.save",
        str(QT_TRANSLATE_NOOP("Commands", "Save")),
        "file",
        _save,
        _KEY.Save,
        icon="device-floppy",
        enabled=with_writable_post,
        toolbar="left",
        separated=True,
    ),
    Command(
        "file.save_elsewhere",
        str(QT_TRANSLATE_NOOP("Commands", "Save a copy elsewhere…")),
        "file",
        _save_elsewhere,
        "Ctrl+Shift+S",
        enabled=with_post,
    ),
    Command(
        "file.save_all",
        str(QT_TRANSLATE_NOOP("Commands", "Save all")),
        "file",
        _save_all,
        "Ctrl+Alt+S",
        enabled=_can_save_all,
    ),
    Command(
        "file.versions",
        str(QT_TRANSLATE_NOOP("Commands", "Versions of this post…")),
        "file",
        _versions,
        "Ctrl+Alt+H",
        icon="history",
        enabled=with_site_post,
        separated=True,
    ),
    Command(
        "file.recovery",
        str(QT_TRANSLATE_NOOP("Commands", "Unsaved words from before…")),
        "file",
        _recovery,
    ),
    Command(
        "file.export",
        str(QT_TRANSLATE_NOOP("Commands", "Export bundle…")),
        "file",
        _export,
        "Ctrl+E",
        icon="package-export",
        enabled=with_site,
        separated=True,
    ),
    Command(
        "file.open_in_browser",
        str(QT_TRANSLATE_NOOP("Commands", "Open in browser")),
        "file",
        _browser,
        "Ctrl+Shift+B",
        icon="world",
        enabled=with_post,
    ),
    Command(
        "file.show_in_folder",
        str(QT_TRANSLATE_NOOP("Commands", "Show in folder")),
        "file",
        _folder,
        "",
        icon="folder",
        enabled=with_site_post,
    ),
    Command(
        "file.new_window",
        str(QT_TRANSLATE_NOOP("Commands", "Second window")),
        "file",
        _new_window,
        "Ctrl+Shift+N",
        separated=True,
    ),
    Command(
        "file.close_post",
        str(QT_TRANSLATE_NOOP("Commands", "Close post")),
        "file",
        _close_post,
        _KEY.Close,
        enabled=with_post,
    ),
    Command(
        "file.quit",
        str(QT_TRANSLATE_NOOP("Commands", "Quit")),
        "file",
        _quit,
        "Ctrl+Q",
        separated=True,
    ),
)
