"""The parts of a chip field that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from editor.ui import look
from editor.ui.form.fields.flow import FlowLayout

_LONGEST = 40


class Chip(QPushButton):
    """One word; Delete or a click takes it away."""

    removal_wanted = Signal(QObject)  # the chip itself

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.word = text
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        self.setText(short.replace("&", "&&"))
        self.setIcon(look.icon("x", "text_muted"))
        self.setIconSize(QSize(12, 12))
        look.set_role(self, "chip")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setToolTip(self.tr("Remove “%s”").replace("%s", text))
        self.setAccessibleName(self.tr("%s, remove").replace("%s", text))
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._on_clicked()
        elif event.key() == Qt.Key.Key_Left:
            self.focusPreviousChild()
        elif event.key() == Qt.Key.Key_Right:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        self.removal_wanted.emit(self)


class ChipBox(QWidget):
    """The ground of the chips, framed like a line edit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.has_ring = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the lines that the chips need."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height that the chips need at this width."""
        flow = self.layout()
        if isinstance(flow, FlowLayout):
            height = max(flow.wanted_height(max(self.width(), 90)), 30)
            if height != self.height() or height != self.maximumHeight():
                self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the current palette."""
        palette = look.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = look.Space.RING if self.has_ring else look.Space.LINE
        color = palette.accent if self.has_ring else palette.line_strong
        if not self.isEnabled():
            color = palette.line
        painter.setPen(QPen(QColor(color), width))
        painter.setBrush(QColor(palette.surface if self.isEnabled() else palette.window))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, look.Space.CORNER, look.Space.CORNER)
        painter.end()
