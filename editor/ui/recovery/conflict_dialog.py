"""A post was changed here and by another program: both sides side by side, nothing thrown away."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor.document.conflict import PostMerge
from editor.ui.look import Space, font, set_role
from editor.ui.recovery.words import differing_words, mark

_OURS, _THEIRS, _BOTH = range(3)
_ROW_LENGTH = 40
_ROWS = 40
_ANY = 16_777_215  # QWIDGETSIZE_MAX


class ConflictDialog(QDialog):
    """Asks, for each place that both sides changed, which words are to stand there.

    What only one side changed is merged already. Accepting gives the choices; rejecting changes
    nothing, and the post stays unsaved with both sides intact.
    """

    def __init__(self, merged: PostMerge, name: str, parent: QWidget | None = None) -> None:
        """Make the list of questions.

        Args:
            merged: What `editor.document.conflict.merge` found.
            name: The post's file name.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("conflict_dialog")
        self.setWindowTitle(self.tr("Changed by another program"))
        self.resize(900, 600)
        self._merged = merged
        self._groups: list[QButtonGroup] = []
        told = QLabel(
            self.tr(
                "Another program changed “{0}” as well. Your words and theirs are both safe. Where "
                "both changed the same place, choose what stands there; the words that differ are "
                "marked."
            ).format(name),
            self,
        )
        told.setWordWrap(True)
        area = QScrollArea(self)
        area.setObjectName("conflict_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        questions = QVBoxLayout(inside)
        questions.setSpacing(Space.L)
        for field in merged.fields:
            title = self.tr("The field “{0}”").format(field.key)
            questions.addWidget(
                self._question(title, field.ours or "", field.theirs or "", both=False)
            )
        count = len(merged.body.conflicts)
        for number, chunk in enumerate(merged.body.conflicts, start=1):
            title = self.tr("Place {0} of {1} in the text").format(number, count)
            # Of two whole posts one stands: both, one after the other, would be no post.
            both = not (_has_fence(chunk.ours) and _has_fence(chunk.theirs))
            questions.addWidget(self._question(title, chunk.ours, chunk.theirs, both=both))
        questions.addStretch(1)
        area.setWidget(inside)
        self._later = QPushButton(self.tr("Decide later"), self)
        self._later.setObjectName("conflict_later")
        self._use = QPushButton(self.tr("Use these"), self)
        self._use.setObjectName("conflict_use")
        set_role(self._use, "primary")
        self._use.setDefault(True)
        self._later.clicked.connect(self.reject)
        self._use.clicked.connect(self._on_use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(told)
        layout.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._later)
        row.addWidget(self._use)
        layout.addLayout(row)

    def _question(self, title: str, ours: str, theirs: str, *, both: bool) -> QWidget:
        card = QFrame(self)
        set_role(card, "card")
        grid = QGridLayout(card)
        grid.setSpacing(Space.S)
        heading = QLabel(title, card)
        set_role(heading, "heading")
        heading.setFont(font("body_strong"))
        grid.addWidget(heading, 0, 0, 1, 2)
        group = QButtonGroup(card)
        number = len(self._groups)
        ours, theirs = (text.replace("\r\n", "\n") for text in (ours, theirs))
        marks = differing_words(ours, theirs)
        sides = ((_OURS, self.tr("Yours"), ours), (_THEIRS, self.tr("On the disk"), theirs))
        height = self.fontMetrics().lineSpacing() * 5 // 4
        rows = max(len(text) // _ROW_LENGTH + text.count("\n") + 1 for text in (ours, theirs))
        for side, words, text in sides:
            choice = QRadioButton(words, card)
            choice.setObjectName(f"conflict_{number}_{'ours' if side == _OURS else 'theirs'}")
            choice.setAccessibleName(f"{title}: {words}")
            group.addButton(choice, side)
            grid.addWidget(choice, 1, side)
            shown = QPlainTextEdit(text or self.tr("(nothing)"), card)
            shown.setReadOnly(True)
            shown.setTabChangesFocus(True)
            shown.setFont(font("mono"))
            shown.setAccessibleName(f"{title}: {words}")
            shown.setMinimumHeight(height * min(max(rows, 2), 8) + Space.L)
            shown.setMaximumHeight(height * (rows + 1) + Space.L if rows < _ROWS else _ANY)
            mark(shown, marks[side])
            grid.addWidget(shown, 2, side)
        group.button(_OURS).setChecked(True)
        if both:
            keep = QRadioButton(self.tr("Both, yours first"), card)
            keep.setObjectName(f"conflict_{number}_both")
            group.addButton(keep, _BOTH)
            grid.addWidget(keep, 3, 0, 1, 2)
            keep.setChecked(True)
        self._groups.append(group)
        return card

    @Slot()
    def _on_use(self) -> None:
        self.accept()

    @property
    def field_choices(self) -> dict[str, str | None]:
        """For each field in conflict its lines; None leaves it out."""
        groups = self._groups[: len(self._merged.fields)]
        return {
            field.key: field.theirs if group.checkedId() == _THEIRS else field.ours
            for field, group in zip(self._merged.fields, groups, strict=True)
        }

    @property
    def choices(self) -> list[str]:
        """For each conflict of the text what stands there."""
        groups = self._groups[len(self._merged.fields) :]
        chosen = []
        for chunk, group in zip(self._merged.body.conflicts, groups, strict=True):
            side = group.checkedId()
            ours = chunk.ours
            if side == _BOTH and ours and not ours.endswith("\n"):
                ours += "\r\n" if "\r\n" in chunk.theirs else "\n"
            texts = {_OURS: chunk.ours, _THEIRS: chunk.theirs, _BOTH: ours + chunk.theirs}
            chosen.append(texts[side])
        return chosen


def _has_fence(text: str) -> bool:
    return text.startswith("---")
