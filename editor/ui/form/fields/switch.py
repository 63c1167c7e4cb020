"""Yes or no."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from editor.ui import look
from editor.ui.form.fields.base import FieldContext, FieldEditor, Shown


class Switch(QAbstractButton):
    """A switch that slides: on is filled and to the right, so that colour is not all it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(42, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the current palette."""
        palette = look.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(3, (self.height() - 18) / 2, 34, 18)
        is_on = self.isChecked()
        fill = QColor(palette.accent if is_on else palette.surface)
        edge = QColor(palette.accent if is_on else palette.line_strong)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(track, 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_text if is_on else palette.text_muted))
        centre = track.right() - 9 if is_on else track.left() + 9
        painter.drawEllipse(QRectF(centre - 6, track.center().y() - 6, 12, 12))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 11, 11)
        painter.end()


class SwitchField(FieldEditor):
    """A boolean as a switch; until it is set it shows the default and says so."""

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.switch = Switch(self)
        self.words = QLabel(self)
        look.set_role(self.words, "muted")
        self.switch.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.switch)
        layout.addWidget(self.words, 1)
        self.setFocusProxy(self.switch)

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        is_on = shown.effective is True
        self.switch.setChecked(is_on)
        text = self.tr("Yes") if is_on else self.tr("No")
        if not shown.is_set and isinstance(shown.ghost, bool):
            text = self.tr("%s (default)").replace("%s", text)
        self.words.setText(text)

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.switch.isChecked()

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.switch.setObjectName(f"field-{self.shown.key}")
        self.switch.setAccessibleName(label)

    @Slot()
    def _on_clicked(self) -> None:
        self._touch(now=True)
