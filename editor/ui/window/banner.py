"""A bar above the text that stands until what it says is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from editor.ui.look import Space, icon, pixmap, set_role

_ICONS = {"info": "info-circle", "warn": "alert-triangle", "danger": "alert-circle"}
_ROLES = {"info": "accent", "warn": "warn", "danger": "danger"}


class Banner(QWidget):
    """One sentence with an icon and the ways out, as buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runs: list[Callable[[], None]] = []
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("banner_text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        self._close = QToolButton(self)
        self._close.setObjectName("banner_close")
        self._close.setIcon(icon("x", "text_muted"))
        self._close.setToolTip(self.tr("Put this notice away"))
        self._close.setAccessibleName(self.tr("Put this notice away"))
        self._close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.M)
        layout.addWidget(self._picture)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self.hide()

    def tell(
        self,
        kind: str,
        sentence: str,
        ways: Sequence[tuple[str, str, Callable[[], None]]] = (),
        *,
        can_close: bool = True,
    ) -> None:
        """Show a sentence until the next one or `clear`.

        Args:
            kind: `info`, `warn` or `danger`.
            sentence: What happened, what is safe, what to do.
            ways: Object name, words and deed of each button.
            can_close: Whether it may be put away without choosing.
        """
        self._forget_buttons()
        set_role(self, f"banner-{kind}")
        self._picture.setPixmap(pixmap(_ICONS[kind], _ROLES[kind], 20, self.devicePixelRatioF()))
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        for number, (name, words, run) in enumerate(ways):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setProperty("number", number)
            button.clicked.connect(self._on_clicked)
            self._buttons.addWidget(button)
            self._runs.append(run)
        self._close.setVisible(can_close)
        self.show()

    @property
    def sentence(self) -> str:
        """What stands there; empty when nothing does."""
        return "" if self.isHidden() else self._text.text()

    @Slot()
    def clear(self) -> None:
        """Put it away."""
        self._forget_buttons()
        self._text.clear()
        self.hide()

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self._runs[int(button.property("number"))]()

    def _forget_buttons(self) -> None:
        self._runs = []
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
