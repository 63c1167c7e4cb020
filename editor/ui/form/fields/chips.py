"""A list of words as chips, completed from what the site's posts use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from editor.ui import look
from editor.ui.form.fields.base import UNSET, FieldContext, FieldEditor, Shown
from editor.ui.form.fields.chip_box import Chip, ChipBox
from editor.ui.form.fields.flow import FlowLayout
from editor.ui.form.fields.text import ghost_text, offer, text_of

# The frame is the box's.
_BARE = (
    "QLineEdit, QLineEdit:focus { border: 0; background: transparent; padding: 0 4px;"
    " min-height: 22px; }"
)


class ChipsField(FieldEditor):
    """Categories, tags, and any other list of words.

    The untouched items keep their values (a number stays a number) and so, in the file, their
    bytes. A value that is written as a string of words stays one while no word holds a blank.
    """

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._items: list[object] = []
        self._chips: list[Chip] = []
        self.box = ChipBox(self)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.flow = FlowLayout(self.box, look.Space.XS)
        self.line = QLineEdit(self.box)
        self.line.setStyleSheet(_BARE)
        self.line.setMinimumWidth(70)
        self.line.setMinimumHeight(24)
        self.line.installEventFilter(self)
        self.line.editingFinished.connect(self._on_word_finished)
        self.line.textEdited.connect(self._on_text_edited)
        self.flow.addWidget(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.line)

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        items = items_of(shown.value)
        if items != self._items or [type(i) for i in items] != [type(i) for i in self._items]:
            self._items = items
            self._rebuild()
        ghost = ghost_text(self, shown)
        self.line.setPlaceholderText(
            "" if items else ghost or self.tr("Add %s…").replace("%s", shown.key)
        )
        if self.line.completer() is None:
            completer = QCompleter([*self.context.used_values(shown.key)], self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
            self.line.setCompleter(completer)

    def learn(self) -> None:
        """Offer what the site's posts say by now; see the base."""
        offer(self.line, [*self.context.used_values(self.shown.key)])

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return value_of(self._items, self.shown.value)

    def commit(self) -> None:
        """Hand over what was typed; see the base."""
        self._take_word()
        super().commit()

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.line.setObjectName(f"field-{self.shown.key}")
        self.line.setAccessibleName(self.tr("Add to: %s").replace("%s", label))
        self.box.setAccessibleName(label)

    def words(self) -> list[str]:
        """Return the words as they stand."""
        return [chip.word for chip in self._chips]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys and focus before the widgets do."""
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if self._on_key(event):
                    return True
            elif isinstance(event, QFocusEvent):
                self.box.has_ring = event.gotFocus()
                self.box.update()
        return super().eventFilter(watched, event)

    # Inside

    def _on_key(self, event: QKeyEvent) -> bool:
        is_choosing = self._is_choosing()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_choosing:
            self._take_word()
            super().commit()
            return True
        if event.text() == "," and self.line.text().strip():
            self._take_word()
            super().commit()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._chips:
            self._on_removal_wanted(self._chips[-1])
            return True
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            return True
        if event.key() == Qt.Key.Key_Left and not self.line.text() and self._chips:
            self._chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _is_choosing(self) -> bool:
        completer = self.line.completer()
        popup = completer.popup()
        return popup is not None and popup.isVisible()

    def _take_word(self) -> None:
        word = self.line.text().strip()
        if not word:
            return
        self.line.clear()
        if word not in [text_of(item) for item in self._items]:
            self._items.append(word)
            self._rebuild()
            self._touch(wait=True)

    def _rebuild(self) -> None:
        for chip in self._chips:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for index, item in enumerate(self._items):
            chip = Chip(text_of(item), self.box)
            chip.removal_wanted.connect(self._on_removal_wanted)
            self.flow.insert_widget(index, chip)
            chip.setObjectName(f"chip-{index}")
            chip.show()
            self._chips.append(chip)
        before: QWidget | None = None
        for widget in [*self._chips, self.line]:
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
        self.box.fit()
        self.updateGeometry()

    def _on_removal_wanted(self, chip: QObject) -> None:
        index = next((i for i, one in enumerate(self._chips) if one is chip), -1)
        if index >= 0:
            del self._items[index]
            self._rebuild()
            self.line.setFocus()
            self._touch(now=True)

    @Slot(str)
    def _on_completed(self, _text: str) -> None:
        self._take_word()
        super().commit()

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self.complained.emit("")

    @Slot()
    def _on_word_finished(self) -> None:
        if not self._is_choosing():
            self.commit()


def items_of(value: object) -> list[object]:
    """Return a value as items: a list as it is, a string at its blanks, as Jekyll does."""
    if value is UNSET or value is None:
        return []
    if isinstance(value, str):
        return list(value.split())
    if isinstance(value, Sequence):
        return list(value)
    return [value]


def value_of(items: Sequence[object], old: object) -> object:
    """Return what to write for these items where `old` stood."""
    if isinstance(old, str) and items:
        words = [text_of(item) for item in items]
        if not any(" " in word or "\t" in word for word in words):
            return " ".join(words)
    return list(items)
