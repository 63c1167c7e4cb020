"""Past saves of a post: read, compared, and brought back as an unsaved change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor.storage import versions
from editor.ui.look import Space, set_role
from editor.ui.recovery.diff_view import DiffView
from editor.ui.tasks import Tasks, sentence_of


class VersionsDialog(QDialog):
    """Lists what was saved before, newest first, with the difference to the text of now."""

    restore_wanted = Signal(bytes)  # the bytes of a past save, to stand unsaved in the post

    def __init__(
        self,
        found: Sequence[versions.Version],
        text: str,
        encoding: str,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        """Make the list.

        Args:
            found: What `versions.list_versions` told, newest first.
            text: The post's text of now.
            encoding: How its past bytes are read.
            tasks: The window's threads.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("versions_dialog")
        self.setWindowTitle(self.tr("Versions of this post"))
        self.resize(860, 520)
        self._found = list(found)
        self._text = text
        self._encoding = encoding
        self._tasks = tasks
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._list = QListWidget(self)
        self._list.setObjectName("versions_list")
        self._list.setAccessibleName(self.tr("Past saves"))
        self._diff = DiffView(self)
        self._restore = QPushButton(self.tr("Bring this version back"), self)
        self._restore.setObjectName("versions_restore")
        self._restore.setToolTip(self.tr("Puts it into the editor, unsaved; undo takes it back"))
        set_role(self._restore, "primary")
        self._close = QPushButton(self.tr("Close"), self)
        self._close.setObjectName("versions_close")
        self._lay_out()
        for each in self._found:
            stamp = QDateTime.fromSecsSinceEpoch(int(each.when))
            when = QLocale().toString(stamp, QLocale.FormatType.ShortFormat)
            shape = self.tr("1 word") if each.words == 1 else self.tr("{0} words")
            self._list.addItem(f"{when}\n{shape.format(each.words)}")
        self._words = (
            self.tr("Green lines came since that save, red ones went.")
            if self._found
            else self.tr("There is no earlier version yet: each save keeps the one before it.")
        )
        self._told.setText(self._words)
        self._diff.compared.connect(self._restore.setEnabled)
        self._diff.failed.connect(self._told.setText)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._restore.clicked.connect(self._on_restore)
        self._close.clicked.connect(self.reject)
        self._restore.setEnabled(False)
        if self._found:
            self._list.setCurrentRow(0)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self._told)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self._list)
        halves.addWidget(self._diff)
        halves.setSizes([240, 580])
        halves.setChildrenCollapsible(False)
        layout.addWidget(halves, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._restore)
        layout.addLayout(row)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        self._restore.setEnabled(False)
        self._told.setText(self._words)
        comparing = partial(
            versions.diff_version, self._found[row], self._text, encoding=self._encoding
        )
        self._diff.compare(comparing, self._tasks)

    @Slot()
    def _on_restore(self) -> None:
        self._restore.setEnabled(False)
        version = self._found[self._list.currentRow()]
        self._tasks.run(partial(versions.read_version, version), self._on_read, self._on_lost, self)

    def _on_read(self, data: bytes) -> None:
        self.accept()
        self.restore_wanted.emit(data)

    def _on_lost(self, error: BaseException) -> None:
        self._told.setText(sentence_of(error))
