"""The text menu: Markdown by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import Command, with_writable_post
from editor.ui.text import typing_helps

if TYPE_CHECKING:
    from editor.ui.desks import Desks

_KEY = QKeySequence.StandardKey


def _bold(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.bold)


def _italic(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.italic)


def _code(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.code)


def _link(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.link)


def _heading2(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.heading(2))


def _heading3(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.heading(3))


def _quote(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.quote)


def _bullets(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.bulleted_list)


def _numbers(desks: Desks) -> None:
    desks.bench.views.active.pane.edit_selection(typing_helps.numbered_list)


def _picture(desks: Desks) -> None:
    desks.pictures.insert()


COMMANDS: tuple[Command, ...] = (
    Command(
        "text.heading",
        str(QT_TRANSLATE_NOOP("Commands", "Heading")),
        "text",
        _heading2,
        "Ctrl+2",
        icon="heading",
        enabled=with_writable_post,
        toolbar="left",
    ),
    Command(
        "text.subheading",
        str(QT_TRANSLATE_NOOP("Commands", "Subheading")),
        "text",
        _heading3,
        "Ctrl+3",
        enabled=with_writable_post,
    ),
    Command(
        "text.bold",
        str(QT_TRANSLATE_NOOP("Commands", "Bold")),
        "text",
        _bold,
        _KEY.Bold,
        icon="bold",
        enabled=with_writable_post,
        toolbar="left",
        separated=True,
    ),
    Command(
        "text.italic",
        str(QT_TRANSLATE_NOOP("Commands", "Italic")),
        "text",
        _italic,
        _KEY.Italic,
        icon="italic",
        enabled=with_writable_post,
        toolbar="left",
    ),
    Command(
        "text.code",
        str(QT_TRANSLATE_NOOP("Commands", "Code")),
        "text",
        _code,
        "Ctrl+`",
        icon="code",
        enabled=with_writable_post,
    ),
    Command(
        "text.link",
        str(QT_TRANSLATE_NOOP("Commands", "Link")),
        "text",
        _link,
        "Ctrl+K",
        icon="link",
        enabled=with_writable_post,
        toolbar="left",
    ),
    Command(
        "text.quote",
        str(QT_TRANSLATE_NOOP("Commands", "Quote")),
        "text",
        _quote,
        "Ctrl+Shift+.",
        icon="quote",
        enabled=with_writable_post,
        toolbar="left",
        separated=True,
    ),
    Command(
        "text.bulleted_list",
        str(QT_TRANSLATE_NOOP("Commands", "List")),
        "text",
        _bullets,
        "Ctrl+Shift+8",
        icon="list",
        enabled=with_writable_post,
        toolbar="left",
    ),
    Command(
        "text.numbered_list",
        str(QT_TRANSLATE_NOOP("Commands", "Numbered list")),
        "text",
        _numbers,
        "Ctrl+Shift+7",
        icon="list-numbers",
        enabled=with_writable_post,
    ),
    Command(
        "text.picture",
        str(QT_TRANSLATE_NOOP("Commands", "Picture…")),
        "text",
        _picture,
        "Ctrl+Shift+I",
        icon="photo",
        enabled=with_writable_post,
        toolbar="left",
        separated=True,
    ),
)
