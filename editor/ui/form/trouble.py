"""What is wrong with the front matter, where, and the likely mend as a preview to accept."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.edit import apply_edit
from editor.post import Mend, Problem
from editor.ui import look

_MOST_LINES = 10


class Trouble(QWidget):
    """A banner with one sentence, and the mend that would help as lines before and after."""

    mend_accepted = Signal(object)  # the Mend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("front-matter-trouble")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.set_role(self, "banner-danger")
        self._sentence = QLabel(self)
        self._sentence.setObjectName("trouble-sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._preview = QLabel(self)
        self._preview.setObjectName("mend-preview")
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._preview.setFont(look.font("mono"))
        self._preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(self.tr("Mend it so"), self)
        self._button.setObjectName("accept-mend")
        self._button.setAccessibleName(self.tr("Apply the mend that is shown"))
        self._button.clicked.connect(self._on_clicked)
        bottom = QHBoxLayout()
        bottom.addWidget(self._preview, 1)
        bottom.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.M, look.Space.S, look.Space.M, look.Space.S)
        layout.setSpacing(look.Space.S)
        layout.addWidget(self._sentence)
        layout.addLayout(bottom)
        self._mend: Mend | None = None
        self.hide()

    def show_problem(
        self, problem: Problem | None, mend: Mend | None, lines: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show a problem; None hides the banner.

        Args:
            problem: What is wrong.
            mend: What would help, if that is known.
            lines: The mend as pairs of a line before and after it.
        """
        self._mend = mend
        self.setVisible(problem is not None)
        if problem is None:
            return
        where = self.tr("Line %s: ").replace("%s", str(problem.line + 1))
        self._sentence.setText(where + problem.sentence)
        self._sentence.setAccessibleName(self._sentence.text())
        shown = []
        for before, after in lines:
            shown += [f"\u2212 {before}"] if before else []
            shown += [f"+ {after}"] if after else []
        self._preview.setText("\n".join(shown))
        self._preview.setVisible(bool(shown))
        self._button.setVisible(mend is not None)

    @Slot()
    def _on_clicked(self) -> None:
        if self._mend is not None:
            self.mend_accepted.emit(self._mend)


def mend_lines(problem: Problem, mend: Mend) -> list[tuple[str, str]]:
    """Return the lines that a mend changes, before and after, ten at most."""
    before = problem.source
    after = before
    for edit in mend.edits:
        after = apply_edit(after, edit)
    old, new = before.splitlines(), after.splitlines()
    pairs: list[tuple[str, str]] = []
    for tag, start, end, to_start, to_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            gone, come = old[start:end], new[to_start:to_end]
            pairs += zip_longest(gone, come, fillvalue="")
    return pairs[:_MOST_LINES]
