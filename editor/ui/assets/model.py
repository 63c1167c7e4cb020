"""The site's pictures as a Qt model; thumbnails are asked for when a cell is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QPixmap

from editor.site import Asset
from editor.ui.assets.thumbnails import Thumbnail, Thumbnails, keep

SIZE = 320
"""Edge of a thumbnail in real pixels: sharp at scale 2."""

Index = QModelIndex | QPersistentModelIndex


class AssetModel(QAbstractListModel):
    """The pictures whose path has all the words that were searched for, newest first."""

    AssetRole = Qt.ItemDataRole.UserRole + 1  # an Asset
    PixmapRole = Qt.ItemDataRole.UserRole + 2  # a QPixmap, or None while it is made
    SentenceRole = Qt.ItemDataRole.UserRole + 3  # why there is no thumbnail, or ""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._thumbnails.made.connect(self._on_made)
        self._all: list[Asset] = []
        self._shown: list[Asset] = []
        self._words: list[str] = []
        self._broken: dict[str, str] = {}

    def set_assets(self, assets: Sequence[Asset]) -> None:
        """Show these pictures."""
        self._all = sorted(assets, key=lambda asset: (-asset.mtime, asset.site_path))
        self._narrow()

    def add_assets(self, assets: Sequence[Asset]) -> None:
        """Show these pictures too; what was known of one of them is replaced."""
        new = {asset.site_path for asset in assets}
        self.set_assets([*(each for each in self._all if each.site_path not in new), *assets])

    def set_search(self, text: str) -> None:
        """Show only the pictures whose path has these words."""
        self._words = text.casefold().split()
        self._narrow()

    @property
    def total(self) -> int:
        """How many pictures the site has."""
        return len(self._all)

    def row_of(self, site_path: str) -> int:
        """Return the row of a picture, -1 when it is not shown."""
        for row, asset in enumerate(self._shown):
            if str(asset.site_path) == site_path:
                return row
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many pictures are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what Qt wants to know of a picture."""
        if not 0 <= index.row() < len(self._shown):
            return None
        asset = self._shown[index.row()]
        name = str(asset.site_path).rpartition("/")[2]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return name
        if role == Qt.ItemDataRole.ToolTipRole:
            kilobytes = max(1, round(asset.size_bytes / 1000))
            words = f"{asset.site_path}\n{kilobytes} kB"
            return (
                f"{words}\n{self._broken[str(asset.path)]}"
                if str(asset.path) in (self._broken)
                else words
            )
        if role == self.AssetRole:
            return asset
        if role == self.SentenceRole:
            return self._broken.get(str(asset.path), "")
        if role == self.PixmapRole:
            return self._pixmap(asset)
        return None

    def _pixmap(self, asset: Asset) -> QPixmap | None:
        found = self._thumbnails.cached(asset.path, SIZE, asset.mtime)
        if found is None and str(asset.path) not in self._broken:
            self._thumbnails.ask(asset.path, SIZE, asset.mtime)
        return found

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [
            asset
            for asset in self._all
            if all(word in str(asset.site_path).casefold() for word in self._words)
        ]
        self.endResetModel()

    @Slot(object)
    def _on_made(self, made: Thumbnail) -> None:
        if made.size != SIZE:
            return
        if keep(made).isNull():
            self._broken[str(made.path)] = made.sentence
        for row, asset in enumerate(self._shown):
            if asset.path == made.path:
                self.dataChanged.emit(self.index(row), self.index(row))
