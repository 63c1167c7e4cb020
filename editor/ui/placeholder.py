"""What stands in a zone that has nothing to show: what to do first, with the button."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from editor.ui.look import Space, pixmap, set_role
from editor.ui.notices import Way


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a zone says that has nothing to show.

    Attributes:
        picture: Name of an icon.
        heading: A few words.
        sentence: What to do, or what went wrong and what is safe.
        ways: The buttons; the first is the likely one.
    """

    picture: str = ""
    heading: str = ""
    sentence: str = ""
    ways: tuple[Way, ...] = ()


class Placeholder(QWidget):
    """A picture, a heading, a sentence, and buttons, in the middle of a zone."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "surface")
        self._told = Invitation()
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._heading = self._label(f"{name}_heading", "heading")
        self._sentence = self._label(f"{name}_sentence", "muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        self._layout.setSpacing(Space.M)
        self._layout.addStretch(2)
        for widget in (self._picture, self._heading, self._sentence):
            self._layout.addWidget(widget)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(Space.S)
        self._layout.addSpacing(Space.S)
        self._layout.addLayout(self._buttons)
        self._layout.addStretch(3)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setTextFormat(Qt.TextFormat.PlainText)
        set_role(label, role)
        return label

    def tell(self, words: Invitation) -> None:
        """Show this."""
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._told = words
        self._picture.setPixmap(pixmap(words.picture, "line_strong", 40, self.devicePixelRatioF()))
        self._heading.setText(words.heading)
        self._sentence.setText(words.sentence)
        self.setAccessibleName(words.heading)
        for number, way in enumerate(words.ways):
            button = QPushButton(way.words, self)
            button.setObjectName(way.name)
            button.setProperty("number", number)
            button.setMinimumWidth(220)
            set_role(button, "primary" if number == 0 else "")
            button.clicked.connect(self._on_clicked)
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            way = self._told.ways[int(button.property("number"))]
            way.run(*way.about)


class Stack(QStackedWidget):
    """Shows one of its widgets; only that one asks for room.

    Qt reserves room for the tallest of all, shown or not: in a small window the form was squeezed
    by a start page that nobody saw.
    """

    def minimumSizeHint(self) -> QSize:
        """Return what the shown widget needs at least."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Return that the height is not asked for by width, which Qt would ask of all."""
        return False
