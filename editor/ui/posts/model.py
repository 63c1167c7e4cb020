"""The posts of a site as a Qt model: asks the index for the pages that are looked at, no more."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from editor.errors import StandfirstError
from editor.site import PostInfo, PostState

if TYPE_CHECKING:
    from editor.site import SiteIndex

log = logging.getLogger(__name__)

PAGE = 100
_PAGES_KEPT = 30

Index = QModelIndex | QPersistentModelIndex


class PostListModel(QAbstractListModel):
    """Rows of the index, newest first, narrowed by words and by state.

    Cost: one count when anything changes and one query of a hundred rows for each page that is
    drawn; nothing grows with the number of posts (`tests/benchmarks/bench_posts.py`).
    """

    InfoRole = Qt.ItemDataRole.UserRole + 1  # a PostInfo
    UnsavedRole = Qt.ItemDataRole.UserRole + 2  # a bool

    failed = Signal(str)  # a sentence: the list could not be read
    counted = Signal(int)  # how many posts there are now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index: SiteIndex | None = None
        self._filter = ""
        self._states: frozenset[PostState] | None = None
        self._count = 0
        self._pages: OrderedDict[int, list[PostInfo]] = OrderedDict()
        self._unsaved: frozenset[str] = frozenset()

    def set_index(self, index: SiteIndex | None) -> None:
        """Show another site's posts."""
        self.beginResetModel()
        self._index = index
        self._read_anew()
        self.endResetModel()
        self.counted.emit(self._count)

    def set_filter(self, text: str, states: frozenset[PostState] | None = None) -> None:
        """Show only posts with these words, and only these states (None for all)."""
        if (text, states) == (self._filter, self._states):
            return
        self.beginResetModel()
        self._filter, self._states = text, states
        self._read_anew()
        self.endResetModel()
        self.counted.emit(self._count)

    def refresh(self) -> None:
        """Take over what changed in the index; rows that stayed keep their place."""
        old_count = self._count
        new_count = self._counted()
        if new_count == old_count:
            self._pages.clear()
            if new_count:
                self.dataChanged.emit(self.index(0), self.index(new_count - 1))
        else:
            self.beginResetModel()
            self._read_anew()
            self.endResetModel()
        self.counted.emit(self._count)

    def set_unsaved(self, site_paths: Iterable[str]) -> None:
        """Mark posts with words that are not saved."""
        new = frozenset(site_paths)
        if new != self._unsaved:
            self._unsaved = new
            if self._count:
                self.dataChanged.emit(
                    self.index(0), self.index(self._count - 1), [self.UnsavedRole]
                )

    def info(self, row: int) -> PostInfo | None:
        """Return the post of a row; None when the index no longer has it."""
        if self._index is None or not 0 <= row < self._count:
            return None
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._page(number)
            self._pages[number] = page
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def row_of(self, site_path: str) -> int:
        """Return the row of a post among the pages that were read, else -1."""
        for number, page in self._pages.items():
            for at, info in enumerate(page):
                if str(info.path) == site_path:
                    return number * PAGE + at
        return -1

    def find_row(self, site_path: str) -> int:
        """Return the row of a post, however far down; -1 if the list does not show it."""
        known = self.row_of(site_path)
        if known >= 0 or self._index is None:
            return known
        try:
            row = self._index.place(site_path, self._filter, self._states)
        except StandfirstError as error:
            self._fail(error)
            return -1
        return row if row < self._count else -1

    # Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many posts are shown."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what Qt wants to know of a row."""
        info = self.info(index.row())
        if info is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return info.title or str(info.path)
        if role == self.InfoRole:
            return info
        if role == self.UnsavedRole:
            return str(info.path) in self._unsaved
        if role == Qt.ItemDataRole.ToolTipRole:
            words = [info.title, str(info.path), state_word(info.state), info.problem]
            return "\n".join(word for word in words if word)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [
                info.title,
                state_word(info.state),
                f"{info.date:%Y-%m-%d}" if info.date else "",
            ]
            if str(info.path) in self._unsaved:
                words.append(self.tr("not saved"))
            return ", ".join(word for word in words if word)
        return None

    # Inside

    def _read_anew(self) -> None:
        self._pages.clear()
        self._count = self._counted()

    def _counted(self) -> int:
        if self._index is None:
            self._count = 0
            return 0
        try:
            count = self._index.count(self._filter, self._states)
        except StandfirstError as error:
            self._fail(error)
            return 0
        return count

    def _page(self, number: int) -> list[PostInfo]:
        if self._index is None:
            return []
        try:
            return self._index.rows(self._filter, self._states, offset=number * PAGE, limit=PAGE)
        except StandfirstError as error:
            self._fail(error)
            return []

    def _fail(self, error: StandfirstError) -> None:
        log.warning("the list of posts: %s", type(error).__name__)
        self.failed.emit(error.sentence)


def state_word(state: PostState) -> str:
    """Return the word for a state."""
    return {
        PostState.DRAFT: QCoreApplication.translate("PostState", "Draft"),
        PostState.SCHEDULED: QCoreApplication.translate("PostState", "Scheduled"),
        PostState.PUBLISHED: QCoreApplication.translate("PostState", "Published"),
        PostState.UNPUBLISHED: QCoreApplication.translate("PostState", "Unpublished"),
    }[state]
