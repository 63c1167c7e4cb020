"""The grid that shows a site's pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from editor.ui.assets.delegate import CELL, AssetDelegate
from editor.ui.assets.model import AssetModel


def picture_grid(model: AssetModel, parent: QWidget) -> QListView:
    """Make the grid.

    Args:
        model: The pictures.
        parent: Owns it.
    """
    view = QListView(parent)
    view.setObjectName("picture-grid")
    view.setAccessibleName(QCoreApplication.translate("AssetPicker", "Pictures of the site"))
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setMovement(QListView.Movement.Static)
    view.setUniformItemSizes(True)
    view.setGridSize(CELL)
    view.setMouseTracking(True)
    view.setWordWrap(False)
    view.setIconSize(QSize(150, 110))
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setModel(model)
    view.setItemDelegate(AssetDelegate(view))
    return view
