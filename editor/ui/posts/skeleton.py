"""Grey rows where posts will stand, while the site is read for the first time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import look
from editor.ui.posts.delegate import ROW_HEIGHT

_WIDTHS = (0.82, 0.64, 0.74, 0.9, 0.58, 0.7)


class Skeleton(QWidget):
    """Still, no spinner: it says where things will be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("post-list-skeleton")
        self.setAccessibleName(self.tr("Reading the posts"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the current palette."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.current().hover))
        width = self.width() - 40
        for row in range(self.height() // ROW_HEIGHT):
            top = row * ROW_HEIGHT + 12
            share = _WIDTHS[row % len(_WIDTHS)]
            painter.drawRoundedRect(QRectF(20, top, width * share, 12), 4, 4)
            painter.drawRoundedRect(QRectF(20, top + 22, width * share * 0.5, 9), 4, 4)
        painter.end()
