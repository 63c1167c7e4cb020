"""The pane's context menu: Qt's own, with the document's undo in place of Qt's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPlainTextEdit

if TYPE_CHECKING:
    from editor.document import Document


def context_menu(
    pane: QPlainTextEdit,
    document: Document | None,
    undo: Callable[[], None],
    redo: Callable[[], None],
) -> QMenu:
    """Make the menu for what can be done now.

    Args:
        pane: Where it is asked for.
        document: What the pane shows.
        undo: Takes the document's last step back.
        redo: Does its next step again.
    """
    menu = QMenu(pane)
    menu.setObjectName("editor_menu")
    writable = not pane.isReadOnly()
    selected = pane.textCursor().hasSelection()
    back = menu.addAction(pane.tr("Undo"), undo)
    back.setEnabled(writable and document is not None and document.can_undo)
    again = menu.addAction(pane.tr("Redo"), redo)
    again.setEnabled(writable and document is not None and document.can_redo)
    menu.addSeparator()
    menu.addAction(pane.tr("Cut"), pane.cut).setEnabled(writable and selected)
    menu.addAction(pane.tr("Copy"), pane.copy).setEnabled(selected)
    menu.addAction(pane.tr("Paste"), pane.paste).setEnabled(writable and pane.canPaste())
    menu.addSeparator()
    menu.addAction(pane.tr("Select all"), pane.selectAll)
    return menu
