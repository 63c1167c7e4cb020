"""The words that were not saved when the program ended: one list at the start, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor.storage import Recovery
from editor.ui.look import Space, icon, set_role
from editor.ui.recovery.diff_view import DiffView


class RecoveryDialog(QDialog):
    """Lists posts with unsaved words: what, when, how many; each can be opened or put aside.

    Opening puts the words into an unsaved buffer and never writes the post. What is put aside is
    kept for 30 days. Closing the list leaves everything for the next start.
    """

    recover_wanted = Signal(object)  # the Recovery to open as an unsaved post

    def __init__(self, found: Sequence[Recovery], parent: QWidget | None = None) -> None:
        """Make the list.

        Args:
            found: What `editor.storage.pending` told, at least one.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle(self.tr("Unsaved words were found"))
        self.resize(860, 520)
        self._found = list(found)
        told = QLabel(
            self.tr(
                "Standfirst ended before these posts were saved. Their words are safe. "
                "Opening one shows it unsaved; the file changes only when you save."
            ),
            self,
        )
        told.setWordWrap(True)
        self._list = QListWidget(self)
        self._list.setObjectName("recovery_list")
        self._list.setAccessibleName(self.tr("Posts with unsaved words"))
        self._diff = DiffView(self)
        self._note = QLabel(self)
        self._note.setObjectName("recovery_note")
        self._note.setWordWrap(True)
        set_role(self._note, "warn")
        self._open = QPushButton(self.tr("Open unsaved"), self)
        self._open.setObjectName("recovery_open")
        set_role(self._open, "primary")
        self._aside = QPushButton(self.tr("Put aside"), self)
        self._aside.setObjectName("recovery_discard")
        self._aside.setToolTip(self.tr("Kept for 30 days, then removed"))
        self._later = QPushButton(self.tr("Decide later"), self)
        self._later.setObjectName("recovery_later")
        self._lay_out(told)
        for each in self._found:
            self._list.addItem(self._row(each))
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._list.itemActivated.connect(self._on_open)
        self._open.clicked.connect(self._on_open)
        self._aside.clicked.connect(self._on_put_aside)
        self._later.clicked.connect(self.reject)
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _lay_out(self, told: QLabel) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(told)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self._list)
        halves.addWidget(self._diff)
        halves.setSizes([300, 520])
        halves.setChildrenCollapsible(False)
        layout.addWidget(halves, 1)
        layout.addWidget(self._note)
        row = QHBoxLayout()
        row.addWidget(self._aside)
        row.addStretch(1)
        row.addWidget(self._later)
        row.addWidget(self._open)
        layout.addLayout(row)

    def _row(self, found: Recovery) -> QListWidgetItem:
        name = found.path.name if found.path is not None else self.tr("New post, never saved")
        stamp = QDateTime.fromSecsSinceEpoch(int(found.when))
        when = QLocale().toString(stamp, QLocale.FormatType.ShortFormat)
        one = found.words == 1
        shape = self.tr("1 unsaved word") if one else self.tr("{0} unsaved words")
        words = shape.format(found.words)
        item = QListWidgetItem(f"{name}\n{when} · {words}")
        item.setToolTip(str(found.path or ""))
        if found.is_disk_changed:
            item.setIcon(QIcon(icon("alert-triangle", "warn")))
        return item

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        has = 0 <= row < len(self._found)
        self._open.setEnabled(has)
        self._aside.setEnabled(has)
        self._note.setVisible(has and self._found[row].is_disk_changed)
        if not has:
            self._diff.clear()
            return
        self._diff.show_diff(self._found[row].diff())
        self._note.setText(
            self.tr(
                "The file was changed by another program since. Both sides are kept: "
                "you decide when you save."
            )
        )

    @Slot()
    def _on_open(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            found = self._found[row]
            self._take(row)
            self.recover_wanted.emit(found)

    @Slot()
    def _on_put_aside(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            self._found[row].discard()
            self._take(row)

    def _take(self, row: int) -> None:
        del self._found[row]
        self._list.takeItem(row)
        if not self._found:
            self.accept()
