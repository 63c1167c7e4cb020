"""The window: posts, form over text, preview; each zone can be hidden."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from editor.settings import Settings
from editor.site import Site, SiteIndex
from editor.ui import look
from editor.ui.form import FormPanel
from editor.ui.posts import PostListPanel
from editor.ui.preview import PreviewPane
from editor.ui.tasks import Tasks
from editor.ui.text import HighlightColors
from editor.ui.window import layout
from editor.ui.window.actions import Actions
from editor.ui.window.disk import DiskDesk
from editor.ui.window.held import HeldDesk
from editor.ui.window.history import HistoryDesk
from editor.ui.window.housekeeping import KeptSettings
from editor.ui.window.page import Page, Pages
from editor.ui.window.pictures import PictureDesk
from editor.ui.window.places import Places
from editor.ui.window.post_actions import PostDesk
from editor.ui.window.post_tab import PostTab
from editor.ui.window.saver import Saver
from editor.ui.window.sites import SiteDesk
from editor.ui.window.state import StateShower
from editor.ui.window.status_bar import StatusBar
from editor.ui.window.tabs import TabDesk

log = logging.getLogger(__name__)

_ZOOM_STEPS = (60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)


class MainWindow(QMainWindow):
    """Joins the zones; each desk (sites, tabs, saver, …) does one kind of work on it.

    Attributes:
        settings: What the user chose.
        site: The open site.
        index: Its posts.
        tasks: The window's threads.
        is_leaving: Whether every question before the end is answered; what ends now begins nothing.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Standfirst")
        self.setAcceptDrops(True)
        self.settings = settings
        self.site: Site | None = None
        self.index: SiteIndex | None = None
        self.tasks = Tasks()
        self.is_leaving = False
        self._was_shown = False
        self._syncing = False
        self._settings_timer = QTimer(self)
        self._settings_timer.setSingleShot(True)
        self._settings_timer.setInterval(1000)
        self._settings_timer.timeout.connect(self._keep_settings)
        self._build()
        self.tabs = TabDesk(self)
        self.saver = Saver(self)
        self.disk = DiskDesk(self)
        self.held = HeldDesk(self)
        self.sites = SiteDesk(self)
        self.posts = PostDesk(self)
        self.pictures = PictureDesk(self)
        self.history = HistoryDesk(self)
        self.places = Places(self)
        self.state = StateShower(self)
        self.actions_made = Actions(self)
        self._connect()
        layout.restore(self)
        self.show_start()
        self.state.refresh()

    # --- what the desks ask ---

    @property
    def tab(self) -> PostTab | None:
        """The tab that is shown."""
        return self.tabs.shown

    @property
    def shown(self) -> PostTab:
        """The tab that is shown; for commands that are enabled only with one."""
        tab = self.tabs.shown
        if tab is None:
            raise LookupError("no post is shown")
        return tab

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is worn."""
        return look.current().dark

    @property
    def is_serif(self) -> bool:
        """Whether one writes in a serif."""
        return "Serif" in self.settings.writing_font

    def site_path(self, tab: PostTab) -> str | None:
        """Return a tab's path below the site; None where it has none."""
        if tab.path is None or self.site is None or not tab.path.is_relative_to(self.site.root):
            return None
        return tab.path.relative_to(self.site.root).as_posix()

    def say(self, sentence: str) -> None:
        """Say something that may be missed."""
        self.status.say(sentence)

    def change_settings(self, **values: object) -> None:
        """Change what the user chose; written a second later."""
        self.settings = dataclasses.replace(self.settings, **values)  # type: ignore[arg-type]
        self._settings_timer.start()

    def show_tab(self) -> None:
        """Show the current tab's form and preview, or the page that stands where none is."""
        tab = self.tab
        if tab is None:
            self.form.show_document(None, None, None, None)
            self.preview.show_document(None)
            self.form.hide()
            self.middle.setCurrentWidget(self.page)
            self.show_start()
        else:
            choices = self.sites.choices
            self.form.setVisible(self.settings.show_form)
            self.form.show_document(tab.document, self.site, self.site_path(tab), choices)
            root = self.site.root if self.site is not None else None
            self.preview.show_document(tab.document, root, tab.path)
            self.preview.scroll_to_line(_seen_line(tab, tab.pane.top_line()))
            self.middle.setCurrentWidget(tab)
            path = self.site_path(tab)
            if path is not None:
                self.post_list.select(path)
        self._show_zones()
        self.state.refresh()

    def show_start(self) -> None:
        """Say what to do first, where no post is shown."""
        open_site = ("start_open_site", self.tr("Open a site…"), self.sites.choose_site)
        if self.site is None:
            recent = [
                (
                    f"start_recent_{number}",
                    Path(each).name,
                    _Opener(self.sites, Path(each)),
                )
                for number, each in enumerate(self.settings.recent_sites[:4])
            ]
            self.page.tell(
                "folder-open",
                self.tr("Open your Jekyll site"),
                self.tr(
                    "Choose the folder that holds _config.yml, or drop it here. Nothing is "
                    "changed until you save."
                ),
                [open_site, *recent],
            )
        else:
            self.page.tell(
                "file-text",
                self.tr("Choose a post"),
                self.tr("Choose one from the list, or begin a new one."),
                [("start_new_post", self.tr("New post…"), self.posts.new_post)],
            )

    # --- commands of the view ---

    def toggle_posts(self) -> None:
        """Show or hide the list of posts."""
        self.change_settings(show_posts=not self.settings.show_posts)
        self._show_zones()

    def toggle_form(self) -> None:
        """Show or hide the form."""
        self.change_settings(show_form=not self.settings.show_form)
        self._show_zones()

    def toggle_preview(self) -> None:
        """Show or hide the preview."""
        self.change_settings(show_preview=not self.settings.show_preview)
        self._show_zones()

    def toggle_dark(self) -> None:
        """Wear the other palette, and keep to it."""
        dark = not self.is_dark
        self.change_settings(palette="dark" if dark else "light")
        self.wear(dark=dark)

    def toggle_serif(self) -> None:
        """Write in the other font."""
        font = "JetBrains Mono" if self.is_serif else "Source Serif Pro"
        self.change_settings(writing_font=font)
        self.dress_panes()

    def wear(self, *, dark: bool) -> None:
        """Wear a palette."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app, dark=dark)
        self.dress_panes()
        self.state.refresh()

    def dress_panes(self) -> None:
        """Give every pane the palette's colours and the writing font at the zoom of now."""
        for tab in self.tabs.all:
            self.dress(tab)
        self.preview.zoom = self.settings.zoom_percent

    def dress(self, tab: PostTab) -> None:
        """Give one pane colours and font."""
        palette = look.current()
        size = round(self.settings.writing_size * self.settings.zoom_percent / 100)
        tab.pane.set_colors(
            HighlightColors(
                text=palette.text,
                muted=palette.text_muted,
                accent=palette.accent,
                liquid=palette.liquid,
                code_back=palette.sunken,
            )
        )
        tab.pane.set_writing_font(look.writing_font(self.settings.writing_font, size))

    @Slot(int)
    def zoom(self, steps: int) -> None:
        """Zoom text and preview by steps; 0 goes back to 100 %."""
        now = self.settings.zoom_percent
        if steps == 0:
            wanted = 100
        elif steps > 0:
            wanted = next((each for each in _ZOOM_STEPS if each > now), now)
        else:
            wanted = next((each for each in reversed(_ZOOM_STEPS) if each < now), now)
        self.change_settings(zoom_percent=wanted)
        self.dress_panes()
        self.say(self.tr("Zoom {0} %").format(wanted))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
        self.state.refresh()

    def move_focus(self, step: int) -> None:
        """Go to the next zone that is shown (F6), or the one before."""
        zones = [
            zone
            for zone in (self.post_list, self.form, self.tabs.shown, self.preview)
            if zone is not None and zone.isVisible()
        ]
        if not zones:
            return
        focused = QApplication.focusWidget()
        at = next(
            (n for n, zone in enumerate(zones) if focused is not None and _holds(zone, focused)),
            -1 if step > 0 else 0,
        )
        zone = zones[(at + step) % len(zones)]
        if zone is self.post_list:
            self.post_list.search.setFocus(Qt.FocusReason.TabFocusReason)
        elif zone is self.form:
            self.form.focus_title()
        else:
            zone.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_search(self) -> None:
        """Go to the search over the posts."""
        if not self.settings.show_posts:
            self.toggle_posts()
        self.post_list.search.setFocus()
        self.post_list.search.selectAll()

    def undo(self) -> None:
        """Take the post's last step back, wherever it was made."""
        self.form.commit()
        self.shown.pane.undo_step()
        self.state.refresh()

    def redo(self) -> None:
        """Do the post's next step again."""
        self.form.commit()
        self.shown.pane.redo_step()
        self.state.refresh()

    def clipboard(self, deed: str) -> None:
        """Cut, copy, paste or select all in what has the focus."""
        method = getattr(QApplication.focusWidget(), deed, None)
        if callable(method):
            method()

    # --- Qt's events ---

    def showEvent(self, event: QShowEvent) -> None:
        """Begin what may wait until the window is on the screen."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self.history.begin)

    def changeEvent(self, event: QEvent) -> None:
        """Look at the disk when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.disk.check_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is on top: the find bar, the full screen; else it goes to the text."""
        tab = self.tab
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif tab is not None and tab.find_bar.isVisible():
            tab.find_bar.close_bar()
        elif self.isFullScreen():
            self.toggle_full_screen()
        elif tab is not None:
            tab.pane.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and posts."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.sites.open_path(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when every word is saved, or was given up by choice."""
        self.tabs.commit()
        if not self.is_leaving and not self.tabs.may_leave(self._leave):
            event.ignore()
            return
        self.is_leaving = True
        self.change_settings(window_geometry=layout.kept(self))
        self.sites.keep_session()
        self.sites.stop()
        self.disk.stop()
        self.tabs.release_all()
        self._settings_timer.stop()
        self._keep_settings()
        self.hide()  # what is still written at the end is waited for out of sight
        self.tasks.close()
        self.preview.close_down()
        event.accept()
        super().closeEvent(event)

    def _leave(self) -> None:
        self.close()  # which asks again, should keys have come during the save

    # --- inside ---

    def _build(self) -> None:
        self.post_list = PostListPanel(self)
        self.form = FormPanel(self.tasks, self)
        self.preview = PreviewPane(self)
        self.page = Page("start_page", self)
        self.tab_bar = QTabBar(self)
        self.tab_bar.setObjectName("tab_bar")
        self.tab_bar.setAccessibleName(self.tr("Open posts"))
        self.tab_bar.setTabsClosable(True)
        self.tab_bar.setMovable(True)
        self.tab_bar.setExpanding(False)
        self.tab_bar.setDocumentMode(True)
        self.tab_bar.setElideMode(Qt.TextElideMode.ElideRight)
        self.tab_bar.hide()
        self.middle = Pages(self)
        self.middle.setObjectName("middle")
        self.middle.addWidget(self.page)
        center = QWidget(self)
        center.setObjectName("center")
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tab_bar)
        column.addWidget(self.form)
        column.addWidget(self.middle, 1)
        self.zones = QSplitter(Qt.Orientation.Horizontal, self)
        self.zones.setObjectName("zones")
        self.zones.setHandleWidth(1)
        for widget, least in ((self.post_list, 200), (center, 360), (self.preview, 260)):
            widget.setMinimumWidth(least)
            self.zones.addWidget(widget)
        self.zones.setChildrenCollapsible(False)
        self.zones.setStretchFactor(0, 0)
        self.zones.setStretchFactor(1, 3)
        self.zones.setStretchFactor(2, 2)
        self.zones.setSizes([236, 650, 394])
        self.setCentralWidget(self.zones)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.form.hide()

    def _connect(self) -> None:
        self.post_list.post_activated.connect(self.tabs.open_site_path)
        self.post_list.new_post_wanted.connect(self.posts.new_post)
        self.post_list.open_site_wanted.connect(self.sites.choose_site)
        self.post_list.retry_wanted.connect(self.sites.refresh)
        self.post_list.action_wanted.connect(self.posts.act)
        self.form.refused.connect(self.say)
        self.form.picture_wanted.connect(self.pictures.choose_for_field)
        self.form.rename_wanted.connect(self.posts.rename_shown)
        self.preview.line_scrolled.connect(self._on_preview_scrolled)
        self.preview.source_line_clicked.connect(self._on_line_clicked)
        self.preview.link_activated.connect(self.places.follow_link)
        self.status.save_state_clicked.connect(self.saver.on_state_clicked)
        self.status.problems_clicked.connect(self.state.show_problems)
        self.zones.splitterMoved.connect(self._on_splitter_moved)

    @Slot(float)
    def on_pane_scrolled(self, line: float) -> None:
        """Have the preview follow the text."""
        tab = self.tab  # a pane whose post is just being closed scrolls too
        if tab is None or self._syncing or self.sender() is not tab.pane:
            return
        self._syncing = True
        self.preview.scroll_to_line(_seen_line(tab, line))
        self._syncing = False

    @Slot(float)
    def _on_preview_scrolled(self, line: float) -> None:
        if self.tab is not None and not self._syncing:
            self._syncing = True
            self.tab.pane.scroll_to_line(line)
            self._syncing = False

    @Slot(int)
    def _on_line_clicked(self, line: int) -> None:
        if self.tab is not None:
            self.tab.pane.go_to_line(line)

    @Slot(int, int)
    def _on_splitter_moved(self, _place: int, _index: int) -> None:
        self._settings_timer.start()

    def _show_zones(self) -> None:
        focused = QApplication.focusWidget()
        self.post_list.setVisible(self.settings.show_posts)
        self.preview.setVisible(self.settings.show_preview and self.tab is not None)
        self.form.setVisible(self.settings.show_form and self.tab is not None)
        if focused is not None and not focused.isVisible() and self.tab is not None:
            self.tab.pane.setFocus()  # not wherever Qt finds a next widget
        self.state.refresh()

    @Slot()
    def _keep_settings(self) -> None:
        self.tasks.save(KeptSettings(self.settings), None, None, self)


class _Opener:
    """Opens one recent site; a button's deed that names it."""

    def __init__(self, sites: SiteDesk, root: Path) -> None:
        self._sites = sites
        self._root = root

    def __call__(self) -> None:
        self._sites.open_site(self._root)


def _holds(zone: QWidget, widget: QWidget) -> bool:
    return zone is widget or zone.isAncestorOf(widget)


def _seen_line(tab: PostTab, line: float) -> float:
    """Return the line that the preview has to show: at the very top, the head of the page."""
    return 0.0 if tab.pane.verticalScrollBar().value() == 0 else line
