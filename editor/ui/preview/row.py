"""The slim row above the page: which view, how wide, and what the page lacks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from editor.preview import PageNote
from editor.ui.look import Space, icon, set_role
from editor.ui.preview.modes import VIEWS, WIDTHS, Mode, known
from editor.ui.preview.notes import badge_words


class PreviewRow(QWidget):
    """Asks; what is chosen is told back by `show_chosen`."""

    view_chosen = Signal(str)  # an id of `VIEWS`
    width_chosen = Signal(str)  # an id of `WIDTHS`
    notes_clicked = Signal()  # what the page lacks is to be listed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview-row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 2, Space.S, 2)
        row.setSpacing(2)
        self._views = self._group(row, VIEWS)
        row.addSpacing(Space.S)
        self._widths = self._group(row, WIDTHS)
        row.addStretch(1)
        self.notes = self._button("preview-notes", "alert-triangle", "")
        self.notes.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.notes.clicked.connect(self.notes_clicked)
        self.notes.hide()
        row.addWidget(self.notes)
        self._views.idClicked.connect(self._on_view_clicked)
        self._widths.idClicked.connect(self._on_width_clicked)

    def show_chosen(self, view: str, width: str) -> None:
        """Show what is chosen.

        Args:
            view: An id of `VIEWS`.
            width: An id of `WIDTHS`.
        """
        self._views.button(VIEWS.index(known(VIEWS, view))).setChecked(True)
        self._widths.button(WIDTHS.index(known(WIDTHS, width))).setChecked(True)

    def show_notes(self, notes: tuple[PageNote, ...]) -> None:
        """Show how much the page lacks; nothing where it lacks nothing."""
        words = badge_words(notes)
        self.notes.setText(words)
        self.notes.setToolTip(words)
        self.notes.setAccessibleName(words)
        self.notes.setVisible(bool(words))

    def _group(self, row: QHBoxLayout, table: tuple[Mode, ...]) -> QButtonGroup:
        group = QButtonGroup(self)
        for at, mode in enumerate(table):
            title = QCoreApplication.translate("Commands", mode.title)
            button = self._button(f"preview-{mode.id}", mode.icon, title)
            button.setCheckable(True)
            group.addButton(button, at)
            row.addWidget(button)
        return group

    def _button(self, name: str, icon_name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @Slot(int)
    def _on_view_clicked(self, at: int) -> None:
        self.view_chosen.emit(VIEWS[at].id)

    @Slot(int)
    def _on_width_clicked(self, at: int) -> None:
        self.width_chosen.emit(WIDTHS[at].id)
