"""A choice out of few: the site's layouts."""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt, Slot
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

    def fit_popup(self) -> None:
        """Make a list that is open as high as its lines need by now."""
        view = self.view()
        if view.isVisible():
            line = QPersistentModelIndex(view.currentIndex())
            self.showPopup()
            view.setCurrentIndex(self.model().index(line.row(), line.column()))


class LayoutField(FieldEditor):
    """One of the site's layouts; a name that the site does not have stays and is marked.

    While the layouts are not known the post's own is all there is to choose from.
    """

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
        known = self.context.layouts
        names = list(dict.fromkeys(known or ()))
        items = [(name, name) for name in names]
        if current and current not in names:
            text = current
            if known is not None:
                text = self.tr("%s (not in this site)").replace("%s", current)
            items.insert(0, (text, current))
        self._offer(items)
        self.combo.setPlaceholderText(ghost_text(self, shown) or self.tr("None"))
        self.combo.setCurrentIndex(self.combo.findData(current) if current else -1)

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.combo.currentData()

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.combo.setObjectName(f"field-{self.shown.key}")
        self.combo.setAccessibleName(label)

    def _offer(self, items: list[tuple[str, str]]) -> None:
        combo = self.combo
        if [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())] == items:
            return
        # Only what differs goes: the list may be open, with the keys on one of its lines.
        for at in reversed(range(combo.count())):
            if (combo.itemText(at), combo.itemData(at)) not in items:
                combo.removeItem(at)
        for at, (text, name) in enumerate(items):
            if (combo.itemText(at), combo.itemData(at)) != (text, name):
                combo.insertItem(at, text, name)
        for at in reversed(range(len(items), combo.count())):
            combo.removeItem(at)
        combo.fit_popup()

    @Slot(int)
    def _on_activated(self, _index: int) -> None:
        if self.combo.currentData() != self.shown.value:
            self._touch(now=True)
