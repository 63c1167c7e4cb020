"""The window: lays panels and text out, and connects them with the desks; does nothing itself."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from editor.settings import Session, Settings
from editor.ui import look
from editor.ui.desks import Desks
from editor.ui.form import FormPanel
from editor.ui.posts import PostListPanel
from editor.ui.preview import PreviewPane
from editor.ui.window import layout
from editor.ui.window.actions import Actions
from editor.ui.window.form_keeper import FormKeeper
from editor.ui.window.list_keeper import ListKeeper
from editor.ui.window.post_views import PostViews
from editor.ui.window.preview_keeper import PreviewKeeper
from editor.ui.window.status_bar import StatusBar
from editor.ui.window.teller import Teller
from editor.ui.workbench import PANELS, Workbench

Made = TypeVar("Made", bound=QWidget)


class MainWindow(QMainWindow):
    """One window on one workbench.

    Attributes:
        workbench: What is open.
        desks: What is done with it.
        panels: The panels' widgets, by their ids in `PANELS`.
        post_views: Tabs and text.
        status: The status bar.
        actions_made: Menus, toolbar and shortcuts.
        teller: Tells how the shown post stands.
    """

    def __init__(self, settings: Settings, session: Session | None = None) -> None:
        """Make the window; it is empty until something is opened.

        Args:
            settings: What the person chose.
            session: What the last window remembered.
        """
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Standfirst")
        self.setAcceptDrops(True)
        self._was_shown = False
        self._is_leaving = False  # every question before the end is answered
        self._palette = settings.palette
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.workbench = Workbench.make(settings, session or Session(), self.status.say, self)
        self.panels = {panel.id: panel.make(self.workbench, self) for panel in PANELS}
        self.post_list = self._panel("posts", PostListPanel)
        self.form = self._panel("form", FormPanel)
        self.preview = self._panel("preview", PreviewPane)
        self.desks = Desks.make(self.workbench, self.post_list.selected, self)
        ListKeeper(self.post_list, self.desks)
        FormKeeper(self.form, self.desks)
        self.post_views = PostViews(self.desks, self)
        PreviewKeeper(self.preview, self.desks)
        self._zones = layout.laid_out(self.panels, self.post_views, self)
        self.teller = Teller(self.workbench, self.desks.problems, self.status, self)
        self.actions_made = Actions(self.desks, self)
        self._connect()
        layout.restore(self, self._zones, self.workbench.kept.session.window_geometry)
        self.post_views.invite()
        self._show_panels()
        self.teller.refresh()

    def _panel(self, panel: str, kind: type[Made]) -> Made:
        made = self.panels[panel]
        if not isinstance(made, kind):
            raise TypeError(f"{panel} is no {kind.__name__}")
        return made

    def _connect(self) -> None:
        bench, desks = self.workbench, self.desks
        self.status.save_state_clicked.connect(desks.saving.save_if_needed)
        bench.kept.settings_changed.connect(self._on_settings_changed)
        bench.posts.shown_changed.connect(self._on_shown_changed)
        bench.session.refresh_failed.connect(self.status.say)
        desks.looks.full_screen_toggled.connect(self.toggle_full_screen)
        desks.looks.zone_wanted.connect(self.move_focus)
        desks.looks.search_wanted.connect(self._on_search_wanted)
        desks.looks.keys_wanted.connect(self._on_keys_wanted)
        desks.looks.leave_wanted.connect(self.close)

    # --- what is shown ---

    @Slot()
    def _on_shown_changed(self) -> None:
        self._show_panels()
        view = self.workbench.views.current
        if view is not None:
            view.pane.setFocus()

    @Slot()
    def _on_settings_changed(self) -> None:
        palette = self.workbench.kept.settings.palette
        if palette != self._palette:
            self._palette = palette
            app = QApplication.instance()
            if isinstance(app, QApplication):
                look.apply(app, dark=look.wants_dark(palette))
            self.post_views.dress()
        self._show_panels()

    def _show_panels(self) -> None:
        focused = QApplication.focusWidget()
        has_post = self.workbench.posts.shown is not None
        hidden = self.workbench.kept.settings.hidden_panels
        for panel in PANELS:
            is_shown = panel.id not in hidden and (has_post or not panel.needs_post)
            self.panels[panel.id].setVisible(is_shown)
        view = self.workbench.views.current
        if focused is not None and not focused.isVisible() and view is not None:
            view.pane.setFocus()  # not wherever Qt finds a next widget

    @Slot()
    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @Slot(int)
    def move_focus(self, step: int) -> None:
        """Go to the next zone that is shown (F6), or the one before."""
        every = [self.post_list, self.form, self.workbench.views.current, self.preview]
        zones = [zone for zone in every if zone is not None and zone.isVisible()]
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

    @Slot()
    def _on_search_wanted(self) -> None:
        if "posts" in self.workbench.kept.settings.hidden_panels:
            self.desks.looks.toggle_panel("posts")
        self.post_list.search.setFocus()
        self.post_list.search.selectAll()

    @Slot()
    def _on_keys_wanted(self) -> None:
        self.desks.places.show_keys(self.actions_made.shortcuts())

    # --- Qt's events ---

    def showEvent(self, event: QShowEvent) -> None:
        """Begin what may wait until the window is on the screen."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self.desks.recovery.begin)

    def changeEvent(self, event: QEvent) -> None:
        """Look at the disk when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.desks.disk.check_all()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.workbench.views.is_full_screen = self.isFullScreen()
            self.actions_made.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is on top: the find bar, the full screen; else it goes to the text."""
        view = self.workbench.views.current
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif view is not None and view.find_bar.isVisible():
            view.find_bar.close_bar()
        elif self.isFullScreen():
            self.toggle_full_screen()
        elif view is not None:
            view.pane.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and posts."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.desks.sites.open_path(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when every word is saved, or was given up by choice."""
        bench, desks = self.workbench, self.desks
        # After a save it is asked again, should keys have come meanwhile.
        may_leave = desks.creating.may_leave(self.close) and desks.closing.may_leave(self.close)
        if not self._is_leaving and not may_leave:
            event.ignore()
            return
        self._is_leaving = True
        bench.kept.remember(window_geometry=layout.kept_place(self, self._zones))
        desks.sites.keep_session()
        bench.session.end()
        desks.disk.stop()
        desks.problems.stop()
        bench.posts.drop_all()
        bench.kept.write()
        self.hide()  # what is still written at the end is waited for out of sight
        bench.tasks.close()
        self.preview.close_down()
        event.accept()
        super().closeEvent(event)


def _holds(zone: QWidget, widget: QWidget) -> bool:
    return zone is widget or zone.isAncestorOf(widget)
