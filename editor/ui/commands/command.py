"""What a command is. Menus, toolbar, shortcuts and tooltips are made from tables of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def always(_window: MainWindow) -> bool:
    """Tell that a command can be used at any time."""
    return True


def with_post(window: MainWindow) -> bool:
    """Tell whether a post is shown."""
    return window.tab is not None


def with_writable_post(window: MainWindow) -> bool:
    """Tell whether a post is shown that may be changed."""
    return window.tab is not None and not window.tab.document.read_only


def with_site(window: MainWindow) -> bool:
    """Tell whether a site is open."""
    return window.site is not None


def with_site_post(window: MainWindow) -> bool:
    """Tell whether a post of the open site is shown."""
    return window.site is not None and window.tab is not None and window.tab.path is not None


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for.

    Attributes:
        id: `menu.verb`; also the action's object name.
        title: As it stands in the menu.
        menu: `file`, `edit`, `text`, `post`, `view` or `help`.
        run: Does it.
        shortcut: A standard key of the platform, or keys in Qt's portable writing.
        icon: Name of an icon; empty for none.
        enabled: Whether it can be used now.
        checked: For a switch: whether it is on.
        toolbar: `left` or `right` to stand there too.
        separated: Whether a line stands above it in the menu.
        hint: What it does, where the title alone does not say.
    """

    id: str
    title: str
    menu: str
    run: Callable[[MainWindow], None]
    shortcut: QKeySequence.StandardKey | str = ""
    icon: str = ""
    enabled: Callable[[MainWindow], bool] = always
    checked: Callable[[MainWindow], bool] | None = None
    toolbar: str = ""
    separated: bool = False
    hint: str = ""
