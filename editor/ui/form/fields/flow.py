"""A layout that sets widgets side by side and breaks into lines, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right (right to left where the interface is), then the next line.

    The last item takes what is left of its line: it is the place to type in.
    """

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(4, 3, 4, 3)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls it."""
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it grows in no direction by itself."""
        return Qt.Orientation(0)

    def wanted_height(self, width: int) -> int:
        """Return the height for a width.

        Not Qt's `heightForWidth`: a grid gives such a row the height of its narrowest form.
        """
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay the items out."""
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(160, self.wanted_height(max(self.geometry().width(), 160)))

    def minimumSize(self) -> QSize:
        """Return the smallest size."""
        return QSize(90, 32)

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        parent = self.parentWidget()
        is_mirrored = (
            parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        x, y, line_height = area.x(), area.y(), 0
        for index, item in enumerate(self._items):
            is_last = index == len(self._items) - 1
            size = item.minimumSize() if is_last else item.sizeHint()
            width = min(size.width(), max(area.width(), 1))
            if x > area.x() and x + width > area.right() + 1:
                x, y, line_height = area.x(), y + line_height + self.spacing(), 0
            if is_last:
                width = max(width, area.right() + 1 - x)
            if apply:
                place = QRect(QPoint(x, y), QSize(width, size.height()))
                if is_mirrored:
                    place.moveRight(area.right() - (x - area.x()))
                item.setGeometry(place)
            x += width + self.spacing()
            line_height = max(line_height, size.height())
        return y + line_height - rect.y() + margins.bottom()
