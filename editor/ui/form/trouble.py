"""What is wrong with the front matter, where, and the likely mend as a preview to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui import look

if TYPE_CHECKING:
    from editor.post import Problem
    from editor.post.mend import Mend


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
        self._words = QLabel(self)
        self._words.setObjectName("mend-sentence")
        self._words.setWordWrap(True)
        self._offer = QWidget(self)
        bottom = QHBoxLayout(self._offer)
        bottom.setContentsMargins(0, 0, 0, 0)
        before_after = QVBoxLayout()
        before_after.setSpacing(look.Space.XS)
        before_after.addWidget(self._words)
        before_after.addWidget(self._preview)
        bottom.addLayout(before_after, 1)
        bottom.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.M, look.Space.S, look.Space.M, look.Space.S)
        layout.setSpacing(look.Space.S)
        layout.addWidget(self._sentence)
        layout.addWidget(self._offer)
        self._mend: Mend | None = None
        self.hide()

    def show_problem(self, problem: Problem | None, mend: Mend | None) -> None:
        """Show a problem; None hides the banner.

        Args:
            problem: What is wrong.
            mend: What would help, if that is known.
        """
        self._mend = mend
        self.setVisible(problem is not None)
        if problem is None:
            return
        where = self.tr("Line %s: ").replace("%s", str(problem.line + 1))
        self._sentence.setText(where + problem.sentence)
        self._sentence.setAccessibleName(self._sentence.text())
        self._offer.setVisible(mend is not None)
        if mend is not None:
            self._words.setText(mend.sentence)
            gone = [f"\u2212 {line}" for line in mend.before.splitlines()]
            come = [f"+ {line}" for line in mend.after.splitlines()]
            self._preview.setText("\n".join([*gone, *come]))

    @Slot()
    def _on_clicked(self) -> None:
        if self._mend is not None:
            self.mend_accepted.emit(self._mend)
