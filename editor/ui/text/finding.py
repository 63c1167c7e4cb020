"""Find and replace in the editing pane: a bar under the text, opened by Ctrl+F and Ctrl+H."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from editor.edit import Edit, Origin
from editor.ui.look import Space, icon, set_role
from editor.ui.text.positions import from_view, to_view

if TYPE_CHECKING:
    from editor.ui.text.pane import EditorPane


class FindBar(QWidget):
    """Finds words in a pane, and replaces one or all; replacing all is one undo step."""

    closed = Signal()
    replacing_all = Signal(object)  # a Document whose words are about to be replaced all over

    def __init__(self, pane: EditorPane, parent: QWidget | None = None) -> None:
        """Make a hidden bar.

        Args:
            pane: Where to find and replace.
            parent: The bar's parent.
        """
        super().__init__(parent)
        self._pane = pane
        self.setObjectName("find_bar")
        self.setAccessibleName(self.tr("Find and replace"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "bar")
        self._words = self._field("find_words", self.tr("Find"))
        self._other = self._field("find_replacement", self.tr("Replace with"))
        self._told = QLabel(self)
        self._told.setObjectName("find_told")
        set_role(self._told, "muted")
        self._case = QCheckBox(self.tr("Match case"), self)
        self._case.setObjectName("find_case")
        self._next = self._button("chevron-down", self.tr("Next (F3)"), "find_next")
        self._previous = self._button("chevron-up", self.tr("Previous (Shift+F3)"), "find_previous")
        self._close = self._button("x", self.tr("Close (Esc)"), "find_close")
        self._one = QPushButton(self.tr("Replace"), self)
        self._one.setObjectName("replace_one")
        self._all = QPushButton(self.tr("Replace all"), self)
        self._all.setObjectName("replace_all")
        self._lay_out()
        self._words.textChanged.connect(self._on_words_changed)
        self._words.returnPressed.connect(self.find_next)
        self._other.returnPressed.connect(self.replace_one)
        self._next.clicked.connect(self.find_next)
        self._previous.clicked.connect(self.find_previous)
        self._close.clicked.connect(self.close_bar)
        self._one.clicked.connect(self.replace_one)
        self._all.clicked.connect(self.replace_all)
        self.hide()

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setPlaceholderText(label)
        field.setAccessibleName(label)
        field.setClearButtonEnabled(True)
        return field

    def _button(self, icon_name: str, words: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.S)
        grid.addWidget(self._words, 0, 0)
        grid.addWidget(self._other, 1, 0)
        above = QHBoxLayout()
        for widget in (self._previous, self._next, self._case, self._told):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self._close)
        grid.addLayout(above, 0, 1)
        below = QHBoxLayout()
        below.addWidget(self._one)
        below.addWidget(self._all)
        below.addStretch(1)
        grid.addLayout(below, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    # --- opening and closing ---

    def open_bar(self, *, replacing: bool) -> None:
        """Show the bar with the selected words in it.

        Args:
            replacing: Show the second row too.
        """
        for widget in (self._other, self._one, self._all):
            widget.setVisible(replacing)
        selected = self._pane.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._words.setText(from_view(selected))
        self.show()
        self._words.setFocus()
        self._words.selectAll()
        self._tell_count()

    @Slot()
    def close_bar(self) -> None:
        """Hide the bar and go back to the text."""
        self.hide()
        self._pane.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    # --- finding ---

    @Slot()
    def find_next(self) -> None:
        """Select the next place, going on from the top after the last."""
        self._find(backward=False)

    @Slot()
    def find_previous(self) -> None:
        """Select the place before, going on from the end before the first."""
        self._find(backward=True)

    @Slot(str)
    def _on_words_changed(self, _words: str) -> None:
        cursor = self._pane.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._pane.setTextCursor(cursor)
        if self._words.text():
            self._find(backward=False)
        self._tell_count()

    def _find(self, *, backward: bool) -> None:
        words = to_view(self._words.text())
        if not words:
            return
        # Qt's own find folds a no-break space to a blank; an expression finds what is there.
        pattern = QRegularExpression(QRegularExpression.escape(words))
        if not self._case.isChecked():
            pattern.setPatternOptions(QRegularExpression.PatternOption.CaseInsensitiveOption)
        flags = QTextDocument.FindFlag(0)
        if backward:
            flags |= QTextDocument.FindFlag.FindBackward
        document = self._pane.document()
        found = document.find(pattern, self._pane.textCursor(), flags)
        if found.isNull():
            around = QTextCursor(document)
            if backward:
                around.movePosition(QTextCursor.MoveOperation.End)
            found = document.find(pattern, around, flags)
        if not found.isNull():
            self._pane.setTextCursor(found)
            self._pane.ensureCursorVisible()

    def _pattern(self) -> re.Pattern[str]:
        flags = 0 if self._case.isChecked() else re.IGNORECASE
        return re.compile(re.escape(self._words.text()), flags)

    def _tell_count(self) -> None:
        if not self._words.text():
            self._told.setText("")
            return
        count = len(self._pattern().findall(self._pane.body()))
        self._told.setText(self.tr("%n found", "", count))
        for button in (self._one, self._all, self._next, self._previous):
            button.setEnabled(count > 0)

    # --- replacing ---

    @Slot()
    def replace_one(self) -> None:
        """Replace the selected place and go to the next."""
        selected = from_view(self._pane.textCursor().selectedText())
        if selected and self._pattern().fullmatch(selected):
            self._pane.insert_text(self._other.text())
        self._find(backward=False)
        self._tell_count()

    @Slot()
    def replace_all(self) -> None:
        """Replace every place in the body as one undo step."""
        document = self._pane.shown_document
        if document is None or not self._words.text() or self._pane.isReadOnly():
            return
        pattern, replacement = self._pattern(), self._other.text()
        edits = []
        for line in range(self._pane.first_line, document.line_count):
            shift = 0
            for found in pattern.finditer(document.content(line)):
                edits.append(Edit(line, found.start() + shift, found[0], replacement))
                shift += len(replacement) - len(found[0])
        if edits:
            self.replacing_all.emit(document)
        document.break_undo()
        document.apply_all(edits, Origin.COMMAND)
        document.break_undo()
        self._told.setText(self.tr("%n replaced", "", len(edits)))
