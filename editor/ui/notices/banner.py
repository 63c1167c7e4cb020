"""A bar above the text: what stands until it is settled, the gravest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.look import Space, icon, pixmap, set_role
from editor.ui.notices.notices import Level, Notices, Told

_SENTENCE_WIDTH = 420
_WORDS_LENGTH = 44


_LOOKS = {
    Level.INFO: ("banner-info", "info-circle", "accent"),
    Level.WARN: ("banner-warn", "alert-triangle", "warn"),
    Level.DANGER: ("banner-danger", "alert-circle", "danger"),
}


class Banner(QWidget):
    """One sentence with an icon and the ways out, as buttons.

    The gravest of a post's notices is shown; the ones beneath are counted beside it and come
    forward when it is settled.
    """

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notices = notices
        self._shown: Told | None = None
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("banner_text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._more = QLabel(self)
        self._more.setObjectName("banner_more")
        set_role(self._more, "pill")
        self._more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ways = QWidget(self)
        self._buttons = QHBoxLayout(self._ways)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(Space.S)
        self._close = QToolButton(self)
        self._close.setObjectName("banner_close")
        self._close.setIcon(icon("x", "text_muted"))
        self._close.setToolTip(self.tr("Put this notice away"))
        self._close.setAccessibleName(self.tr("Put this notice away"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self._on_close)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        self._rows.setSpacing(Space.S)
        self._line = QHBoxLayout()
        self._line.setSpacing(Space.M)
        for widget in (self._picture, self._text, self._more, self._ways, self._close):
            self._line.addWidget(widget, 1 if widget is self._text else 0)
        self._rows.addLayout(self._line)
        self.hide()
        self._unsubscribe = notices.subscribe(self._show_gravest)
        self._show_gravest()

    def end(self) -> None:
        """Follow the notices no longer."""
        self._unsubscribe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the sentence where both beside each other have no room."""
        super().resizeEvent(event)
        self._place_ways()

    def _place_ways(self) -> None:
        is_narrow = self.width() < self._ways.sizeHint().width() + _SENTENCE_WIDTH
        if is_narrow == (self._rows.indexOf(self._ways) >= 0):
            return
        self._ways.hide()
        if is_narrow:
            self._line.removeWidget(self._ways)
            self._rows.addWidget(self._ways, 0, Qt.AlignmentFlag.AlignRight)
        else:
            self._rows.removeWidget(self._ways)
            self._line.insertWidget(self._line.count() - 1, self._ways)
        self._ways.show()

    def _show_gravest(self) -> None:
        order = self._notices.in_order
        beneath = [told.sentence for told in order[1:]]
        self._more.setVisible(bool(beneath))
        self._more.setText(self.tr("+{0}").format(len(beneath)))
        self._more.setToolTip("\n\n".join(beneath))
        self._more.setAccessibleName(" ".join(beneath))
        told, before = (order[0] if order else None), self._shown
        self._shown = told
        if told is not None and before is not None and told.look == before.look:
            return  # made anew, its buttons would lose the focus
        self._forget_buttons()
        if told is None:
            self._text.clear()
            self.setAccessibleName("")
            self.hide()
            return
        role, picture, color = _LOOKS[told.level]
        set_role(self, role)
        self._picture.setPixmap(pixmap(picture, color, 20, self.devicePixelRatioF()))
        self._text.setText(told.sentence)
        self.setAccessibleName(told.sentence)
        for number, way in enumerate(told.ways):
            is_short = len(way.words) <= _WORDS_LENGTH
            words = way.words if is_short else f"{way.words[: _WORDS_LENGTH - 1]}…"
            button = QPushButton(words, self._ways)
            button.setObjectName(way.name)
            button.setAccessibleName(way.words)
            button.setToolTip("" if is_short else way.words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor in the text
            button.setProperty("number", number)
            button.clicked.connect(self._on_clicked)
            self._buttons.addWidget(button)
        self._ways.setVisible(bool(told.ways))
        self._close.setVisible(told.can_close)
        self._place_ways()
        self.show()

    @Slot()
    def _on_close(self) -> None:
        if self._shown is not None:
            self._notices.clear(self._shown.notice)

    @Slot()
    def _on_clicked(self) -> None:
        if self._shown is not None:
            way = self._shown.ways[int(self.sender().property("number"))]
            way.run(*way.about)

    def _forget_buttons(self) -> None:
        focused = QApplication.focusWidget()
        parent = self.parentWidget()
        if focused is not None and self.isAncestorOf(focused) and parent is not None:
            parent.setFocus()  # else the next words go wherever Qt finds a next field
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
