"""What the dialogs about a post's file have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui import look


class PostDialog(QDialog):
    """A heading, fields, what will come of it, one primary button."""

    def __init__(self, name: str, title: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.heading = QLabel(title, self)
        look.set_role(self.heading, "heading")
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(look.Space.M)
        self.fields.setVerticalSpacing(look.Space.S)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.outcome = QLabel(self)
        self.outcome.setObjectName("outcome")
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        look.set_role(self.outcome, "muted")
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.ok = QPushButton(button, self)
        self.ok.setObjectName("accept")
        self.ok.setAccessibleName(button)
        self.ok.setDefault(True)
        look.set_role(self.ok, "primary")
        self.ok.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.XL, look.Space.XL, look.Space.XL, look.Space.L)
        layout.setSpacing(look.Space.L)
        layout.addWidget(self.heading)
        layout.addLayout(self.fields)
        layout.addWidget(self.outcome)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def add(self, label: str, widget: QWidget, name: str) -> None:
        """Add a field with its label."""
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        self.fields.addRow(label, widget)

    def say(self, words: str, *, is_error: bool = False) -> None:
        """Say what will come of it, or why it cannot be."""
        self.outcome.setText(words)
        look.set_role(self.outcome, "error" if is_error else "muted")
        self.ok.setEnabled(not is_error)
