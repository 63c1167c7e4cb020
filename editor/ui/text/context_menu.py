"""The pane's context menu: Qt's own, with the document's undo in place of Qt's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from editor.ui.text.pane import EditorPane


def context_menu(pane: EditorPane) -> QMenu:
    """Make the menu for what can be done now."""
    menu = QMenu(pane)
    menu.setObjectName("editor_menu")
    document = pane.shown_document
    writable = not pane.isReadOnly()
    selected = pane.textCursor().hasSelection()
    undo = menu.addAction(pane.tr("Undo"), pane.undo_step)
    undo.setEnabled(writable and document is not None and document.can_undo)
    redo = menu.addAction(pane.tr("Redo"), pane.redo_step)
    redo.setEnabled(writable and document is not None and document.can_redo)
    menu.addSeparator()
    menu.addAction(pane.tr("Cut"), pane.cut).setEnabled(writable and selected)
    menu.addAction(pane.tr("Copy"), pane.copy).setEnabled(selected)
    menu.addAction(pane.tr("Paste"), pane.paste).setEnabled(writable and pane.canPaste())
    menu.addSeparator()
    menu.addAction(pane.tr("Select all"), pane.selectAll)
    return menu
