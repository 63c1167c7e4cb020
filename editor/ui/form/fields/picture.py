"""The post's picture: a thumbnail, its path, and the way to the site's pictures."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from editor.ui import look
from editor.ui.form.fields.base import FieldContext, FieldEditor, Shown
from editor.ui.form.fields.text import ghost_text, show_in_line, text_of

if TYPE_CHECKING:
    from editor.ui.assets.thumbnails import Thumbnail

log = logging.getLogger(__name__)

_SIZE = QSize(44, 30)


class PictureField(FieldEditor):
    """A path to a picture of the site.

    The path stands there at once; whether there is such a picture, and how it looks, is told when
    the disk has said so.
    """

    def __init__(self, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.picture = QLabel(self)
        self.picture.setFixedSize(_SIZE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line = QLineEdit(self)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.editingFinished.connect(self.commit)
        self.button = QToolButton(self)
        self.button.setIcon(look.icon("photo"))
        self.button.setToolTip(self.tr("Choose a picture…"))
        self.button.clicked.connect(self._on_choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.Space.XS)
        layout.addWidget(self.picture)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)
        self._reference: str | None = None
        self._turn = 0
        self._asked_turn: int | None = None  # whose answer is awaited
        from editor.ui.assets.thumbnails import Thumbnails

        self._thumbnails = Thumbnails.shared()
        self._thumbnails.made.connect(self._on_thumbnail_made)
        self._wanted_path = ""

    def show_value(self, shown: Shown) -> None:
        """Show a value; see the base."""
        super().show_value(shown)
        if not self.is_dirty:
            show_in_line(self.line, text_of(shown.value))
            if not self.line.hasFocus():
                # The file's name tells more than its folder.
                self.line.end(False)
            self.line.setPlaceholderText(ghost_text(self, shown) or self.tr("No picture"))
        self._show_picture(text_of(shown.effective))

    def forget(self) -> None:
        """Look for the picture anew: a path may start at the post."""
        super().forget()
        self._reference = None

    def pending_value(self) -> object:
        """Return what is to be written; see the base."""
        return self.line.text()

    def name_parts(self, label: str) -> None:
        """Name the parts; see the base."""
        self.line.setObjectName(f"field-{self.shown.key}")
        self.line.setAccessibleName(label)
        self.button.setObjectName(f"field-{self.shown.key}-choose")
        self.button.setAccessibleName(self.tr("Choose: %s").replace("%s", label))

    # Inside

    def _show_picture(self, reference: str) -> None:
        if reference == self._reference:
            return
        self._reference = reference
        self._turn += 1
        self._wanted_path = ""
        self.picture.setToolTip("")
        self.picture.setPixmap(look.pixmap("photo", "text_muted", 18))
        self._look_up()

    def _look_up(self) -> None:
        # One question at a time: on a disk that hangs a few would take all of the window's threads.
        tasks, reference = self.context.tasks, self._reference
        if tasks is None or not reference or self._asked_turn is not None:
            return
        self._asked_turn = self._turn
        looking = partial(_file_of, self.context.resolve, reference)
        tasks.run(looking, self._on_found, self._on_not_looked_up, self)

    def _on_found(self, path: Path | None) -> None:
        if self._is_outdated():
            return
        if path is not None:
            self._wanted_path = str(path)
            self._thumbnails.ask(path, 160)
        elif "://" not in (self._reference or ""):
            self.picture.setPixmap(look.pixmap("alert-triangle", "warn", 18))
            self.picture.setToolTip(self.tr("There is no such picture in the site."))

    def _on_not_looked_up(self, error: BaseException) -> None:
        log.error("picture not looked up: %s", type(error).__name__)
        self._is_outdated()

    def _is_outdated(self) -> bool:
        """Tell whether an answer is for what stood here before; then ask for what stands now."""
        asked, self._asked_turn = self._asked_turn, None
        if asked == self._turn:
            return False
        self._look_up()
        return True

    @Slot(object)
    def _on_thumbnail_made(self, made: Thumbnail) -> None:
        if str(made.path) != self._wanted_path:
            return
        if made.image is None:
            self.picture.setPixmap(look.pixmap("alert-triangle", "warn", 18))
            self.picture.setToolTip(made.sentence)
            return
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(made.image).scaled(
            _SIZE * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._touch()

    @Slot()
    def _on_choose(self) -> None:
        self.commit()
        self.picture_wanted.emit()


def _file_of(resolve: Callable[[str], Path | None], reference: str) -> Path | None:
    path = resolve(reference)
    return path if path is not None and path.is_file() else None
