"""What the dialogs about a post's file have in common."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.errors import StandfirstError
from editor.ui import look
from editor.ui.tasks import Tasks, sentence_of

log = logging.getLogger(__name__)

_TYPING_MS = 120


class PostDialog(QDialog):
    """A heading, fields, what will come of it, one primary button.

    What will come of it is worked out by a task, a moment after the last change: the disk that the
    posts are on may take its time, and the typing goes on. One such task is under way at most, and
    an answer to what no longer stands in the fields is dropped. The button rests until there is an
    answer that is good; Enter before that means: as soon as it is there, if it is good, and if
    nothing is changed until then.
    """

    def __init__(self, name: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Make a dialog without fields; a subclass adds them and calls `begin` at the end.

        Args:
            name: Its object name.
            tasks: The window's threads.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumWidth(520)
        self.tasks = tasks
        self.answer: Any = None  # to what stands in the fields, once it is there and good
        self._is_open = False  # whether there is a question that has no answer yet
        self._is_asking = False
        self._is_stale = False  # whether something changed since it was asked
        self._is_wanted = False  # whether Enter came before the answer
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TYPING_MS)
        self._later.timeout.connect(self._on_due)
        self.heading = QLabel(self)
        look.set_role(self.heading, "heading")
        self.form = QWidget(self)
        self.fields = QFormLayout(self.form)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.fields.setHorizontalSpacing(look.Space.M)
        self.fields.setVerticalSpacing(look.Space.S)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.outcome = QLabel(self)
        self.outcome.setObjectName("outcome")
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        look.set_role(self.outcome, "muted")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.ok = QPushButton(self)
        self.ok.setObjectName("accept")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        look.set_role(self.ok, "primary")
        self.ok.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.ok)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.XL, look.Space.XL, look.Space.XL, look.Space.L)
        layout.setSpacing(look.Space.L)
        layout.addWidget(self.heading)
        layout.addWidget(self.form)
        layout.addWidget(self.outcome)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def name_it(self, title: str, button: str, button_name: str) -> None:
        """Write the title, the button's word and what a screen reader calls it."""
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.ok.setText(button)
        self.ok.setAccessibleName(button_name)

    def add(self, label: str, widget: QWidget, name: str) -> None:
        """Add a field with its label."""
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        self.fields.addRow(label, widget)

    def begin(self, first: QWidget) -> None:
        """Put the focus where one types first, and work out what will come of it so far."""
        order = [
            each
            for each in self.form.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is self
        ]
        order += [self.cancel, self.ok]  # made before the fields, but behind them
        for each, after in itertools.pairwise(order):
            self.setTabOrder(each, after)
        first.setFocus()
        self.change()

    def say(self, words: str, *, is_error: bool = False) -> None:
        """Say what will come of it, or why it cannot be."""
        self.outcome.setText(words)
        look.set_role(self.outcome, "error" if is_error else "muted")
        # A dialog on the screen does not grow by itself for words that come later: they were cut.
        room = self._layout.totalHeightForWidth(self.width())
        if room > self.height():
            self.resize(self.width(), room)

    # What a subclass answers

    def complain(self) -> bool:
        """Say what is wrong with the fields by themselves, if anything; tell whether it is."""
        return False

    def question(self) -> Callable[[], Any]:
        """Return what works out what will come of it. It runs in a thread: no widget in it."""
        raise NotImplementedError

    def waiting_words(self) -> str:
        """Return what is said while it is worked out."""
        return self.tr("Looking at the site's files…")

    def show_answer(self, answer: Any) -> None:
        """Show what was worked out."""
        raise NotImplementedError

    def carry_out(self) -> None:
        """Do what was accepted; `answer` is what was shown."""
        super().accept()

    # Asking

    @Slot()
    def change(self) -> None:
        """Take over a change: what was worked out before says nothing any more."""
        self._is_wanted = False
        self._is_stale = True
        self.answer = None
        self.ok.setEnabled(False)
        self._is_open = not self.complain()
        if self._is_open:
            self.say(self.waiting_words())
            self._later.start()
        else:
            self._later.stop()

    def hold(self) -> None:
        """Ask nothing until `go_on`: something else has to be read first."""
        self._is_asking = self._is_stale = True

    def go_on(self) -> None:
        """Ask what has waited."""
        self._is_asking = False
        self._is_stale = True
        self._later.stop()
        self._on_due()

    @Slot()
    def _on_due(self) -> None:
        if self._is_open and not self._is_asking:
            self._is_asking, self._is_stale = True, False
            self.tasks.run(self.question(), self._on_answered, self._on_refused, self)

    def _on_answered(self, answer: Any) -> None:
        if not self._is_answer():
            return
        self.answer = answer
        self.show_answer(answer)
        self.ok.setEnabled(True)
        if self._is_wanted:
            self._is_wanted = False
            self.carry_out()

    def _on_refused(self, error: BaseException) -> None:
        if self._is_answer():
            self._is_wanted = False
            self.say(self.sentence(error), is_error=True)

    def _is_answer(self) -> bool:
        """Tell whether what came answers what stands in the fields; if not, ask anew."""
        self._is_asking = False
        if self._is_stale:
            if not self._later.isActive():
                self._on_due()
            return False
        self._is_open = False
        return True

    def sentence(self, error: BaseException) -> str:
        """Return what to tell about an error."""
        if isinstance(error, StandfirstError | OSError):
            return sentence_of(error)
        log.warning("a plan failed: %s", type(error).__name__)
        if isinstance(error, ValueError | ArithmeticError):
            return self.tr("That cannot be done with what stands here; nothing was changed.")
        return sentence_of(error)

    # Qt asks

    def accept(self) -> None:
        """Carry it out, now or as soon as it is worked out."""
        if self.answer is not None:
            self.carry_out()
        elif self._is_open:
            self._is_wanted = True
            self.say(
                f"{self.waiting_words()}\n"
                + self.tr("“{0}” follows by itself as soon as they are read.").format(
                    self.ok.text()
                )
            )
            self._later.stop()
            self._on_due()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter also while the button rests: Qt would drop it."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not is_plain:
            super().keyPressEvent(event)
        elif self.cancel.hasFocus():
            self.reject()
        else:
            self.accept()
