"""The fields in two columns (one where it is narrow), kept in step with the post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from editor.ui import look
from editor.ui.form.fields import FieldContext, Shown, kind_of
from editor.ui.form.row import FieldRow

_TWO_COLUMNS_FROM = 560


class FieldRows(QWidget):
    """One row for each field. Rows are kept while key and kind stay: so does the focus."""

    row_made = Signal(object)  # a new FieldRow, to be connected
    height_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.Space.L)
        self._grid.setVerticalSpacing(look.Space.XS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[FieldRow] = []
        self._stretch_line = 0
        self._placed: list[tuple[FieldRow, int, int, int]] = []

    @property
    def rows(self) -> Sequence[FieldRow]:
        """The rows in the order in which they stand."""
        return tuple(self._rows)

    def row(self, key: str) -> FieldRow | None:
        """Return the row of a key."""
        return next((row for row in self._rows if row.key == key), None)

    def clear(self) -> None:
        """Take all rows away: another post is shown."""
        self.show_fields([], FieldContext(), lambda _key: "")

    def show_fields(
        self, fields: Sequence[Shown], context: FieldContext, used_kind: Callable[[str], str]
    ) -> None:
        """Show these fields in this order, making and dropping only the rows that differ."""
        old = {row.key: row for row in self._rows}
        focused = QApplication.focusWidget()
        rows: list[FieldRow] = []
        for shown in fields:
            row = old.pop(shown.key, None)
            kind = kind_of(shown, used_kind(shown.key))
            if row is not None and row.kind is not kind and not _may_stay(row, shown, focused):
                old[shown.key] = row
                row = None
            if row is None:
                row = FieldRow(kind, kind.editor(context), shown, self)
                self.row_made.emit(row)
            else:
                row.editor.context = context
                row.show_value(shown)
            rows.append(row)
        for row in old.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = rows
        self._place()

    def tab_stops(self) -> list[QWidget]:
        """Return what the Tab key comes to, in reading order."""
        return [
            widget
            for row in self._rows
            for widget in row.findChildren(QWidget)
            if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            and widget.focusProxy() is None
            and widget.window() is self.window()
        ]

    def event(self, event: QEvent) -> bool:
        """Tell when a row grew: a chip more, a line more."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size."""
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        # As narrow as the window wants; the height is the layout's.
        return QSize(120, super().minimumSizeHint().height())

    def wanted_height(self) -> int:
        """Return the height that all rows need at this width."""
        return self._grid.totalSizeHint().height()

    def _place(self) -> None:
        is_wide = self.width() >= _TWO_COLUMNS_FROM
        placed: list[tuple[FieldRow, int, int, int]] = []
        line, column = 0, 0
        for row, following in zip_longest(self._rows, self._rows[1:]):
            is_alone = column == 0 and (following is None or following.wants_whole_width)
            if row.wants_whole_width or not is_wide or is_alone:
                line += column > 0
                placed.append((row, line, 0, 2))
                line, column = line + 1, 0
            else:
                placed.append((row, line, column, 1))
                line, column = (line, 1) if column == 0 else (line + 1, 0)
        if placed == self._placed:
            return
        for row, *_ in self._placed:
            self._grid.removeWidget(row)
        for row, at_line, at_column, span in placed:
            self._grid.addWidget(row, at_line, at_column, 1, span, Qt.AlignmentFlag.AlignTop)
            row.show()
        self._grid.setRowStretch(self._stretch_line, 0)
        self._stretch_line = line + 1
        self._grid.setRowStretch(self._stretch_line, 1)
        self._placed = placed
        self.updateGeometry()
        self.height_changed.emit()


def _may_stay(row: FieldRow, shown: Shown, focused: QWidget | None) -> bool:
    """Tell whether an editor is kept although another would fit better by now.

    Nobody wants the field under his hands exchanged because a text grew long.
    """
    if focused is None or not row.isAncestorOf(focused):
        return False
    return isinstance(shown.value, str) == isinstance(row.editor.shown.value, str) and not (
        isinstance(shown.value, Mapping)
    )
