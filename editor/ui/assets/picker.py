"""Choose a picture of the site, or add one, and say what it shows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.errors import StandfirstError
from editor.images import strip
from editor.site import BODY, Asset, Assets, Site
from editor.ui import look
from editor.ui.assets.adding import can_add, pictures_in, read_picture
from editor.ui.assets.delegate import CELL, AssetDelegate
from editor.ui.assets.model import AssetModel
from editor.ui.assets.thumbnails import Thumbnails

log = logging.getLogger(__name__)

_TYPING_MS = 120


@dataclass(frozen=True, slots=True)
class Picked:
    """A choice.

    Attributes:
        site_path: The picture's path in the site.
        reference: How the post should write it, in the manner of the site's other posts.
        alt: What the picture shows, for those who do not see it.
    """

    site_path: str
    reference: str
    alt: str

    @property
    def markdown(self) -> str:
        """Return it as Markdown."""
        alt = self.alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        return f"![{alt}]({self.reference})"


class AssetPicker(QDialog):
    """A grid of the site's pictures with search; `picked` holds the choice after `accept`."""

    def __init__(
        self,
        site: Site,
        parent: QWidget | None = None,
        *,
        key: str = "",
        post_path: str = "",
        chosen: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            site: The site whose pictures are shown.
            parent: The window.
            key: The field that the picture is for; empty when it goes into the text, where the
                words for those who do not see it are asked for.
            post_path: Site path of the post, for references that start at the post.
            chosen: Site path of the picture to start at.
        """
        super().__init__(parent)
        self.setObjectName("asset-picker")
        self.setWindowTitle(self.tr("Choose a picture"))
        self.setAcceptDrops(True)
        self.resize(780, 600)
        self.picked: Picked | None = None
        self._assets = Assets(site)
        self._key = key
        self._post_path = post_path
        self._model = AssetModel(Thumbnails.shared(), self)
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_TYPING_MS)
        self._search_timer.timeout.connect(self._on_search_due)
        self._build()
        self._read_pictures()
        if chosen:
            self._choose(chosen)

    def _build(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("search-pictures")
        self.search.setAccessibleName(self.tr("Search the pictures"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            look.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self._on_search_changed)
        self.add_button = QPushButton(look.icon("photo-plus"), self.tr("Add from disk…"), self)
        self.add_button.setObjectName("add-picture")
        self.add_button.setAccessibleName(self.tr("Add a picture from the disk"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.view = QListView(self)
        self.view.setObjectName("picture-grid")
        self.view.setAccessibleName(self.tr("Pictures of the site"))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setGridSize(CELL)
        self.view.setMouseTracking(True)
        self.view.setWordWrap(False)
        self.view.setIconSize(QSize(150, 110))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setModel(self._model)
        self.view.setItemDelegate(AssetDelegate(self.view))
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self._empty = QLabel(self)
        self._empty.setObjectName("pictures-empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look.set_role(self._empty, "muted")
        self._message = QLabel(self)
        self._message.setObjectName("picker-message")
        self._message.setWordWrap(True)
        self._message.hide()
        self.alt = QLineEdit(self)
        self.alt.setObjectName("alt-text")
        self.alt.setAccessibleName(self.tr("What the picture shows"))
        self.alt.setPlaceholderText(
            self.tr("What the picture shows, for those who do not see it (alt text)")
        )
        self.alt.textChanged.connect(self._on_alt_changed)
        self.alt.setVisible(not self._key)
        self._path = QLabel(self)
        self._path.setObjectName("picked-path")
        look.set_role(self._path, "small")
        self.ok = QPushButton(self.tr("Use this picture") if self._key else self.tr("Insert"), self)
        self.ok.setObjectName("accept")
        self.ok.setDefault(True)
        look.set_role(self.ok, "primary")
        self.ok.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.add_button)
        bottom = QHBoxLayout()
        bottom.addWidget(self._path, 1)
        bottom.addWidget(cancel)
        bottom.addWidget(self.ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.Space.L, look.Space.L, look.Space.L, look.Space.L)
        layout.setSpacing(look.Space.M)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._message)
        layout.addWidget(self.alt)
        layout.addLayout(bottom)
        self.search.setFocus()

    # Adding

    def add(self, sources: Sequence[tuple[Path | bytes, str]]) -> list[Asset]:
        """Copy pictures into the site, without what they tell of place and person.

        Args:
            sources: Files or bytes, each with the name it came with.

        Returns:
            Those that are in the site now; the message names what was refused.
        """
        added: list[Asset] = []
        sentences: list[str] = []
        for source, name in sources:
            try:
                data = strip(read_picture(source)).data
                added.append(self._assets.add_picture(data, name))
            except StandfirstError as error:
                log.info("picture not added: %s", type(error).__name__)
                sentences.append(f"{name}: {error.sentence}")
        if added:
            self.search.clear()
            self._on_search_due()
            self._read_pictures()
            self._choose(str(added[-1].site_path))
        self._say(" ".join(sentences), is_error=True)
        if added and not sentences:
            path = str(added[-1].site_path)
            self._say(self.tr("Copied to %s, without place and camera data.").replace("%s", path))
        return added

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what may be a picture."""
        if can_add(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        sources = pictures_in(event.mimeData())
        if sources:
            event.acceptProposedAction()
            self.add(sources)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a picture."""
        if event.matches(QKeySequence.StandardKey.Paste):
            sources = pictures_in(QApplication.clipboard().mimeData())
            if sources:
                self.add(sources)
                return
        super().keyPressEvent(event)

    # Choosing

    def accept(self) -> None:
        """Take the chosen picture; a picture in the text wants its words first."""
        asset = self.view.currentIndex().data(AssetModel.AssetRole)
        if not isinstance(asset, Asset):
            return
        alt = " ".join(self.alt.text().split())
        if not self._key and not alt and not self.ok.property("asked"):
            self.ok.setProperty("asked", True)
            self.ok.setText(self.tr("Insert without"))
            self._say(
                self.tr(
                    "Say in a few words what the picture shows. Without them, readers who do not "
                    "see it learn nothing of it."
                )
            )
            self.alt.setFocus()
            return
        site_path = str(asset.site_path)
        where = self._key or BODY
        reference = self._assets.reference_for(site_path, where, self._post_path)
        self.picked = Picked(site_path, reference, alt)
        super().accept()

    # Inside

    def _read_pictures(self) -> None:
        try:
            self._model.set_assets(self._assets.pictures())
        except (StandfirstError, OSError) as error:
            log.warning("the pictures of the site: %s", type(error).__name__)
            self._say(self.tr("The site's pictures cannot be listed."), is_error=True)
        self._show_state()

    def _show_state(self) -> None:
        has_rows = self._model.rowCount() > 0
        self.view.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        if self._model.total:
            self._empty.setText(self.tr("No picture has these words in its path."))
        else:
            self._empty.setText(
                self.tr(
                    "The site has no pictures yet. Add one from the disk, drop it here, "
                    "or paste it."
                )
            )
        total = self._model.total
        self.search.setPlaceholderText(
            self.tr("Search 1 picture") if total == 1 else self.tr("Search %n pictures", "", total)
        )
        self._on_current_changed()

    def _choose(self, site_path: str) -> None:
        row = self._model.row_of(site_path)
        if row >= 0:
            self.view.setCurrentIndex(self._model.index(row))
            self.view.scrollTo(self._model.index(row))

    def _say(self, sentence: str, *, is_error: bool = False) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        look.set_role(self._message, "error" if is_error else "muted")

    @Slot()
    def _on_current_changed(self) -> None:
        asset = self.view.currentIndex().data(AssetModel.AssetRole)
        is_chosen = isinstance(asset, Asset)
        self.ok.setEnabled(is_chosen)
        self._path.setText(str(asset.site_path) if isinstance(asset, Asset) else "")

    @Slot(str)
    def _on_alt_changed(self, _text: str) -> None:
        if self.ok.property("asked"):
            self.ok.setProperty("asked", False)
            self.ok.setText(self.tr("Insert"))
            self._say("")

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.accept()

    @Slot(str)
    def _on_search_changed(self, _text: str) -> None:
        self._search_timer.start()

    @Slot()
    def _on_search_due(self) -> None:
        self._search_timer.stop()
        self._model.set_search(self.search.text())
        self._show_state()

    @Slot()
    def _on_add_clicked(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add pictures"),
            "",
            self.tr("Pictures (*.jpg *.jpeg *.png *.gif *.webp);;All files (*)"),
        )
        self.add([(Path(name), Path(name).name) for name in names])
