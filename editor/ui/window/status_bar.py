"""The status bar: the one place of trust. Is it on disk, how long is it, what file is it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from editor.ui.look import set_role


class StatusBar(QStatusBar):
    """Shows one post's facts, and short messages that may be missed."""

    save_state_clicked = Signal()  # the state of the save was clicked
    problems_clicked = Signal()  # the count of problems was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._save = QToolButton(self)
        self._save.setObjectName("save_state")
        self._save.clicked.connect(self.save_state_clicked)
        self._words = self._label("status_words", self.tr("Length of the text"))
        self._message = self._label("status_message", self.tr("Last message"))
        self._problems = QToolButton(self)
        self._problems.setObjectName("status_problems")
        self._problems.clicked.connect(self.problems_clicked)
        self._ends = self._label("status_line_ends", self.tr("Line ends"))
        self._encoding = self._label("status_encoding", self.tr("Encoding"))
        self._path = self._label("status_path", self.tr("Path in the site"))
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self._save, self._words):
            self.addWidget(widget)
        self.addWidget(self._message, 1)
        for widget in (self._problems, self._ends, self._encoding, self._path):
            self.addPermanentWidget(widget)
        self.show_nothing()

    def _label(self, name: str, said: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(said)
        label.setContentsMargins(6, 0, 6, 0)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    @Slot()
    def show_nothing(self) -> None:
        """No post is shown."""
        for widget in (self._save, self._problems):
            widget.hide()
        for label in (self._words, self._ends, self._encoding, self._path):
            label.clear()

    def show_save(self, words: str, role: str, why: str = "") -> None:
        """Say how the save stands.

        Args:
            words: A few words.
            role: `ok`, `warn`, `error`, or empty.
            why: More, on hover.
        """
        self._save.setText(words)
        self._save.setToolTip(why or words)
        self._save.setAccessibleName(words)
        set_role(self._save, role)
        self._save.show()

    def show_length(self, words: int, minutes: int) -> None:
        """Say how long the text is."""
        shape = (
            self.tr("1 word · {1} min read") if words == 1 else self.tr("{0} words · {1} min read")
        )
        self._words.setText(shape.format(QLocale().toString(words), minutes))

    def show_file(self, line_ends: str, encoding: str, path: str) -> None:
        """Say what file it is."""
        self._ends.setText(line_ends)
        self._encoding.setText(encoding)
        metrics = self._path.fontMetrics()
        self._path.setText(metrics.elidedText(path, Qt.TextElideMode.ElideLeft, 420))
        self._path.setToolTip(path)

    def show_problems(self, errors: int, warnings: int) -> None:
        """Say how many problems were found; nothing when there are none."""
        total = errors + warnings
        self._problems.setVisible(total > 0)
        shape = self.tr("1 problem") if total == 1 else self.tr("{0} problems")
        self._problems.setText(shape.format(total))
        self._problems.setAccessibleName(self._problems.text())
        set_role(self._problems, "error" if errors else "warn")

    def say(self, sentence: str) -> None:
        """Say something that may be missed; stands until the next."""
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
