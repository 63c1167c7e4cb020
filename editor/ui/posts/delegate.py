"""How one post stands in the list: its headline, its day and section, its state as a pill."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from PySide6.QtCore import (
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.site import PostInfo, PostState
from editor.ui import look
from editor.ui.posts.model import PostListModel, state_word

ROW_HEIGHT = 56
_PILL_ROLES = {
    PostState.DRAFT: ("warn", "warn_quiet"),
    PostState.SCHEDULED: ("accent", "accent_quiet"),
    PostState.UNPUBLISHED: ("text_muted", "hover"),
}


class PostDelegate(QStyledItemDelegate):
    """Paints a row; every row is as high as every other, so that 20,000 cost nothing to lay out."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size it wants."""
        return QSize(200, ROW_HEIGHT)

    def second_line(self, info: PostInfo) -> str:
        """Return the day and the section of a post."""
        parts = []
        if isinstance(info.date, datetime):
            day = QDate(info.date.year, info.date.month, info.date.day)
            parts.append(QLocale().toString(day, "d MMM yyyy"))
        if info.categories:
            parts.append(", ".join(map(str, info.categories)))
        return " · ".join(parts)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        info = index.data(PostListModel.InfoRole)
        if not isinstance(info, PostInfo):
            return
        palette = look.current()
        state = option.state
        whole: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(whole).adjusted(8, 1, -8, -1)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_under = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent_quiet if is_chosen else palette.hover))
            painter.drawRoundedRect(card, look.Space.CORNER, look.Space.CORNER)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(palette.accent), look.Space.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 5, 5)
        inner = card.toRect().adjusted(12, 7, -10, -7)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        is_unsaved = bool(index.data(PostListModel.UnsavedRole))
        self._paint_title(painter, inner, info, is_unsaved, is_mirrored)
        self._paint_second(painter, inner, info, is_mirrored)
        painter.restore()

    def _paint_title(
        self,
        painter: QPainter,
        inner: QRect,
        info: PostInfo,
        is_unsaved: bool,
        mirrored: bool,
    ) -> None:
        palette = look.current()
        font = look.font("body_strong")
        painter.setFont(font)
        line = QRect(inner.left(), inner.top(), inner.width(), 19)
        if is_unsaved:
            dot = QRectF(0, line.top() + 6, 8, 8)
            dot.moveLeft(line.left() if mirrored else line.right() - 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(dot)
            line.adjust(14 if mirrored else 0, 0, 0 if mirrored else -14, 0)
        title = " ".join((info.title or str(info.path)).split())
        # A headline written from right to left stands at the right and loses its left end.
        metrics = QFontMetrics(font)
        text = metrics.elidedText(title[:400], Qt.TextElideMode.ElideRight, line.width())
        side = (
            Qt.AlignmentFlag.AlignRight
            if mirrored or _is_right_to_left(title)
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.setPen(QColor(palette.danger if info.problem else palette.text))
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_pill(
        self,
        painter: QPainter,
        inner: QRect,
        state: PostState,
        mirrored: bool,
    ) -> int:
        """Paint the state as a word; returns how wide it is."""
        palette = look.current()
        font = look.font("small")
        word = state_word(state)
        width = QFontMetrics(font).horizontalAdvance(word) + 16
        pill = QRectF(0, inner.bottom() - 18, width, 18)
        pill.moveLeft(inner.left() if mirrored else inner.right() - width)
        color, ground = _PILL_ROLES[state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.color(ground)))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setFont(font)
        painter.setPen(QColor(palette.color(color)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
        return width

    def _paint_second(
        self,
        painter: QPainter,
        inner: QRect,
        info: PostInfo,
        mirrored: bool,
    ) -> None:
        palette = look.current()
        font = look.font("small")
        metrics = QFontMetrics(font)
        if info.state is PostState.PUBLISHED:
            # What is as it should be is said quietly: most rows are.
            width = 16
            place = QRect(0, inner.bottom() - 16, 14, 14)
            place.moveLeft(inner.left() if mirrored else inner.right() - 14)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(place, look.pixmap("circle-check", "text_muted", 14, ratio))
        else:
            width = self._paint_pill(painter, inner, info.state, mirrored)
        painter.setFont(font)
        line = QRect(inner.left(), inner.bottom() - 18, inner.width() - width - 8, 18)
        if mirrored:
            line.moveLeft(line.left() + width + 8)
        painter.setPen(QColor(palette.text_muted))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        text = metrics.elidedText(self.second_line(info), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, text)


def _is_right_to_left(text: str) -> bool:
    """Tell by the first letter that has a direction, as the Unicode algorithm does."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
