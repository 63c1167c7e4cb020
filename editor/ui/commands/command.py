"""What a command is. Menus, toolbar, shortcuts and tooltips are made from tables of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from editor.ui.desks import Desks
    from editor.ui.workbench import Workbench


def always(_bench: Workbench) -> bool:
    """Tell that a command can be used at any time."""
    return True


def with_post(bench: Workbench) -> bool:
    """Tell whether a post is shown."""
    return bench.posts.shown is not None


def with_writable_post(bench: Workbench) -> bool:
    """Tell whether a post is shown that may be changed."""
    return bench.posts.shown is not None and not bench.posts.shown.document.read_only


def with_site(bench: Workbench) -> bool:
    """Tell whether a site is open."""
    return bench.session.site is not None


def with_site_post(bench: Workbench) -> bool:
    """Tell whether a post of the open site is shown."""
    shown = bench.posts.shown
    return bench.session.site is not None and shown is not None and shown.path is not None


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for.

    Attributes:
        id: `menu.verb`; also the action's object name.
        title: As it stands in the menu.
        menu: `file`, `edit`, `text`, `post`, `view` or `help`.
        run: Does it, by the desks.
        shortcut: A standard key of the platform, or keys in Qt's portable writing.
        icon: Name of an icon; empty for none.
        enabled: Whether it can be used now, by what is on the workbench.
        checked: For a switch: whether it is on.
        toolbar: `left` or `right` to stand there too.
        separated: Whether a line stands above it in the menu.
        hint: What it does, where the title alone does not say.
    """

    id: str
    title: str
    menu: str
    run: Callable[[Desks], None]
    shortcut: QKeySequence.StandardKey | str = ""
    icon: str = ""
    enabled: Callable[[Workbench], bool] = always
    checked: Callable[[Workbench], bool] | None = None
    toolbar: str = ""
    separated: bool = False
    hint: str = ""
