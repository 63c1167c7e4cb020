"""Past saves of a post: read, compared, and brought back as an unsaved change."""

from __future__ import annotations

from collections.abc import Sequence

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

from editor.storage import StorageError, versions
from editor.ui.look import Space, set_role
from editor.ui.recovery.diff_view import DiffView


class VersionsDialog(QDialog):
    """Lists what was saved before, newest first, with the difference to the text of now."""

    restore_wanted = Signal(bytes)  # the bytes of a past save, to stand unsaved in the post

    def __init__(
        self,
        found: Sequence[versions.Version],
        text: str,
        encoding: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make the list.

        Args:
            found: What `versions.list_versions` told, newest first.
            text: The post's text of now.
            encoding: How its past bytes are read.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("versions_dialog")
        self.setWindowTitle(self.tr("Versions of this post"))
        self.resize(860, 520)
        self._found = list(found)
        self._text = text
        self._encoding = encoding
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
        self._told.setText(
            self.tr("Green lines came since that save, red ones went.")
            if self._found
            else self.tr("There is no earlier version yet: each save keeps the one before it.")
        )
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
        try:
            diff = versions.diff_version(self._found[row], self._text, encoding=self._encoding)
        except StorageError as error:
            self._told.setText(error.sentence)
            self._restore.setEnabled(False)
            self._diff.clear()
            return
        self._diff.show_diff(diff)
        self._restore.setEnabled(bool(diff))

    @Slot()
    def _on_restore(self) -> None:
        try:
            data = versions.read_version(self._found[self._list.currentRow()])
        except StorageError as error:
            self._told.setText(error.sentence)
            return
        self.accept()
        self.restore_wanted.emit(data)
