"""The tab bar and the views under it, kept in step with the open posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QTabBar, QWidget

from editor.ui import look
from editor.ui.placeholder import Invitation, Placeholder, Stack
from editor.ui.text import HighlightColors
from editor.ui.workbench import OpenPost, PostView

if TYPE_CHECKING:
    from editor.ui.desks import Desks


class PostViews(QObject):
    """Makes a view of each open post, and shows the one of the shown post.

    Attributes:
        bar: The tabs.
        stack: The views, and what stands there where no post is shown.
        placeholder: That.
    """

    def __init__(self, desks: Desks, parent: QWidget) -> None:
        super().__init__(parent)
        self._desks = desks
        self._bench = bench = desks.bench
        self._order: list[PostView] = []
        self.bar = self._made_bar(parent)
        self.stack = Stack(parent)
        self.stack.setObjectName("middle")
        self.placeholder = Placeholder("start_page", parent)
        self.stack.addWidget(self.placeholder)
        bench.posts.added.connect(self._on_added)
        bench.posts.removed.connect(self._on_removed)
        bench.posts.moved.connect(self._on_post_moved)
        bench.posts.standing_changed.connect(self._retitle)
        bench.posts.shown_changed.connect(self._on_shown_changed)
        bench.session.changed.connect(self.invite)
        bench.kept.settings_changed.connect(self.dress)
        desks.opening.refused.connect(self._on_refused)
        desks.sites.refused.connect(self._on_refused)

    def _made_bar(self, parent: QWidget) -> QTabBar:
        bar = QTabBar(parent)
        bar.setObjectName("tab_bar")
        bar.setAccessibleName(self.tr("Open posts"))
        bar.setTabsClosable(True)
        bar.setMovable(True)
        bar.setExpanding(False)
        bar.setDocumentMode(True)
        bar.setElideMode(Qt.TextElideMode.ElideRight)
        bar.hide()
        bar.currentChanged.connect(self._on_tab_changed)
        bar.tabCloseRequested.connect(self._on_close_wanted)
        bar.tabMoved.connect(self._on_tab_moved)
        return bar

    # --- views ---

    @Slot(object)
    def _on_added(self, post: OpenPost) -> None:
        view = PostView(post, self.stack)
        self.stack.addWidget(view)
        self._order.append(view)
        # Dressed while it is empty: fonts and colours of a long text are not worked out twice.
        self._dress(view)
        view.show_text()
        desks = self._desks
        view.pane.top_line_changed.connect(self._on_scrolled)
        view.pane.zoom_wanted.connect(desks.looks.zoom)
        view.pane.refused.connect(self._bench.say)
        view.pane.pictures_dropped.connect(desks.pictures.add_files)
        view.pane.picture_pasted.connect(desks.pictures.add_pasted)
        view.find_bar.replacing_all.connect(desks.saving.keep_before_replacing)
        self._bench.views.add(view)
        with QSignalBlocker(self.bar):
            self.bar.addTab(post.name)
        self.bar.setVisible(len(self._order) > 1)

    @Slot(object)
    def _on_removed(self, post: OpenPost) -> None:
        for view in [each for each in self._order if each.post is post]:
            at = self._order.index(view)
            self._order.remove(view)
            with QSignalBlocker(self.bar):
                self.bar.removeTab(at)
            self._bench.views.remove(view)
            view.end()
            self.stack.removeWidget(view)
            view.deleteLater()
        self.bar.setVisible(len(self._order) > 1)

    @Slot(float)
    def _on_scrolled(self, _line: float) -> None:
        pane = self.sender()
        for view in self._order:
            if view.pane is pane:
                self._bench.views.scrolled.emit(view)

    # --- showing ---

    @Slot()
    def _on_shown_changed(self) -> None:
        view = self._bench.views.of(self._bench.posts.shown)
        self._bench.views.make_current(view)
        if view is None:
            self.invite()
            return
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(self._order.index(view))
        self.stack.setCurrentWidget(view)

    @Slot()
    def invite(self) -> None:
        """Say what to do first, where no post is shown."""
        if self._bench.posts.shown is None:
            has_site = self._bench.session.site is not None
            desk = self._desks.creating if has_site else self._desks.sites
            self._on_refused(desk.invitation())

    @Slot(object)
    def _on_refused(self, words: Invitation) -> None:
        self.placeholder.tell(words)
        self.stack.setCurrentWidget(self.placeholder)

    # --- tabs ---

    @Slot(object)
    def _retitle(self, post: OpenPost) -> None:
        """Write a tab's name, with a sign when it is not saved."""
        at = self._bench.posts.place_of(post)
        name = f"{post.name} •" if post.document.modified else post.name
        if self.bar.tabText(at) != name:
            self.bar.setTabText(at, name)
            self.bar.setTabToolTip(at, str(post.path or ""))

    @Slot(int)
    def _on_tab_changed(self, at: int) -> None:
        if 0 <= at < len(self._order):
            self._bench.posts.show(self._order[at].post)

    @Slot(int)
    def _on_close_wanted(self, at: int) -> None:
        self._desks.closing.close(self._order[at].post)

    @Slot(int, int)
    def _on_tab_moved(self, source: int, target: int) -> None:
        self._bench.posts.move(source, target)

    @Slot(int, int)
    def _on_post_moved(self, source: int, target: int) -> None:
        self._order.insert(target, self._order.pop(source))

    # --- colours and font ---

    @Slot()
    def dress(self) -> None:
        """Give every view the palette's colours and the writing font at the zoom of now."""
        for view in self._order:
            self._dress(view)

    def _dress(self, view: PostView) -> None:
        palette, settings = look.current(), self._bench.kept.settings
        size = round(settings.writing_size * settings.zoom_percent / 100)
        view.pane.set_colors(
            HighlightColors(
                text=palette.text,
                muted=palette.text_muted,
                accent=palette.accent,
                liquid=palette.liquid,
                code_back=palette.sunken,
            )
        )
        view.pane.set_writing_font(look.writing_font(settings.writing_font, size))
