"""A bar above the text: what stands until it is settled, the gravest first."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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

_SENTENCE_WIDTH = 420
_WORDS_LENGTH = 44


class Notice(enum.Enum):
    """What a notice is about; of each there is one at most."""

    SAVE = "save"
    DISK = "disk"
    JOURNAL = "journal"
    HELD = "held"
    READ_ONLY = "read-only"
    RECOVERY = "recovery"
    OTHER = "other"


class Level(enum.IntEnum):
    """How grave it is."""

    INFO = 0
    WARN = 1
    DANGER = 2


_LOOKS = {
    Level.INFO: ("banner-info", "info-circle", "accent"),
    Level.WARN: ("banner-warn", "alert-triangle", "warn"),
    Level.DANGER: ("banner-danger", "alert-circle", "danger"),
}

Way = tuple[str, str, Callable[[], None]]
"""Object name, words and deed of a button."""


@dataclass(frozen=True, slots=True)
class _Told:
    level: Level
    sentence: str
    ways: tuple[Way, ...]
    can_close: bool
    number: int


class Banner(QWidget):
    """One sentence with an icon and the ways out, as buttons.

    Several things may be amiss at once: each is kept until it is settled. The gravest is shown, a
    failed save before all others, the newest among equals; the ones beneath are counted beside it
    and come forward when it is settled.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notices: dict[Notice, _Told] = {}
        self._count = 0
        self._shown: tuple[Notice, _Told] | None = None
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

    def tell(
        self,
        notice: Notice,
        level: Level,
        sentence: str,
        ways: Sequence[Way] = (),
        *,
        can_close: bool = True,
    ) -> None:
        """Keep a notice until it is told anew, cleared or put away.

        Args:
            notice: What it is about; only what was told of the same is replaced.
            level: How grave it is.
            sentence: What happened, what is safe, what to do.
            ways: Object name, words and deed of each button.
            can_close: Whether it may be put away without choosing.
        """
        self._count += 1
        before = self._notices.get(notice)
        number = self._count
        if before is not None and (before.level, before.sentence) == (level, sentence):
            number = before.number  # told once more it does not push itself before what came since
        self._notices[notice] = _Told(level, sentence, tuple(ways), can_close, number)
        self._show_gravest()

    def clear(self, notice: Notice) -> None:
        """Forget one notice: it is settled. Whatever else was told stays."""
        if self._notices.pop(notice, None) is not None:
            self._show_gravest()

    @property
    def sentence(self) -> str:
        """What stands there; empty when nothing does."""
        return self._shown[1].sentence if self._shown is not None else ""

    def told(self, notice: Notice, least: Level = Level.INFO) -> str:
        """Return what is told of one thing, shown or beneath; empty when nothing is.

        Args:
            notice: What it is about.
            least: Nothing that is less grave.
        """
        found = self._notices.get(notice)
        return found.sentence if found is not None and found.level >= least else ""

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
        order = sorted(self._notices.items(), key=_gravity, reverse=True)
        beneath = [told.sentence for _, told in order[1:]]
        self._more.setVisible(bool(beneath))
        self._more.setText(self.tr("+{0}").format(len(beneath)))
        self._more.setToolTip("\n\n".join(beneath))
        self._more.setAccessibleName(" ".join(beneath))
        first = order[0] if order else None
        is_same = _look_of(first) == _look_of(self._shown)
        self._shown = first
        if is_same:
            return  # made anew, its buttons would lose the focus
        self._forget_buttons()
        if first is None:
            self._text.clear()
            self.setAccessibleName("")
            self.hide()
            return
        told = first[1]
        role, picture, color = _LOOKS[told.level]
        set_role(self, role)
        self._picture.setPixmap(pixmap(picture, color, 20, self.devicePixelRatioF()))
        self._text.setText(told.sentence)
        self.setAccessibleName(told.sentence)
        for number, (name, words, _) in enumerate(told.ways):
            short = words if len(words) <= _WORDS_LENGTH else f"{words[: _WORDS_LENGTH - 1]}…"
            button = QPushButton(short, self._ways)
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setToolTip("" if short == words else words)
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
            self.clear(self._shown[0])

    @Slot()
    def _on_clicked(self) -> None:
        if self._shown is not None:
            number = int(self.sender().property("number"))
            self._shown[1].ways[number][2]()

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


def _look_of(shown: tuple[Notice, _Told] | None) -> object:
    if shown is None:
        return None
    notice, told = shown
    return notice, told.level, told.sentence, [way[:2] for way in told.ways], told.can_close


def _gravity(item: tuple[Notice, _Told]) -> tuple[Level, bool, int]:
    notice, told = item
    return told.level, notice is Notice.SAVE, told.number
