"""The words that were not saved when the program ended: one list at the start, never a guess."""

from __future__ import annotations

import re
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
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from editor.storage import Recovery
from editor.ui.look import Space, icon, set_role
from editor.ui.recovery.diff_view import DiffView
from editor.ui.tasks import Tasks

_WAITING, _ASIDE = range(2)
_NAME_LENGTH = 60


class RecoveryDialog(QDialog):
    """Lists posts with unsaved words: what, when, how many; each can be opened or put aside.

    Opening puts the words into an unsaved buffer and never writes the post. What is put aside
    stands in a list of its own for 30 days, opened or not. Closing leaves everything as it is for
    the next start.
    """

    recover_wanted = Signal(object)  # the Recovery to open as an unsaved post

    def __init__(
        self,
        found: Sequence[Recovery],
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        aside: Sequence[Recovery] = (),
    ) -> None:
        """Make the lists.

        Args:
            found: What `editor.storage.pending` told.
            tasks: The window's threads.
            parent: The window.
            aside: What `editor.storage.put_aside_before` told; shown first if `found` is empty.
        """
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle(self.tr("Unsaved words"))
        self.resize(860, 520)
        self._tasks = tasks
        self._lists = (list(found), list(aside))
        self._kind = _WAITING if found else _ASIDE
        self._told = QLabel(self)
        self._told.setObjectName("recovery_told")
        self._told.setWordWrap(True)
        self._kinds = QTabBar(self)
        self._kinds.setObjectName("recovery_kinds")
        self._kinds.setAccessibleName(self.tr("Which words"))
        self._kinds.setDrawBase(False)
        self._kinds.setExpanding(False)
        self._kinds.addTab("")
        self._kinds.addTab("")
        self._list = QListWidget(self)
        self._list.setObjectName("recovery_list")
        self._list.setAccessibleName(self.tr("Posts with unsaved words"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._aside.setToolTip(self.tr("Kept for 30 days in the other list, then removed"))
        self._later = QPushButton(self)
        self._later.setObjectName("recovery_later")
        self._lay_out()
        self._kinds.setCurrentIndex(self._kind)
        self._kinds.currentChanged.connect(self._on_kind_changed)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._list.itemActivated.connect(self._on_open)
        self._diff.failed.connect(self._diff.setPlainText)
        self._open.clicked.connect(self._on_open)
        self._aside.clicked.connect(self._on_put_aside)
        self._later.clicked.connect(self.reject)
        self._show_kind()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self._kinds)
        layout.addWidget(self._told)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self._list)
        halves.addWidget(self._diff)
        halves.setSizes([320, 500])
        halves.setChildrenCollapsible(False)
        layout.addWidget(halves, 1)
        layout.addWidget(self._note)
        row = QHBoxLayout()
        row.addWidget(self._aside)
        row.addStretch(1)
        row.addWidget(self._later)
        row.addWidget(self._open)
        layout.addLayout(row)

    def add(self, found: Sequence[Recovery]) -> None:
        """Offer more, found later: what stood beside posts."""
        self._lists[_WAITING].extend(found)
        if self._kind == _WAITING:
            for each in found:
                self._list.addItem(self._row(each))
        self._name_kinds()

    @property
    def _found(self) -> list[Recovery]:
        return self._lists[self._kind]

    @Slot(int)
    def _on_kind_changed(self, kind: int) -> None:
        self._kind = kind
        self._show_kind()

    def _show_kind(self) -> None:
        self._name_kinds()
        is_aside = self._kind == _ASIDE
        self._told.setText(
            self.tr(
                "You discarded these words or put them aside; each is kept for 30 days. Opening "
                "one shows it unsaved; the file changes only when you save."
            )
            if is_aside
            else self.tr(
                "Standfirst ended before these posts were saved. Their words are safe. "
                "Opening one shows it unsaved; the file changes only when you save."
            )
        )
        self._later.setText(self.tr("Close") if is_aside else self.tr("Decide later"))
        self._aside.setVisible(not is_aside)
        self._list.blockSignals(True)
        self._list.clear()
        for each in self._found:
            self._list.addItem(self._row(each))
        self._list.setCurrentRow(0 if self._found else -1)
        self._list.blockSignals(False)
        self._on_row_changed(self._list.currentRow())
        self._list.setFocus()

    def _name_kinds(self) -> None:
        waiting, aside = map(len, self._lists)
        self._kinds.setTabText(_WAITING, self.tr("Not saved ({0})").format(waiting))
        self._kinds.setTabText(_ASIDE, self.tr("Put aside earlier ({0})").format(aside))
        self._kinds.setTabEnabled(_WAITING, bool(waiting))
        self._kinds.setTabEnabled(_ASIDE, bool(aside))
        self._kinds.setVisible(bool(aside))

    def _row(self, found: Recovery) -> QListWidgetItem:
        if found.path is not None:
            name = found.path.name
        else:
            name = self.tr("Never saved: {0}").format(_title_of(found.text))
        when = _moment(found.put_aside or found.when)
        shape = self.tr("put aside {0}") if found.put_aside else self.tr("{0}")
        count = self.tr("1 word") if found.words == 1 else self.tr("{0} words")
        item = QListWidgetItem(f"{name}\n{shape.format(when)} · {count.format(found.words)}")
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
            self._diff.forget()
            return
        found = self._found[row]
        self._diff.compare(found.diff, self._tasks)
        if found.path is not None and found.disk is None:
            note = self.tr(
                "The file was moved or deleted by another program since. Opening brings the words "
                "back; you decide where they are saved."
            )
        else:
            note = self.tr(
                "The file was changed by another program since. Both sides are kept: after "
                "opening, what fits together is joined, and for the rest you choose."
            )
        self._note.setText(note)

    @Slot()
    def _on_open(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            found = self._found[row]
            if self._kind == _WAITING:
                self._take(row)
            else:
                self.accept()  # it stays in the list until its days are over
            self.recover_wanted.emit(found)

    @Slot()
    def _on_put_aside(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            # Behind the saves, which are finished even if the window is closed at once.
            self._tasks.save(self._found[row].discard, None, None, self)
            self._take(row)

    def _take(self, row: int) -> None:
        del self._found[row]
        self._list.takeItem(row)
        self._name_kinds()
        if not self._found:
            self.accept()


def _moment(seconds: float) -> str:
    stamp = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(stamp, QLocale.FormatType.ShortFormat)


def _title_of(text: str) -> str:
    """Return what a post without a name is known by: its title, else its first words."""
    title = re.search(r"^title:[ \t]*(\S.*)$", text[:4000], re.MULTILINE)
    lines = (line.strip() for line in text[:4000].splitlines())
    first = title[1].strip() if title else next((e for e in lines if e.strip("-")), "")
    first = first.strip("\"'")
    return first if len(first) <= _NAME_LENGTH else first[: _NAME_LENGTH - 1] + "…"
