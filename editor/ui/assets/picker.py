"""Choose a picture of the site, or add one, and say what it shows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.site import BODY, Asset, Assets, Site
from editor.ui import look
from editor.ui.assets.adding import Added, Source, add_pictures, can_add, pictures_in
from editor.ui.assets.grid import picture_grid
from editor.ui.assets.model import AssetModel
from editor.ui.assets.picked import Picked
from editor.ui.assets.thumbnails import Thumbnails
from editor.ui.tasks import Tasks, sentence_of

log = logging.getLogger(__name__)

_TYPING_MS = 120


class AssetPicker(QDialog):
    """A grid of the site's pictures with search; `picked` holds the choice once it is accepted.

    The site is read in a thread: first its pictures, then how its posts refer to them. A choice
    that is made before that is known is taken as soon as it is. Closed while pictures are added,
    it adds them to the end; keep it until `added` then.
    """

    added = Signal(object)  # an Added: what came of the pictures that were to be added

    def __init__(
        self,
        site: Site,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        key: str = "",
        post_path: str = "",
        chosen: str = "",
    ) -> None:
        """Make the dialog.

        Args:
            site: The site whose pictures are shown.
            tasks: The window's threads.
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
        self.is_adding = False
        self._assets = Assets(site)
        self._tasks = tasks
        self._key = key
        self._post_path = post_path
        self._chosen = chosen
        self._is_reading = True
        self._is_unread = False
        self._is_learning = False
        self._has_learnt = False
        self._is_over = threading.Event()
        self._accepting: tuple[str, str] | None = None  # site path and words, until it has learnt
        self._late: list[Asset] = []  # added while the pictures were read
        self._before_adding = ("", "")
        self._model = AssetModel(Thumbnails.shared(), self)
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_TYPING_MS)
        self._search_timer.timeout.connect(self._on_search_due)
        self._build()
        self._show_state()
        listing = partial(_pictures, self._assets, self._is_over)
        tasks.run(listing, self._on_read, self._on_unread, self)

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
        self.view = picture_grid(self._model, self)
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

    def add(self, sources: Sequence[tuple[Source, str]]) -> None:
        """Copy pictures into the site, without what they tell of place and person.

        The message names what was refused; `added` tells the end. One lot at a time: while it is
        under way, no other is taken.

        Args:
            sources: Each with the name it came with.
        """
        if self.is_adding or not sources:
            return
        self.is_adding = True
        self._before_adding = (self.search.text(), self._current_path())
        self.add_button.setEnabled(False)
        self._on_progressed((1, len(sources)))
        task = add_pictures(
            self._tasks,
            self._assets,
            sources,
            self._on_added,
            self._on_add_failed,
            self,
            post_path=self._post_path,
        )
        task.progressed.connect(self._on_progressed)

    @Slot(object)
    def _on_progressed(self, place: tuple[int, int]) -> None:
        number, total = place
        # What was asked of the person stays until it is answered.
        if not self.is_adding or self.ok.property("asked") or self._accepting is not None:
            return
        self._say(
            self.tr("Adding the picture…")
            if total == 1
            else self.tr("Adding picture {0} of {1}…").format(number, total)
        )

    def _on_added(self, added: Added) -> None:
        self._end_adding()
        if added.assets and not self._is_over.is_set():
            self._show_added(added.assets)
        self._say(" ".join(added.refused), is_error=True)
        if added.assets and not added.refused:
            path = added.assets[-1].site_path
            self._say(self.tr("Copied to %s, without place and camera data.").replace("%s", path))
        self.added.emit(added)

    def _show_added(self, assets: Sequence[Asset]) -> None:
        if self._is_reading:
            self._late += assets
        kept = self._current_path()
        is_asked = bool(self.ok.property("asked")) or self._accepting is not None
        is_untouched = self._before_adding == (self.search.text(), kept)
        self._model.add_assets(assets)
        if is_untouched and not is_asked:
            self.search.clear()
            self._on_search_due()
            self._choose(assets[-1].site_path)
        else:
            # What was chosen meanwhile must not become another picture under the hand.
            self._choose(kept)
            self._show_state()

    def _on_add_failed(self, error: BaseException) -> None:
        log.error("pictures not added: %s", type(error).__name__)
        self._end_adding()
        self._say(sentence_of(error), is_error=True)
        self.added.emit(Added((), (), (sentence_of(error),)))

    def _end_adding(self) -> None:
        self.is_adding = False
        self.add_button.setEnabled(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what may be a picture, unless others are still on their way in."""
        if not self.is_adding and can_add(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        sources = pictures_in(event.mimeData())
        if sources and not self.is_adding:
            event.acceptProposedAction()
            self.add(sources)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a picture."""
        if event.matches(QKeySequence.StandardKey.Paste):
            sources = pictures_in(QApplication.clipboard().mimeData())
            if sources:
                self.add(sources)  # which takes none while others are under way
                return
        super().keyPressEvent(event)

    # Choosing

    def accept(self) -> None:
        """Take the chosen picture; a picture in the text wants its words first."""
        site_path = self._current_path()
        if not site_path or self._accepting is not None:
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
        self._accepting = (site_path, alt)
        if self._has_learnt:
            self._take()
            return
        self.ok.setEnabled(False)
        self._say(self.tr("Reading how the site's posts refer to their pictures…"))
        self._learn()

    def done(self, result: int) -> None:
        """Close; what is still read is not wanted any more."""
        self._is_over.set()
        super().done(result)

    def _take(self) -> None:
        if self._accepting is None or self._is_over.is_set():
            return
        site_path, alt = self._accepting
        reference = self._assets.reference_for(site_path, self._key or BODY, self._post_path)
        self.picked = Picked(site_path, reference, alt)
        super().accept()

    # Reading

    def _on_read(self, assets: list[Asset]) -> None:
        if self._is_over.is_set():
            return
        self._is_reading = False
        chosen = self._current_path() or self._chosen
        self._model.set_assets(assets)
        self._model.add_assets(self._late)
        self._choose(chosen)
        self._show_state()
        self._learn()

    def _on_unread(self, error: BaseException) -> None:
        log.warning("the pictures of the site: %s", type(error).__name__)
        self._is_reading = False
        self._is_unread = True
        self._say(self.tr("The site's pictures cannot be listed."), is_error=True)
        self._show_state()
        self._learn()

    def _learn(self) -> None:
        # After the pictures, which are waited for first, and not beside them: one thread.
        if self._has_learnt or self._is_learning or self._is_reading or self._is_over.is_set():
            return
        self._is_learning = True
        self._tasks.run(self._assets.learn, self._on_learnt, self._on_unlearnt, self)

    def _on_learnt(self, _result: None) -> None:
        self._is_learning = False
        self._has_learnt = True
        self._take()

    def _on_unlearnt(self, error: BaseException) -> None:
        log.warning("how the posts refer to pictures: %s", type(error).__name__)
        self._is_learning = False
        if self._accepting is not None:
            self._stop_accepting()
            self._say(sentence_of(error), is_error=True)

    def _stop_accepting(self) -> None:
        if self._accepting is not None:
            self._accepting = None
            self._say("")
            self.ok.setEnabled(bool(self._current_path()))

    def _show_state(self) -> None:
        has_rows = self._model.rowCount() > 0
        self.view.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        if self._is_reading:
            self._empty.setText(self.tr("Looking for the site's pictures…"))
        elif self._model.total:
            self._empty.setText(self.tr("No picture has these words in its path."))
        elif self._is_unread:
            self._empty.setText(self.tr("Add one from the disk, drop it here, or paste it."))
        else:
            self._empty.setText(
                self.tr(
                    "The site has no pictures yet. Add one from the disk, drop it here, "
                    "or paste it."
                )
            )
        total = self._model.total
        if not total:
            words = self.tr("Search the pictures")
        elif total == 1:
            words = self.tr("Search 1 picture")
        else:
            words = self.tr("Search %n pictures", "", total)
        self.search.setPlaceholderText(words)
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

    def _current_path(self) -> str:
        asset = self.view.currentIndex().data(AssetModel.AssetRole)
        return asset.site_path if isinstance(asset, Asset) else ""

    @Slot()
    def _on_current_changed(self) -> None:
        path = self._current_path()
        if self._accepting is not None and path not in ("", self._accepting[0]):
            self._stop_accepting()  # another one is meant
        self.ok.setEnabled(bool(path) and self._accepting is None)
        self._path.setText(path)

    @Slot(str)
    def _on_alt_changed(self, _text: str) -> None:
        self._stop_accepting()  # other words are meant
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


def _pictures(assets: Assets, is_over: threading.Event) -> list[Asset]:
    """Return the site's pictures; fewer once nobody waits for them any more."""

    def is_wanted() -> bool:
        return not is_over.is_set()

    return assets.pictures(is_wanted)
