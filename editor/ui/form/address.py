"""The address that the post will have, and what a change does to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QWidget

from editor.ui import look


class AddressLine(QWidget):
    """Shows the URL; when the changes would move the post, the old one too."""

    rename_wanted = Signal()  # the file's name no longer fits: the user asks to rename it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("post-address")
        self._icon = QLabel(self)
        self._words = QLabel(self)
        self._words.setObjectName("post-url")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setMinimumWidth(40)
        look.set_role(self._words, "small")
        self._copy = QToolButton(self)
        self._copy.setObjectName("copy-url")
        self._copy.setIcon(look.icon("copy", "text_muted"))
        self._copy.setToolTip(self.tr("Copy the address"))
        self._copy.setAccessibleName(self.tr("Copy the address"))
        self._copy.clicked.connect(self._on_copy)
        self._rename = QToolButton(self)
        self._rename.setObjectName("rename-file")
        self._rename.setText(self.tr("Rename file…"))
        self._rename.setAccessibleName(self.tr("Rename the file to fit date and title"))
        self._rename.clicked.connect(self.rename_wanted)
        self._rename.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.Space.XS)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._rename)
        layout.addWidget(self._copy)
        self._url = ""
        self._text = ""
        look.changes().palette_changed.connect(self._on_palette_changed)
        self._on_palette_changed()

    @property
    def text(self) -> str:
        """What the line says, in full."""
        return self._text

    def tab_stops(self) -> list[QWidget]:
        """Return what the Tab key comes to, in reading order."""
        return [self._rename, self._copy]

    def show_address(self, url: str, url_on_disk: str, new_name: str = "") -> None:
        """Show an address.

        Args:
            url: What Jekyll will make of the post as it is now.
            url_on_disk: What it makes of the post as saved; empty for a new one.
            new_name: The file name that would fit date and title; empty when it fits.
        """
        self._url = url
        if not url:
            self._text = self.tr("No address: as it stands, Jekyll makes no page of this post")
        elif url_on_disk and url != url_on_disk:
            self._text = self.tr("%1 — moves from %2").replace("%1", url).replace("%2", url_on_disk)
        else:
            self._text = url
        look.set_role(self._words, "warn" if url_on_disk and url != url_on_disk else "small")
        self._words.setAccessibleName(self.tr("Address: %s").replace("%s", self._text))
        self._copy.setEnabled(bool(url))
        self._rename.setVisible(bool(new_name))
        self._rename.setToolTip(
            self.tr("The file name does not follow date and title. They would make: %s").replace(
                "%s", new_name
            )
        )
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the new size."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        space = max(self._words.width(), 40)
        metrics = self._words.fontMetrics()
        self._words.setText(metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, space))
        self._words.setToolTip(self._text)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._url)

    @Slot()
    def _on_palette_changed(self) -> None:
        self._icon.setPixmap(look.pixmap("world", "text_muted", 14, self.devicePixelRatioF()))
