"""The panels beside the text, as a table: the window lays them out, the view menu shows and hides.

A panel is made when the window is; what costs is imported there, not before.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from editor.ui.workbench.workbench import Workbench


class Side(enum.Enum):
    """Where a panel stands."""

    LEFT = "left"
    ABOVE = "above"  # the text, in its column
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel.

    Attributes:
        id: Its name, in the settings too.
        title: As it stands in the view menu.
        hint: What the menu's entry does.
        icon: Name of an icon.
        shortcut: Keys in Qt's portable writing.
        side: Where it stands.
        make: Makes its widget, for a parent.
        least_width: It is not made narrower, in pixels; 0 where its content decides.
        needs_post: Whether it stands only beside a post.
    """

    id: str
    title: str
    hint: str
    icon: str
    shortcut: str
    side: Side
    make: Callable[[Workbench, QWidget], QWidget]
    least_width: int = 0
    needs_post: bool = True


def _make_posts(_bench: Workbench, parent: QWidget) -> QWidget:
    from editor.ui.posts.panel import PostListPanel

    return PostListPanel(parent)


def _make_form(bench: Workbench, parent: QWidget) -> QWidget:
    from editor.ui.form import FormPanel

    return FormPanel(bench.tasks, parent)


def _make_preview(_bench: Workbench, parent: QWidget) -> QWidget:
    from editor.ui.preview import PreviewPane

    return PreviewPane(parent)


PANELS: tuple[Panel, ...] = (
    Panel(
        "posts",
        str(QT_TRANSLATE_NOOP("Commands", "Posts")),
        str(QT_TRANSLATE_NOOP("Commands", "Show or hide the list of posts")),
        "layout-sidebar",
        "F9",
        Side.LEFT,
        _make_posts,
        least_width=200,
        needs_post=False,
    ),
    Panel(
        "form",
        str(QT_TRANSLATE_NOOP("Commands", "Fields")),
        str(QT_TRANSLATE_NOOP("Commands", "Show or hide the form")),
        "forms",
        "F7",
        Side.ABOVE,
        _make_form,
    ),
    Panel(
        "preview",
        str(QT_TRANSLATE_NOOP("Commands", "Preview")),
        str(QT_TRANSLATE_NOOP("Commands", "Show or hide the preview")),
        "eye",
        "F8",
        Side.RIGHT,
        _make_preview,
        least_width=260,
    ),
)
