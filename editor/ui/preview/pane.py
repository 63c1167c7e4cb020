"""The preview pane: shows a document live, scrolls with its text, leads back to its lines."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from editor.edit import Change
from editor.preview import Asset, Page, SheetsChanged, Status, StatusKind
from editor.ui.look import Palette, changes, current, load_palette, set_role
from editor.ui.preview import script
from editor.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from editor.document import Document
    from editor.preview import Patch, PreviewClient, Reply
    from editor.ui.preview.bridge import Bridge
    from editor.ui.preview.profile import PreviewPage, PreviewProfile

log = logging.getLogger(__name__)

_PERCENT = (50, 300)
_CRASHES_S = 60.0
_SHELL = "site://app/shell"  # `editor.ui.preview.scheme` serves it


class PreviewPane(QWidget):
    """Shows one document at a time.

    The web view is made after the pane has been painted once, and the render worker with the
    first document, so that neither delays the window.
    """

    line_scrolled = Signal(float)  # the reader scrolled; the source line at the top
    link_activated = Signal(str)  # a link was clicked: a web address, or a path of the site
    source_line_clicked = Signal(int)  # double click, or a click with Ctrl; the source line
    status_changed = Signal(str)  # a few words on how the preview stands; empty when current
    page_shown = Signal(int)  # the page shows this revision of the document

    _replied = Signal(object)  # a Reply, from the thread that reads the worker's pipe

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._document: Document | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._root: Path | None = None
        self._client: PreviewClient | None = None
        self._client_root: Path | None = None
        self._path = ""
        self._shown_revision = -1
        self._shown_document = ""
        self._page_ready = False
        self._is_view_wanted = False
        self._world = 0
        self._line = 0.0
        self._line_wanted: float | None = None
        self._palette = current()
        self._zoom = 100
        self._status = ""
        self._crashes: list[float] = []
        self._closed = False
        # Its own: forty pictures on a slow share keep no post from being opened.
        self._tasks = Tasks()
        self._view: QWebEngineView | None = None
        self._profile: PreviewProfile | None = None
        self._page: PreviewPage | None = None
        self._bridge: Bridge | None = None
        self._replied.connect(self._on_replied, Qt.ConnectionType.QueuedConnection)
        self._notice = QLabel(self)
        self._notice.setObjectName("preview-notice")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        self._notice.setMargin(32)
        set_role(self._notice, "muted")
        self._banner = QLabel(self)
        self._banner.setObjectName("preview-banner")
        self._banner.setWordWrap(True)
        self._banner.setMargin(8)
        self._banner.hide()
        set_role(self._banner, "banner-warn")
        self._paper = QWidget(self)
        self._paper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self._paper, "surface")
        self._stack = QStackedLayout(self._paper)
        self._stack.addWidget(self._notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banner)
        layout.addWidget(self._paper, 1)
        # A skeleton or a word only when it takes long: what is quick does not flicker.
        self._loading_timer = QTimer(self)
        self._loading_timer.setSingleShot(True)
        self._loading_timer.setInterval(150)
        self._loading_timer.timeout.connect(self._on_loading_slow)
        self._show_notice(self.tr("Open a post to see it here."))
        changes().palette_changed.connect(self._on_palette_changed)

    # ---- what the window asks for

    def show_document(
        self,
        document: Document | None,
        site_root: Path | None = None,
        post_path: str | PurePath | None = None,
    ) -> None:
        """Show a document from now on.

        Args:
            document: The open post, or None for an empty pane.
            site_root: The site's folder; pictures come from inside it only.
            post_path: The post's path, below the site or absolute.
        """
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._document = document
        self._say("")
        if document is None:
            self._shown_revision = -1
            self._show_notice(self.tr("Open a post to see it here."))
            return
        path = Path(post_path) if post_path is not None else None
        if site_root is None and path is not None and path.is_absolute():
            site_root = path.parent
        if site_root is not None and path is not None and path.is_absolute():
            path = path.relative_to(site_root) if path.is_relative_to(site_root) else path
        self._root = site_root
        self._path = path.as_posix() if path is not None else ""
        if document.id != self._shown_document:
            self._line_wanted = 0.0
        self._shown_revision = -1
        self._unsubscribe = document.subscribe(self._on_document_changed)
        self._loading_timer.start()
        if self._profile is not None:
            self._profile.handler.set_root(self._root)
        if self.isVisible():
            self._request_all()

    def forget(self, document: Document) -> None:
        """Drop what is kept of a document, here and in the worker: it is open no more."""
        if document is self._document:
            self.show_document(None)
        if self._client is not None:
            self._client.forget(document.id)

    def scroll_to_line(self, line: float) -> None:
        """Bring a source line (with a fraction) to the top."""
        self._line = line
        self._run(f"standfirst.scrollToLine({float(line)!r})")

    def set_palette_dark(self, dark: bool) -> None:
        """Wear the dark or the light palette, whatever the application wears."""
        self._on_palette_changed(load_palette("dark" if dark else "light"))

    @property
    def zoom(self) -> int:
        """The zoom in percent."""
        return self._zoom

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._zoom = min(max(percent, _PERCENT[0]), _PERCENT[1])
        if self._view is not None:
            self._view.setZoomFactor(self._zoom / 100)

    @property
    def shown_revision(self) -> int:
        """The revision of the document that the page shows; -1 for none."""
        return self._shown_revision

    @Slot()
    def close_down(self) -> None:
        """End worker and web view, in the order that Qt wants. The pane is of no use then."""
        if self._closed:
            return
        self._closed = True
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._client is not None:
            self._client.close()
            self._client = None
        self._page_ready = False
        page, view, profile = self._page, self._view, self._profile
        self._page = self._view = self._profile = None
        if view is not None:
            view.close()
        for each in (page, view, profile):
            if each is not None and shiboken6.isValid(each):
                shiboken6.delete(each)
        self._tasks.close()

    # ---- making the view

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the page up to date (Qt calls this)."""
        super().showEvent(event)
        if self._view is not None and self._document is not None and self._shown_revision < 0:
            self._request_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make the web view once all of the window has been painted (Qt calls this)."""
        super().paintEvent(event)
        if not self._is_view_wanted:
            self._is_view_wanted = True
            QTimer.singleShot(0, self._make_view)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language (Qt calls this)."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Preview"))
        super().changeEvent(event)

    @Slot()
    def _make_view(self) -> None:
        if self._view is not None or self._closed:
            return
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close_down)
        # The worker starts while the view is made.
        self._request_all()
        # The web engine takes as long to load as all other widgets, and more memory.
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from editor.ui.preview.bridge import WORLD, Bridge, install
        from editor.ui.preview.profile import PreviewPage, PreviewProfile, lock_down
        from editor.ui.preview.scheme import register_scheme

        register_scheme()
        self._world = WORLD
        self._profile = PreviewProfile(self._tasks, self)
        self._profile.handler.set_root(self._root)
        self._view = QWebEngineView(self._paper)
        self._view.setObjectName("preview-view")
        self._view.setAccessibleName(self.tr("Preview"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._page = PreviewPage(self._profile, self._view)
        lock_down(self._page.settings())
        self._bridge = Bridge(self)
        self._bridge.ready.connect(self._on_page_ready)
        self._bridge.stale.connect(self._on_page_stale)
        self._bridge.scrolled.connect(self._on_page_scrolled)
        self._bridge.line_clicked.connect(self.source_line_clicked)
        install(self._page, self._bridge)
        self._page.link_followed.connect(self.link_activated)
        self._page.renderProcessTerminated.connect(self._on_page_terminated)
        self._page.setBackgroundColor(QColor(self._palette.surface))
        self._view.setPage(self._page)
        self._view.setZoomFactor(self._zoom / 100)
        self._stack.addWidget(self._view)
        self._page.load(QUrl(_SHELL))

    @Slot(object)
    def _on_palette_changed(self, palette: Palette) -> None:
        self._palette = palette
        self._show_palette()

    def _show_palette(self) -> None:
        palette = self._palette
        if self._page is not None:
            self._page.setBackgroundColor(QColor(palette.surface))
        self._run(script.palette(palette))

    # ---- the worker

    def _request_all(self) -> None:
        """Have the whole page of the document sent, rendered anew only where that is needed."""
        document = self._document
        if document is None or self._closed:
            return
        if self._client is None or self._client_root != self._root:
            if self._client is not None:
                self._client.close()
            from editor.preview import PreviewClient

            self._client = PreviewClient(self._root, self._replied.emit)
            self._client_root = self._root
        if self._client.revision_of(document.id) == document.revision:
            self._client.page(document.id)
        else:
            self._client.open(
                document.id, document.text, revision=document.revision, post_path=self._path
            )

    def _on_document_changed(self, change: Change) -> None:
        """Pass a change on. Runs on every key."""
        if self._client is not None and self._document is not None:
            self._client.edit(self._document.id, change)

    @Slot(object)
    def _on_replied(self, reply: Reply) -> None:
        if isinstance(reply, Asset | SheetsChanged):
            return  # only the theme view asks for these
        if self._document is None or reply.document != self._document.id or self._closed:
            return
        if isinstance(reply, Status):
            self._take_status(reply)
        elif isinstance(reply, Page):
            self._show_page(reply)
        else:
            self._show_patch(reply)

    def _take_status(self, status: Status) -> None:
        if status.kind is StatusKind.RENDERING:
            self._say(self.tr("rendering…"))
        elif status.kind is StatusKind.CURRENT:
            self._say("")
        elif status.sentence:
            self._say(self.tr(status.sentence), banner=True)
            if status.kind is StatusKind.FAILED and self._shown_revision < 0:
                self._show_notice(status.sentence)
        elif status.kind is StatusKind.FAILED:
            self._request_all()

    def _show_page(self, page: Page) -> None:
        if not self._page_ready:
            return  # asked for again when the page is ready
        keep = page.document == self._shown_document and self._line_wanted is None
        self._shown_document = page.document
        self._shown_revision = page.revision
        self._loading_timer.stop()
        self._run(script.page(page, keep=keep))
        if self._view is not None:
            self._stack.setCurrentWidget(self._view)
        if page.final:
            self._restore_line()
            self.page_shown.emit(page.revision)

    def _show_patch(self, patch: Patch) -> None:
        """Put a patch into the page. Runs on every key."""
        if not self._page_ready:
            return
        if patch.base != self._shown_revision or patch.document != self._shown_document:
            if self._client is not None and patch.final:
                self._client.page(patch.document)
            return
        self._shown_revision = patch.revision
        self._run(script.patch(patch))
        if patch.final:
            self._restore_line()
            self.page_shown.emit(patch.revision)

    def _restore_line(self) -> None:
        if self._line_wanted is not None:
            line, self._line_wanted = self._line_wanted, None
            self._line = line
            self._run(f"standfirst.scrollToLine({line!r})")

    # ---- the page

    def _run(self, code: str) -> None:
        if self._page is not None and self._page_ready:
            self._page.runJavaScript(code, self._world)

    @Slot()
    def _on_page_ready(self) -> None:
        self._page_ready = True
        self._shown_revision = -1
        self._show_palette()
        if self._document is not None and self._client is not None:
            self._client.page(self._document.id)

    @Slot()
    def _on_page_stale(self) -> None:
        self._shown_revision = -1
        self._line_wanted = self._line
        if self._document is not None and self._client is not None:
            self._client.page(self._document.id)

    @Slot(float)
    def _on_page_scrolled(self, line: float) -> None:
        self._line = line
        self.line_scrolled.emit(line)

    # No @Slot: its types would load the web engine with this module.
    def _on_page_terminated(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int
    ) -> None:
        if self._closed or status == type(status).NormalTerminationStatus:
            return
        now = time.monotonic()
        # One that ends again and again is given a rest; one that ended an hour ago is not counted.
        self._crashes = [each for each in self._crashes if now - each < _CRASHES_S] + [now]
        log.warning("the preview's page ended (%s), number %d", status.name, len(self._crashes))
        self._page_ready = False
        self._shown_revision = -1
        self._line_wanted = self._line
        # From the event loop: the engine is still busy taking the process apart.
        QTimer.singleShot(0 if len(self._crashes) < 5 else 5_000, self._reload)

    @Slot()
    def _reload(self) -> None:
        if self._page is not None:
            self._page.load(QUrl(_SHELL))

    # ---- words

    @Slot()
    def _on_loading_slow(self) -> None:
        if self._document is not None and self._shown_revision < 0:
            self._show_notice(self.tr("Setting the page…"))

    def _show_notice(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setAccessibleName(text)
        self._stack.setCurrentWidget(self._notice)

    def _say(self, text: str, *, banner: bool = False) -> None:
        self._banner.setText(text if banner else "")
        self._banner.setVisible(banner and bool(text))
        if text != self._status:
            self._status = text
            self.status_changed.emit(text)
