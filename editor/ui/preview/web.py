"""The web view in the pane: it loads a page, runs our script in it, and gives it its width."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QRect, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from editor.ui.look import Palette, current
from editor.ui.preview import script
from editor.ui.preview.modes import PRINT, WIDTHS, known
from editor.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from editor.site import Site
    from editor.ui.preview.bridge import Bridge
    from editor.ui.preview.profile import PreviewPage, PreviewProfile
    from editor.ui.preview.scheme import SiteSchemeHandler

log = logging.getLogger(__name__)

_CRASHES_S = 60.0
_LEAST_ZOOM = 0.25  # the engine goes no further
_PATIENCE_MS = 200  # after so long a page that is not ready is asked
_TRIES = 30  # after so often it is loaded once more


class WebPage(QWidget):
    """A locked-down web view, in the middle of the room it has."""

    ready = Signal()  # the page that was asked for takes messages
    stale = Signal()  # a message did not fit what the page shows
    ended = Signal()  # the page's process ended; it is loaded again
    scrolled = Signal(float)  # the reader scrolled; the source line at the top
    line_clicked = Signal(int)  # a part of the text was clicked; its source line
    words_clicked = Signal(str)  # something outside the text was clicked; its words
    link_followed = Signal(str)  # a link was clicked; its address

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        """Make it without an engine; `make` brings that."""
        super().__init__(parent)
        self._tasks = tasks
        self._view: QWebEngineView | None = None
        self._profile: PreviewProfile | None = None
        self._page: PreviewPage | None = None
        self._bridge: Bridge | None = None
        self._world = 0
        self._source = ""
        self._is_ready = False
        self._is_loading = False
        self._is_closed = False
        self._address: QUrl | None = None
        self._is_reading = False
        self._is_overtaken = False  # what is being loaded is not wanted any more
        self._crashes: list[float] = []
        self._zoom = 100
        self._width = WIDTHS[0]
        self._palette = current()
        self._tries = 0
        self._patience = QTimer(self)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_impatient)

    @property
    def is_made(self) -> bool:
        """Whether there is an engine."""
        return self._view is not None

    @property
    def is_ready(self) -> bool:
        """Whether the page that was asked for takes messages."""
        return self._is_ready

    @property
    def page(self) -> PreviewPage | None:
        """The engine's page."""
        return self._page

    @property
    def profile(self) -> PreviewProfile | None:
        """The engine's profile."""
        return self._profile

    @property
    def handler(self) -> SiteSchemeHandler | None:
        """What answers the page's requests."""
        return self._profile.handler if self._profile is not None else None

    def make(self, root: Path | None, site: Site | None) -> None:
        """Make the engine; it takes as long to load as all other widgets, and more memory.

        Args:
            root: Pictures come from inside it.
            site: The site that it is.
        """
        if self._view is not None or self._is_closed:
            return
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from editor.ui.preview.bridge import WORLD, Bridge, install
        from editor.ui.preview.profile import PreviewPage, PreviewProfile, lock_down
        from editor.ui.preview.scheme import register_scheme

        register_scheme()
        self._world = WORLD
        self._profile = PreviewProfile(self._tasks, self)
        self._profile.handler.set_root(root, site)
        self._view = QWebEngineView(self)
        self._view.setObjectName("preview-view")
        self._view.setAccessibleName(self.tr("Preview"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._page = PreviewPage(self._profile, self._view)
        lock_down(self._page.settings())
        self._bridge = Bridge(self)
        self._bridge.ready.connect(self._on_ready)
        self._bridge.stale.connect(self.stale)
        self._bridge.scrolled.connect(self.scrolled)
        self._bridge.line_clicked.connect(self.line_clicked)
        self._bridge.words_clicked.connect(self.words_clicked)
        self._source = install(self._page, self._bridge)
        self._page.link_followed.connect(self.link_followed)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self._view.setPage(self._page)
        self._view.show()
        self._place()

    def close_down(self) -> None:
        """End the engine, in the order that Qt wants."""
        self._is_closed = True
        self._is_ready = False
        self._patience.stop()
        page, view, profile = self._page, self._view, self._profile
        self._page = self._view = self._profile = None
        if view is not None:
            view.close()
        for each in (page, view, profile):
            if each is not None and shiboken6.isValid(each):
                shiboken6.delete(each)

    # ---- the page

    def load_reading(self) -> bool:
        """Load the page of the reading view, unless it is there; tell whether it was not."""
        from editor.ui.preview.scheme import READING

        if self._address == READING:
            return False
        self._is_reading = True
        self._load(READING)
        return True

    def load_site_page(self, path: str, html: str) -> None:
        """Load a page of the site at its own address.

        Args:
            path: Of its address, below the host.
            html: Its document, without the text.
        """
        from editor.ui.preview.scheme import page_url

        address = page_url(path)
        if self._profile is not None:
            self._profile.handler.page = (address, html.encode("utf-8", "replace"))
        self._is_reading = False
        self._load(address)

    def keep_site_page(self, html: str) -> None:
        """Have the page as it is now loaded, should its process end."""
        if self._profile is not None:
            address, _ = self._profile.handler.page
            self._profile.handler.page = (address, html.encode("utf-8", "replace"))

    def _load(self, address: QUrl) -> None:
        """Load a page; behind the one under way, which the engine loses when another overtakes."""
        self._is_ready = False
        self._address = address
        if self._page is None:
            return
        if self._is_loading:
            self._is_overtaken = True
            return
        self._is_loading, self._is_overtaken = True, False
        self._tries = 0
        self._patience.start()
        # Themes that set no ground count on the white one of every browser.
        ground = self._palette.surface if self._is_reading else "#ffffff"
        self._page.setBackgroundColor(QColor(ground))
        self._page.go_home(address)

    def run(self, code: str) -> None:
        """Run a line of `script` in the page; nothing while the page is not ready."""
        if self._page is not None and self._is_ready:
            self._page.runJavaScript(code, self._world)

    @Slot()
    def _on_ready(self) -> None:
        self._is_loading = False
        self._patience.stop()
        if self._is_overtaken and self._address is not None:
            self._load(self._address)
            return
        self._is_ready = True
        self.wear(self._palette)
        if self._width.id == PRINT:
            self.run(script.printed(True))
        self.ready.emit()

    @Slot()
    def _on_impatient(self) -> None:
        self._tries += 1
        if self._page is None or not self._is_loading:
            self._patience.stop()
        elif self._tries % _TRIES:
            self._page.runJavaScript(script.CONNECT, self._world, self._on_asked)
        else:
            log.warning("the preview's page was not ready in time, and is loaded again")
            self._is_loading = False
            self._reload()

    def _on_asked(self, answer: object) -> None:
        # The engine is known to leave scripts out of a page, in a process that it just began.
        if answer == "missing" and self._page is not None and self._is_loading:
            self._page.runJavaScript(self._source, self._world)

    # No @Slot: its types would load the web engine with this module.
    def _on_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int
    ) -> None:
        if self._is_closed or status == type(status).NormalTerminationStatus:
            return
        now = time.monotonic()
        # One that ends again and again is given a rest; one that ended an hour ago is not counted.
        self._crashes = [each for each in self._crashes if now - each < _CRASHES_S] + [now]
        log.warning("the preview's page ended (%s), number %d", status.name, len(self._crashes))
        self._is_ready = self._is_loading = False
        self.ended.emit()
        # From the event loop: the engine is still busy taking the process apart.
        QTimer.singleShot(0 if len(self._crashes) < 5 else 5_000, self._reload)

    @Slot()
    def _reload(self) -> None:
        if self._address is not None:
            self._load(self._address)

    # ---- look

    def wear(self, palette: Palette) -> None:
        """Give our own page the colours of a palette; a theme's page keeps its own."""
        self._palette = palette
        if self._page is not None and self._is_reading:
            self._page.setBackgroundColor(QColor(palette.surface))
            self.run(script.palette(palette))

    def zoom_to(self, percent: int) -> None:
        """Zoom the page."""
        self._zoom = percent
        self._place()

    def widen(self, width: str) -> None:
        """Give the page one of the widths.

        Args:
            width: Its id in `WIDTHS`.
        """
        was_printed = self._width.id == PRINT
        self._width = known(WIDTHS, width)
        if was_printed != (self._width.id == PRINT):
            self.run(script.printed(not was_printed))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the view its place (Qt calls this)."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._view is None:
            return
        factor, width = self._zoom / 100, self.width()
        if self._width.width:
            # One that does not fit is shown smaller, never narrower: its rules for widths hold.
            factor = max(min(factor, self.width() / self._width.width), _LEAST_ZOOM)
            width = round(self._width.width * factor)
        self._view.setZoomFactor(factor)
        self._view.setGeometry(QRect((self.width() - width) // 2, 0, width, self.height()))
