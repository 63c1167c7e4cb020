"""The edit menu: undo, clipboard, find and replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import Command, with_post, with_writable_post

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.workbench import Workbench

_KEY = QKeySequence.StandardKey


def _undo(desks: Desks) -> None:
    desks.looks.undo()


def _redo(desks: Desks) -> None:
    desks.looks.redo()


def _can_undo(bench: Workbench) -> bool:
    return with_writable_post(bench) and bench.posts.current.document.can_undo


def _can_redo(bench: Workbench) -> bool:
    return with_writable_post(bench) and bench.posts.current.document.can_redo


def _cut(desks: Desks) -> None:
    desks.looks.clipboard("cut")


def _copy(desks: Desks) -> None:
    desks.looks.clipboard("copy")


def _paste(desks: Desks) -> None:
    desks.looks.clipboard("paste")


def _select_all(desks: Desks) -> None:
    desks.looks.clipboard("selectAll")


def _find(desks: Desks) -> None:
    desks.bench.views.active.find_bar.open_bar(replacing=False)


def _replace(desks: Desks) -> None:
    desks.bench.views.active.find_bar.open_bar(replacing=True)


def _find_next(desks: Desks) -> None:
    desks.bench.views.active.find_bar.find_next()


def _find_previous(desks: Desks) -> None:
    desks.bench.views.active.find_bar.find_previous()


def _search_posts(desks: Desks) -> None:
    desks.looks.search_wanted.emit()


COMMANDS: tuple[Command, ...] = (
    Command(
        "edit.undo",
        str(QT_TRANSLATE_NOOP("Commands", "Undo")),
        "edit",
        _undo,
        _KEY.Undo,
        icon="arrow-back-up",
        enabled=_can_undo,
    ),
    Command(
        "edit.redo",
        str(QT_TRANSLATE_NOOP("Commands", "Redo")),
        "edit",
        _redo,
        _KEY.Redo,
        icon="arrow-forward-up",
        enabled=_can_redo,
    ),
    Command(
        "edit.cut",
        str(QT_TRANSLATE_NOOP("Commands", "Cut")),
        "edit",
        _cut,
        _KEY.Cut,
        separated=True,
    ),
    Command(
        "edit.copy",
        str(QT_TRANSLATE_NOOP("Commands", "Copy")),
        "edit",
        _copy,
        _KEY.Copy,
    ),
    Command(
        "edit.paste",
        str(QT_TRANSLATE_NOOP("Commands", "Paste")),
        "edit",
        _paste,
        _KEY.Paste,
    ),
    Command(
        "edit.select_all",
        str(QT_TRANSLATE_NOOP("Commands", "Select all")),
        "edit",
        _select_all,
        _KEY.SelectAll,
    ),
    Command(
        "edit.find",
        str(QT_TRANSLATE_NOOP("Commands", "Find…")),
        "edit",
        _find,
        _KEY.Find,
        icon="search",
        enabled=with_post,
        separated=True,
    ),
    Command(
        "edit.replace",
        str(QT_TRANSLATE_NOOP("Commands", "Replace…")),
        "edit",
        _replace,
        "Ctrl+H",
        enabled=with_writable_post,
    ),
    Command(
        "edit.find_next",
        str(QT_TRANSLATE_NOOP("Commands", "Find next")),
        "edit",
        _find_next,
        "F3",
        enabled=with_post,
    ),
    Command(
        "edit.find_previous",
        str(QT_TRANSLATE_NOOP("Commands", "Find previous")),
        "edit",
        _find_previous,
        "Shift+F3",
        enabled=with_post,
    ),
    Command(
        "edit.search_posts",
        str(QT_TRANSLATE_NOOP("Commands", "Search the posts")),
        "edit",
        _search_posts,
        "Ctrl+Shift+F",
        separated=True,
    ),
)
