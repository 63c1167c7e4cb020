"""Ask for the name of a field: a new one, or another name for one that is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from editor.ui import look

if TYPE_CHECKING:
    from editor.document import Document
    from editor.site import KeyUsage

_FIT = re.compile(r"[^\W\d][\w .-]*\Z")
_MOST_OFFERED = 12


class FieldNameDialog(QDialog):
    """A name, checked while it is typed."""

    def __init__(
        self,
        title: str,
        taken: Collection[str],
        known: Sequence[str] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("field-name-dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self._taken = set(taken) - {name}
        heading = QLabel(title, self)
        look.set_role(heading, "title")
        self.line = QLineEdit(name, self)
        self.line.setObjectName("field-name")
        self.line.setAccessibleName(self.tr("Name of the field"))
        self.line.setPlaceholderText(self.tr("for example: subtitle"))
        completer = QCompleter([*known], self.line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.line.textChanged.connect(self._on_text_changed)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        look.set_role(self._hint, "small")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setObjectName("accept")
        look.set_role(ok, "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(look.Space.M)
        layout.addWidget(heading)
        layout.addWidget(self.line)
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)
        self._on_text_changed(name)
        self.line.selectAll()

    @property
    def name(self) -> str:
        """The name as typed, without blanks at the ends."""
        return self.line.text().strip()

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        name = self.name
        hint = ""
        if name in self._taken:
            hint = self.tr("The post has a field of that name already.")
        elif name and not _FIT.match(name):
            hint = self.tr("A name starts with a letter and holds letters, digits, _ and -.")
        self._hint.setText(hint or self.tr("The name as it stands in the file, without the colon."))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(name) and not hint)


def asked_name(
    title: str, document: Document | None, usage: KeyUsage | None, parent: QWidget, name: str = ""
) -> str:
    """Ask for a field's name, and return it; empty when none was given.

    Args:
        title: What it is asked for.
        document: The post, which has its fields already.
        usage: Which fields the site's posts have.
        parent: The dialog stands over it.
        name: What it is called now.
    """
    taken = [field.key for field in document.post.fields] if document is not None else []
    known = [key for key, _ in usage.all_keys()] if usage is not None else []
    dialog = FieldNameDialog(title, taken, known, name, parent)
    is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.name if is_accepted else ""


def add_menu(document: Document | None, usage: KeyUsage | None, parent: QWidget) -> QMenu:
    """Make the menu of fields to add: those that the site's posts use most come first.

    Each action's data is the field's name, and empty for another name.

    Args:
        document: The post.
        usage: Which fields the site's posts have.
        parent: Owns the menu.
    """
    menu = QMenu(parent)
    menu.setObjectName("add-field-menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    present = {field.key for field in document.post.fields} if document is not None else set()
    known = [key for key, _ in usage.all_keys()] if usage is not None else []
    for key in [key for key in known if key not in present][:_MOST_OFFERED]:
        menu.addAction(key.replace("&", "&&")).setData(key)
    if not menu.isEmpty():
        menu.addSeparator()
    menu.addAction(
        look.icon("plus"), QCoreApplication.translate("FormPanel", "Another name…")
    ).setData("")
    return menu
