"""The post menu: what happens to the file as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

from editor.ui.commands.command import Command, with_site_post
from editor.ui.desks.moving import is_draft_shown

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.workbench import Workbench

_KEY = QKeySequence.StandardKey


def _publish(desks: Desks) -> None:
    desks.moving.publish_shown()


def _unpublish(desks: Desks) -> None:
    desks.moving.unpublish_shown()


def _rename(desks: Desks) -> None:
    desks.moving.rename_shown()


def _delete(desks: Desks) -> None:
    desks.removing.delete_shown()


def _can_publish(bench: Workbench) -> bool:
    return with_site_post(bench) and is_draft_shown(bench)


def _can_unpublish(bench: Workbench) -> bool:
    return with_site_post(bench) and not is_draft_shown(bench)


COMMANDS: tuple[Command, ...] = (
    Command(
        "post.publish",
        str(QT_TRANSLATE_NOOP("Commands", "Publish…")),
        "post",
        _publish,
        "Ctrl+Shift+P",
        icon="send",
        enabled=_can_publish,
        hint=str(QT_TRANSLATE_NOOP("Commands", "Move the draft to the posts, with its date")),
    ),
    Command(
        "post.unpublish",
        str(QT_TRANSLATE_NOOP("Commands", "Make it a draft again")),
        "post",
        _unpublish,
        "",
        enabled=_can_unpublish,
    ),
    Command(
        "post.rename",
        str(QT_TRANSLATE_NOOP("Commands", "Rename by title and date…")),
        "post",
        _rename,
        "F2",
        icon="pencil",
        enabled=with_site_post,
    ),
    Command(
        "post.delete",
        str(QT_TRANSLATE_NOOP("Commands", "Move to the trash…")),
        "post",
        _delete,
        "",
        icon="trash",
        enabled=with_site_post,
        separated=True,
    ),
)
