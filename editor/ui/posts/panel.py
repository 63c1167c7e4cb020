"""The list of posts with its search line and its five states."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor.site import PostInfo, PostState
from editor.ui import look
from editor.ui.posts.delegate import PostDelegate
from editor.ui.posts.model import PostListModel
from editor.ui.posts.skeleton import Skeleton

if TYPE_CHECKING:
    from editor.site import Site, SiteIndex

ModelIndex = QModelIndex | QPersistentModelIndex

_TYPING_MS = 120
_SKELETON_MS = 150


class _PostView(QListView):
    """A list whose Enter opens and whose typing goes into the search line."""

    open_wanted = Signal()
    letter_typed = Signal(str)  # a letter that was typed over the list
    delete_wanted = Signal()

    def dataChanged(
        self, _top: ModelIndex, _bottom: ModelIndex, _roles: Sequence[int] = ()
    ) -> None:
        """Paint anew. Qt would lay out all rows: 26 ms at 20,000, though they are of one height."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            self.letter_typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class PostListPanel(QWidget):
    """Every post and draft of the site, newest first, narrowed while one types."""

    post_activated = Signal(str)  # site path of the post to open
    new_post_wanted = Signal()
    open_site_wanted = Signal()
    retry_wanted = Signal()  # the list could not be read: read it again
    action_wanted = Signal(str, list)  # publish, rename, delete, export or show-in-folder; paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("post-list-panel")
        self.setAccessibleName(self.tr("Posts"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.set_role(self, "sidebar")
        self._site: Site | None = None
        self._is_loading = False
        self._wanted = ""
        self._model = PostListModel(self)
        self._model.counted.connect(self._on_counted)
        self._model.failed.connect(self.show_error)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(_TYPING_MS)
        self._filter_timer.timeout.connect(self._on_filter_due)
        self._skeleton_timer = QTimer(self)
        self._skeleton_timer.setSingleShot(True)
        self._skeleton_timer.setInterval(_SKELETON_MS)
        self._skeleton_timer.timeout.connect(self._on_skeleton_due)
        self._build()
        self.set_site(None, None)

    # What the window asks

    def set_site(self, site: Site | None, index: SiteIndex | None) -> None:
        """Show a site's posts; None shows what to do first."""
        self._site = site
        self.search.clear()
        self.states.setCurrentIndex(0)
        self._filter_timer.stop()
        self._model.set_filter("", None)
        self._model.set_index(index)

    def set_loading(self, on: bool, words: str = "") -> None:
        """Say that the site is being read; rows that are there already stay."""
        self._is_loading = on
        self._progress.setText(words or self.tr("Reading the site…"))
        self._progress.setVisible(on and self._site is not None)
        if on:
            self._skeleton_timer.start()
        else:
            self._skeleton_timer.stop()
        self._show_state()

    def refresh(self) -> None:
        """Take over what changed in the index, and keep what is chosen."""
        chosen = self.selected()
        self._model.refresh()
        if chosen:
            self.select(chosen[0])

    def set_unsaved(self, site_paths: Collection[str]) -> None:
        """Mark the posts with words that are not saved."""
        self._model.set_unsaved(site_paths)

    def select(self, site_path: str) -> None:
        """Choose a post without opening it."""
        self._wanted = site_path
        row = self._model.find_row(site_path)
        if row >= 0:
            # Not `view.setCurrentIndex`: with Ctrl held (Ctrl+Tab) it would add to what is chosen.
            only = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.view.selectionModel().setCurrentIndex(self._model.index(row), only)
            self.view.scrollTo(self._model.index(row))

    def selected(self) -> list[str]:
        """Return the site paths of the chosen posts, in the list's order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        infos = [self._model.info(row) for row in rows]
        return [str(info.path) for info in infos if info is not None]

    @Slot(str)
    def show_error(self, sentence: str) -> None:
        """Show why there is no list."""
        self._error_words.setText(sentence)
        self._stack.setCurrentWidget(self._error)

    # Building

    def _build(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("search-posts")
        self.search.setAccessibleName(self.tr("Search the posts"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            look.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self._on_search_changed)
        self.search.returnPressed.connect(self._on_search_entered)
        self.states = QComboBox(self)
        self.states.setObjectName("filter-state")
        self.states.setAccessibleName(self.tr("Show posts of state"))
        for words, state in (
            (self.tr("All"), None),
            (self.tr("Drafts"), PostState.DRAFT),
            (self.tr("Scheduled"), PostState.SCHEDULED),
            (self.tr("Published"), PostState.PUBLISHED),
            (self.tr("Unpublished"), PostState.UNPUBLISHED),
        ):
            self.states.addItem(words, state)
        self.states.currentIndexChanged.connect(self._on_filter_due)
        self._count = QLabel(self)
        self._count.setObjectName("post-count")
        look.set_role(self._count, "small")
        self._progress = QLabel(self)
        self._progress.setObjectName("post-list-progress")
        look.set_role(self._progress, "small")
        self._progress.hide()
        self.view = _PostView(self)
        self.view.setObjectName("post-list")
        self.view.setAccessibleName(self.tr("Posts"))
        look.set_role(self.view, "sidebar")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PostDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)
        self.view.clicked.connect(self._on_clicked)
        self.view.open_wanted.connect(self._on_open_wanted)
        self.view.letter_typed.connect(self._on_letter_typed)
        self.view.delete_wanted.connect(self._on_delete_wanted)
        self._stack = QStackedWidget(self)
        self._loading = Skeleton(self)
        self._nothing, _, self._nothing_button = self._state_page(
            self.tr("No site is open"),
            self.tr("Open the folder of a Jekyll site to see its posts here."),
            self.tr("Open a site…"),
            "list-open-site",
        )
        self._nothing_button.clicked.connect(self.open_site_wanted)
        self._empty, _, self._empty_button = self._state_page(
            self.tr("No posts yet"),
            self.tr("The first one is a headline away."),
            self.tr("New post"),
            "list-new-post",
        )
        self._empty_button.clicked.connect(self.new_post_wanted)
        self._none, self._none_words, self._none_button = self._state_page(
            self.tr("Nothing found"), "", self.tr("Show all posts"), "list-show-all"
        )
        self._none_button.clicked.connect(self._on_show_all)
        self._error, self._error_words, self._error_button = self._state_page(
            self.tr("The posts cannot be listed"), "", self.tr("Try again"), "list-retry"
        )
        self._error_button.clicked.connect(self.retry_wanted)
        for page in (self.view, self._loading, self._nothing, self._empty, self._none, self._error):
            self._stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(look.Space.S + 2, look.Space.M, look.Space.S + 2, look.Space.XS)
        top.setSpacing(look.Space.XS)
        top.addWidget(self.search)
        line = QHBoxLayout()
        line.addWidget(self._count, 1)
        line.addWidget(self.states)
        top.addLayout(line)
        top.addWidget(self._progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(200)

    def _state_page(
        self, title: str, words: str, button_words: str, button_name: str
    ) -> tuple[QWidget, QLabel, QPushButton]:
        page = QWidget(self)
        heading = QLabel(title, page)
        look.set_role(heading, "title")
        text = QLabel(words, page)
        text.setWordWrap(True)
        look.set_role(text, "muted")
        button = QPushButton(button_words, page)
        button.setObjectName(button_name)
        button.setAccessibleName(button_words)
        look.set_role(button, "primary")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(look.Space.L, look.Space.XXL, look.Space.L, look.Space.L)
        layout.setSpacing(look.Space.M)
        layout.addWidget(heading)
        layout.addWidget(text)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return page, text, button

    # Inside

    def _show_state(self) -> None:
        count = self._model.rowCount()
        has_site = self._site is not None
        is_narrowed = bool(self.search.text()) or self.states.currentData() is not None
        for widget in (self.search, self.states):
            widget.setEnabled(has_site)
        self.search.setPlaceholderText(
            self._search_words(count) if has_site and not is_narrowed else self.tr("Search")
        )
        self._count.setText(self._count_words(count) if has_site else "")
        if not has_site:
            page = self._nothing
        elif count:
            page = self.view
        elif is_narrowed:
            self._none_words.setText(self.tr("No post has these words in this state."))
            page = self._none
        elif self._is_loading:
            # The skeleton comes after a moment: what is quick needs none.
            page = self._loading if not self._skeleton_timer.isActive() else self.view
        else:
            page = self._empty
        self._stack.setCurrentWidget(page)

    def _search_words(self, count: int) -> str:
        return self.tr("Search 1 post") if count == 1 else self.tr("Search %n posts", "", count)

    def _count_words(self, count: int) -> str:
        return self.tr("1 post") if count == 1 else self.tr("%n posts", "", count)

    @Slot(int)
    def _on_counted(self, _count: int) -> None:
        self._show_state()

    @Slot()
    def _on_skeleton_due(self) -> None:
        self._show_state()

    @Slot(str)
    def _on_search_changed(self, _text: str) -> None:
        self._filter_timer.start()

    @Slot()
    def _on_filter_due(self) -> None:
        self._filter_timer.stop()
        state = self.states.currentData()
        states = None if state is None else frozenset({state})
        self._model.set_filter(self.search.text().strip(), states)
        self._show_state()

    @Slot()
    def _on_search_entered(self) -> None:
        if self._filter_timer.isActive():
            self._on_filter_due()
        if self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(0))
            self.view.setFocus()

    @Slot()
    def _on_show_all(self) -> None:
        self.search.clear()
        self.states.setCurrentIndex(0)
        self._on_filter_due()

    @Slot(str)
    def _on_letter_typed(self, letter: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + letter)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if len(self.view.selectionModel().selectedIndexes()) == 1:
            self._open(index)

    @Slot()
    def _on_open_wanted(self) -> None:
        self._open(self.view.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        info = index.data(PostListModel.InfoRole)
        if isinstance(info, PostInfo):
            self.post_activated.emit(str(info.path))

    @Slot()
    def _on_delete_wanted(self) -> None:
        paths = self.selected()
        if paths:
            self.action_wanted.emit("delete", paths)

    @Slot(QPoint)
    def _on_menu_wanted(self, place: QPoint) -> None:
        if self.selected():
            self.make_menu().popup(self.view.viewport().mapToGlobal(place))

    def make_menu(self) -> QMenu:
        """Make the menu of what can be done with the chosen posts."""
        menu = QMenu(self)
        menu.setObjectName("post-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        infos = [
            index.data(PostListModel.InfoRole)
            for index in self.view.selectionModel().selectedIndexes()
        ]
        is_one = len(infos) == 1
        is_draft = is_one and isinstance(infos[0], PostInfo) and infos[0].state is PostState.DRAFT
        rows = (
            ("open", self.tr("Open"), "file-text", is_one),
            ("publish", self.tr("Publish…"), "send", is_draft),
            ("rename", self.tr("Rename…"), "pencil", is_one),
            ("export", self.tr("Export bundle…"), "package-export", True),
            ("show-in-folder", self.tr("Show in folder"), "folder-open", is_one),
            ("delete", self.tr("Move to trash…"), "trash", True),
        )
        for name, words, icon, is_enabled in rows:
            if name == "delete":
                menu.addSeparator()
            action = menu.addAction(look.icon(icon), words)
            action.setData(name)
            action.setEnabled(is_enabled)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        name, paths = str(action.data()), self.selected()
        if not paths:
            return
        if name == "open":
            self.post_activated.emit(paths[0])
        else:
            self.action_wanted.emit(name, paths)
