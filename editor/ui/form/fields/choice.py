"""A choice out of few: the site's layouts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from editor.ui.form.fields.base import FieldContext, FieldEditor, Shown
from editor.ui.form.fields.text import ghost_text, text_of


class _CalmCombo(QComboBox):
    """A combo box that the wheel does not change while one scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class LayoutField(FieldEditor):
    """One of the site's layouts; a name that the site does not have stays and is marked."""

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.combo = _CalmCombo(self)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(6)
        self.combo.activated.connect(self._on_activated)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if self.is_dirty:
            return
        current = text_of(shown.value)
        names = list(dict.fromkeys(self.context.layouts))
        items = [(name, name) for name in names]
        if current and current not in names:
            items.insert(0, (self.tr("%s (not in this site)").replace("%s", current), current))
        if [
            (self.combo.itemText(i), self.combo.itemData(i)) for i in range(self.combo.count())
        ] != (items):
            self.combo.clear()
            for text, name in items:
                self.combo.addItem(text, name)
        self.combo.setPlaceholderText(ghost_text(self, shown) or self.tr("None"))
        self.combo.setCurrentIndex(self.combo.findData(current) if current else -1)

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.combo.currentData()

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.combo.setObjectName(f"field-{self.shown.key}")
        self.combo.setAccessibleName(label)

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        if self.combo.currentData() != self.shown.value:
            self._touch(now=True)
