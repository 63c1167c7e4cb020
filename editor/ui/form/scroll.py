"""How high the rows of the form stand, and that what is beyond can be scrolled to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    from editor.ui.form.rows import FieldRows

_MOST_SHARE = 0.36
_LEAST_HEIGHT, _MOST_HEIGHT = 170, 420


class RowsScroll(QScrollArea):
    """As high as its rows, up to a share of the window: the text needs the room more."""

    def __init__(self, rows: FieldRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setObjectName("form-scroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.viewport().setAutoFillBackground(False)
        rows.setAutoFillBackground(False)
        self.setWidget(rows)

    def fit(self, window_height: int) -> None:
        """Take the height that the rows need, or what the window can spare.

        Args:
            window_height: In pixels.
        """
        most = min(max(int(window_height * _MOST_SHARE), _LEAST_HEIGHT), _MOST_HEIGHT)
        wanted = max(min(self._rows.wanted_height() + 2, most), 36)
        if wanted != self.maximumHeight():
            self.setFixedHeight(wanted)
