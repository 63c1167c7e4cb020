"""How one picture stands in the grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.ui import look
from editor.ui.assets.model import AssetModel

CELL = QSize(172, 152)


class AssetDelegate(QStyledItemDelegate):
    """A thumbnail that fills its frame, and the file's name under it."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell."""
        return CELL

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one picture."""
        palette = look.current()
        state = option.state
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRectF(rect).adjusted(4, 4, -4, -4)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(
                QPen(QColor(palette.accent), look.Space.RING) if is_chosen else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(palette.accent_quiet if is_chosen else palette.hover))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        frame = cell.adjusted(8, 8, -8, -28)
        self._paint_picture(painter, frame, index)
        painter.setFont(look.font("small"))
        painter.setPen(QColor(palette.text))
        line = QRectF(frame.left(), frame.bottom() + 4, frame.width(), 18)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, frame: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        palette = look.current()
        clip = QPainterPath()
        clip.addRoundedRect(frame, 4, 4)
        painter.fillPath(clip, QColor(palette.sunken))
        pixmap = index.data(AssetModel.PixmapRole)
        if isinstance(pixmap, QPixmap) and not pixmap.isNull():
            size = QSize(pixmap.size()).scaled(
                frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
            return
        is_broken = bool(index.data(AssetModel.SentenceRole))
        icon = look.pixmap(
            "alert-triangle" if is_broken else "photo",
            "warn" if is_broken else "line_strong",
            24,
        )
        painter.drawPixmap(int(frame.center().x()) - 12, int(frame.center().y()) - 12, icon)
