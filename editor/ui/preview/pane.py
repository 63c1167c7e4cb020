"""The preview pane: shows a document live, scrolls with its text, leads back to its lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from editor.preview import PageNote, Status, StatusKind, View
from editor.ui.look import Palette, changes, load_palette, set_role
from editor.ui.preview import modes
from editor.ui.preview.live import LivePage, Subject
from editor.ui.preview.row import PreviewRow
from editor.ui.preview.web import WebPage
from editor.ui.tasks import Tasks

if TYPE_CHECKING:
    from editor.document import Document
    from editor.site import Site
    from editor.ui.preview.cards import CardsView
    from editor.ui.preview.source_view import SourceView

_PERCENT = (50, 300)
_QUIET_MS = 200


class PreviewPane(QWidget):
    """Shows one document at a time.

    The web view is made after the pane has been painted once, and the render worker with the
    first document, so that neither delays the window.

    Attributes:
        row: What is chosen and told above the page.
    """

    line_scrolled = Signal(float)  # the reader scrolled; the source line at the top
    link_activated = Signal(str)  # a link was clicked: a web address, or a path of the site
    source_line_clicked = Signal(int)  # double click, or a click with Ctrl; the source line
    status_changed = Signal(str)  # a few words on how the preview stands; empty when current
    page_shown = Signal(int)  # the page shows this revision of the document
    notes_changed = Signal()  # the page lacks other things than before

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty pane."""
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view_id = modes.THEME
        self._is_view_wanted = False
        self._zoom = 100
        self._status = ""
        self._closed = False
        # Its own: forty pictures on a slow share keep no post from being opened.
        self._tasks = Tasks()
        self._lay_out()
        # A skeleton or a word only when it takes long: what is quick does not flicker.
        self._loading_timer = self._timer(150, self._on_loading_slow)
        # What is read off the page (its source, its cards) follows when the keys rest.
        self._quiet_timer = self._timer(_QUIET_MS, self._on_quiet)
        self._show_notice(self.tr("Open a post to see it here."))
        changes().palette_changed.connect(self._on_palette_changed)

    def _lay_out(self) -> None:
        self.row = PreviewRow(self)
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
        self._reason = QLabel(self)
        self._reason.setObjectName("preview-reason")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setWordWrap(True)
        self._reason.setMargin(8)
        self._reason.hide()
        set_role(self._reason, "banner-info")
        self._paper = QWidget(self)
        self._paper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self._paper, "surface")
        self._web = WebPage(self._tasks, self._paper)
        self._web.link_followed.connect(self.link_activated)
        self._live = LivePage(self._web, self)
        self._live.told.connect(self._on_told)
        self._live.brought.connect(self._on_brought)
        self._live.noted.connect(self._on_noted)
        self._live.line_scrolled.connect(self.line_scrolled)
        self._live.line_clicked.connect(self.source_line_clicked)
        self._source: SourceView | None = None
        self._cards: CardsView | None = None
        self._stack = QStackedLayout(self._paper)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(self._web)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.row)
        layout.addWidget(self._banner)
        layout.addWidget(self._reason)
        layout.addWidget(self._paper, 1)

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    # ---- what the window asks for

    def show_document(
        self,
        document: Document | None,
        site_root: Path | None = None,
        post_path: str | PurePath | None = None,
        site: Site | None = None,
    ) -> None:
        """Show a document from now on.

        Args:
            document: The open post, or None for an empty pane.
            site_root: The site's folder; pictures come from inside it only.
            post_path: The post's path, below the site or absolute.
            site: The site; without one there are no layouts.
        """
        self._say("")
        self.row.show_notes(())
        self._reason.hide()
        if document is None:
            self._live.show(None)
            self._show_notice(self.tr("Open a post to see it here."))
            return
        path = Path(post_path) if post_path is not None else None
        if site_root is None and path is not None and path.is_absolute():
            site_root = path.parent
        if site_root is not None and path is not None and path.is_absolute():
            path = path.relative_to(site_root) if path.is_relative_to(site_root) else path
        below = path.as_posix() if path is not None else ""
        self._live.show(Subject(document, below, site_root, site))
        self._loading_timer.start()
        if self.isVisible():
            self._live.request(self._wanted_view())

    def forget(self, document: Document) -> None:
        """Drop what is kept of a document, here and in the worker: it is open no more."""
        subject = self._live.subject
        if subject is not None and document is subject.document:
            self.show_document(None)
        self._live.forget(document.id)

    def look(self, view: str, width: str) -> None:
        """Show the page in another way.

        Args:
            view: Its id in `modes.VIEWS`.
            width: Its id in `modes.WIDTHS`.
        """
        view = modes.known(modes.VIEWS, view).id
        self._web.widen(width)
        self.row.show_chosen(view, width)
        if view == self._view_id:
            return
        was = self._wanted_view()
        self._view_id = view
        if self._live.sent >= 0:
            self._show_chosen()
        if self._wanted_view() is not was and self.isVisible():
            self._live.request(self._wanted_view())

    def site_changed(self, paths: frozenset[str]) -> None:
        """Tell that other programs changed files of the site.

        Args:
            paths: Their site paths; empty where it may be any.
        """
        self._live.site_changed(paths)

    def scroll_to_line(self, line: float) -> None:
        """Bring a source line (with a fraction) to the top."""
        self._live.scroll_to_line(line)

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
        self._web.zoom_to(self._zoom)

    @property
    def shown_revision(self) -> int:
        """The revision of the document that the page shows; -1 for none."""
        return self._live.sent

    @property
    def notes(self) -> tuple[PageNote, ...]:
        """What the shown page lacks."""
        return self._live.page.notes if self._live.sent >= 0 else ()

    @Slot()
    def close_down(self) -> None:
        """End worker and web view, in the order that Qt wants. The pane is of no use then."""
        if self._closed:
            return
        self._closed = True
        self._live.close_down()
        self._web.close_down()
        self._tasks.close()

    # ---- making the view

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the page up to date (Qt calls this)."""
        super().showEvent(event)
        if self._web.is_made and self._live.sent < 0:
            self._live.request(self._wanted_view())

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
        if self._web.is_made or self._closed:
            return
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close_down)
        # The worker starts while the view is made.
        self._live.request(self._wanted_view())
        self._live.make_web()

    @Slot(object)
    def _on_palette_changed(self, palette: Palette) -> None:
        self._web.wear(palette)

    # ---- what came of it

    def _wanted_view(self) -> View:
        return View.READING if self._view_id == modes.READING else View.THEME

    @Slot(object)
    def _on_told(self, status: Status) -> None:
        if status.kind is StatusKind.RENDERING:
            self._say(self.tr("rendering…"))
        elif status.kind is StatusKind.CURRENT:
            self._say("")
        elif status.sentence:
            self._say(self.tr(status.sentence), banner=True)
            if status.kind is StatusKind.FAILED and self._live.sent < 0:
                self._show_notice(status.sentence)

    @Slot(bool)
    def _on_brought(self, is_final: bool) -> None:
        """Show what the web page was brought to. Runs on every key."""
        self._loading_timer.stop()
        self._show_chosen()
        if is_final:
            self.page_shown.emit(self._live.sent)

    @Slot()
    def _on_noted(self) -> None:
        page = self._live.page
        self._reason.setText(page.reason)
        self._reason.setVisible(bool(page.reason) and self._wanted_view() is View.THEME)
        self.row.show_notes(page.notes)
        self.notes_changed.emit()

    # ---- views and words

    def _show_chosen(self) -> None:
        # Each stands where it is seen; the web page goes on behind the others.
        chosen = self._widget_of(self._view_id)
        if self._stack.currentWidget() is not chosen:
            self._stack.setCurrentWidget(chosen)
            self._on_quiet()
        elif chosen is not self._web and not self._quiet_timer.isActive():
            self._quiet_timer.start()

    def _widget_of(self, view: str) -> QWidget:
        """Return what shows a view; source and cards are made when they are first looked at."""
        if view == modes.SOURCE:
            if self._source is None:
                from editor.ui.preview.source_view import SourceView

                self._source = SourceView(self._paper)
                self._stack.addWidget(self._source)
            return self._source
        if view == modes.CARDS:
            if self._cards is None:
                from editor.ui.preview.cards import CardsView

                self._cards = CardsView(self._tasks, self._paper)
                self._stack.addWidget(self._cards)
            return self._cards
        return self._web

    @Slot()
    def _on_quiet(self) -> None:
        subject = self._live.subject
        if subject is None:
            return
        if self._view_id == modes.SOURCE and self._source is not None:
            self._source.show_source(self._live.page.html())
        elif self._view_id == modes.CARDS and self._cards is not None:
            self._cards.show_page(self._live.page, subject.site)

    @Slot()
    def _on_loading_slow(self) -> None:
        if self._live.subject is not None and self._live.sent < 0:
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
