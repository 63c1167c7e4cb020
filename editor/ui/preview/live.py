"""The post in the web page: tells the render worker of edits, and the page of what came of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from editor.edit import Change
from editor.preview import Asset, Page, SheetsChanged, Status, StatusKind, View
from editor.ui.preview import script
from editor.ui.preview.shown import ShownPage
from editor.ui.preview.web import WebPage

if TYPE_CHECKING:
    from editor.document import Document
    from editor.preview import Patch, PreviewClient, Reply
    from editor.site import Site


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shown.

    Attributes:
        document: The open post.
        path: Where it is below the site, or its name.
        root: The site's folder; pictures come from inside it only.
        site: The site; without one there are no layouts.
    """

    document: Document
    path: str = ""
    root: Path | None = None
    site: Site | None = None


class LivePage(QObject):
    """One post at a time, from its text to the screen.

    Attributes:
        page: What the worker has sent of it.
        sent: The revision that the web page was brought to; -1 for none.
    """

    told = Signal(object)  # a Status with something to say
    brought = Signal(bool)  # the web page shows the page; whether no more of it follows
    noted = Signal()  # the page lacks other things than before
    line_scrolled = Signal(float)  # the reader scrolled; the source line at the top
    line_clicked = Signal(int)  # a part of the post was clicked; its source line

    _replied = Signal(object)  # a Reply, from the thread that reads the worker's pipe

    def __init__(self, web: WebPage, parent: QObject) -> None:
        super().__init__(parent)
        self.page = ShownPage()
        self.sent = -1
        self._web = web
        self._subject: Subject | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._client: PreviewClient | None = None
        self._client_root: Path | None = None
        self._asked: dict[str, tuple[View, str]] = {}  # by document: how, and at which path
        self._line = 0.0
        self._line_wanted: float | None = None
        self._is_closed = False
        self._replied.connect(self._on_replied, Qt.ConnectionType.QueuedConnection)
        web.ready.connect(self._on_page_ready)
        web.stale.connect(self._on_page_stale)
        web.ended.connect(self._on_page_ended)
        web.scrolled.connect(self._on_page_scrolled)
        web.line_clicked.connect(self.line_clicked)
        web.words_clicked.connect(self._on_words_clicked)

    # ---- what is shown

    @property
    def subject(self) -> Subject | None:
        """What is shown."""
        return self._subject

    def show(self, subject: Subject | None) -> None:
        """Follow a post from now on, or none; `request` has it sent."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._subject = subject
        self.sent = -1
        if subject is None:
            return
        if subject.document.id != self.page.document:
            self._line_wanted = 0.0
        self._unsubscribe = subject.document.subscribe(self._on_document_changed)
        if self._web.handler is not None:
            self._web.handler.set_root(subject.root, subject.site)

    def request(self, view: View, *, anew: bool = False) -> None:
        """Have the whole page sent, rendered anew only where that is needed.

        Args:
            view: How it is to be shown.
            anew: Whether the worker is to forget what it has of it.
        """
        subject = self._subject
        if subject is None or self._is_closed:
            return
        client = self._client_for(subject)
        document = subject.document
        asked = (view if subject.site is not None else View.READING, subject.path)
        is_known = client.revision_of(document.id) == document.revision
        if is_known and not anew and self._asked.get(document.id) == asked:
            client.page(document.id)
            return
        self._asked[document.id] = asked
        client.open(
            document.id,
            document.text,
            revision=document.revision,
            post_path=subject.path,
            view=asked[0],
        )

    def forget(self, document: str) -> None:
        """Drop what the worker has of a post.

        Args:
            document: Its id.
        """
        self._asked.pop(document, None)
        if self._client is not None:
            self._client.forget(document)

    def site_changed(self, paths: frozenset[str]) -> None:
        """Tell that other programs changed files of the site.

        Args:
            paths: Their site paths; empty where it may be any.
        """
        if self._client is not None:
            self._client.site_changed(paths)
        self._web.run(script.pictures([f"/{each}" for each in sorted(paths)]))

    def scroll_to_line(self, line: float) -> None:
        """Bring a source line (with a fraction) to the top."""
        self._line = line
        self._web.run(script.scroll_to_line(line))

    def make_web(self) -> None:
        """Make the web view, and bring it to what is known by now."""
        subject = self._subject
        if subject is None:
            self._web.make(None, None)
        else:
            self._web.make(subject.root, subject.site)
        if self._web.handler is not None and self._client is not None:
            self._web.handler.make_asset = self._client.asset
        self._bring()

    def close_down(self) -> None:
        """End the worker."""
        self._is_closed = True
        self.show(None)
        if self._client is not None:
            self._client.close()
            self._client = None

    # ---- the worker

    def _client_for(self, subject: Subject) -> PreviewClient:
        if self._client is not None and self._client_root == subject.root:
            return self._client
        from editor.preview import PreviewClient

        if self._client is not None:
            self._client.close()
        self._asked.clear()
        self._client = PreviewClient(subject.root, self._replied.emit)
        self._client_root = subject.root
        if self._web.handler is not None:
            self._web.handler.drop_awaited()
            self._web.handler.make_asset = self._client.asset
        return self._client

    def _on_document_changed(self, change: Change) -> None:
        """Pass a change on. Runs on every key."""
        if self._client is not None and self._subject is not None:
            self._client.edit(self._subject.document.id, change)

    @Slot(object)
    def _on_replied(self, reply: Reply) -> None:
        if self._is_closed:
            return
        if isinstance(reply, Asset):
            if self._web.handler is not None:
                self._web.handler.take_asset(reply)
        elif isinstance(reply, SheetsChanged):
            self._load_sheets(reply.paths)
        elif self._subject is None or reply.document != self._subject.document.id:
            return
        elif isinstance(reply, Status):
            self._take_status(reply)
        elif isinstance(reply, Page):
            self._take_page(reply)
        else:
            self._take_patch(reply)

    def _take_status(self, status: Status) -> None:
        if status.kind is StatusKind.FAILED and not status.sentence:
            asked = self._asked.get(status.document)
            self.request(asked[0] if asked is not None else View.READING, anew=True)
        else:
            self.told.emit(status)

    def _load_sheets(self, paths: tuple[str, ...]) -> None:
        if self._subject is not None and self._subject.site is not None:
            from editor.site import SiteUrls

            base = SiteUrls(self._subject.site.config).base.strip("/")
            below = f"/{base}/" if base else "/"
            self._web.run(script.sheets([below + each for each in paths]))

    def _take_page(self, page: Page) -> None:
        # One that is shown already is brought to the new one: pictures do not flicker.
        patch = self.page.patch_to(page) if self.sent >= 0 else None
        self.page = ShownPage.of(page)
        self.noted.emit()
        if patch is not None and self.sent == patch.base and self._web.is_ready:
            self._web.run(script.patch(patch, self.page, lines=self._lines()))
            self._tell_brought(page.final)
        else:
            self._bring(is_final=page.final)

    def _take_patch(self, patch: Patch) -> None:
        """Put a patch into the page. Runs on every key."""
        if not self.page.fits(patch):
            if self._client is not None and patch.final:
                self._client.page(patch.document)
            return
        url, was_sent = self.page.url, self.sent == patch.base
        self.page.apply(patch)
        if patch.notes is not None:
            self.noted.emit()
        if self.page.url != url:  # another title's slug, another date: another address
            self._line_wanted = self._line
            self._bring(is_final=patch.final)
            return
        if not was_sent or not self._web.is_ready:
            return  # the page is on its way, and is brought to what is known when it is there
        if patch.shell is not None or patch.whole is not None:
            self._web.keep_site_page(self.page.frame())
        self._web.run(script.patch(patch, self.page, lines=self._lines()))
        self._tell_brought(patch.final)

    # ---- the web page

    def _bring(self, *, is_final: bool = True) -> None:
        """Bring the web page to the page, loading it where it is another one."""
        if not self._web.is_made:
            return
        is_known = self._subject is not None and self.page.document == self._subject.document.id
        if is_known and self.page.in_theme:
            self.sent = -1
            self._web.load_site_page(self.page.url, self.page.frame())
        elif self._web.load_reading():
            self.sent = -1
        elif is_known and self._web.is_ready:
            self._send_page(is_final=is_final)

    def _send_page(self, *, is_final: bool = True) -> None:
        keep = self._line_wanted is None and self.sent >= 0
        line = self._line if self._line_wanted is None else self._line_wanted
        self._web.run(script.page(self.page, lines=self._lines(), keep=keep, line=line))
        self._tell_brought(is_final)

    def _tell_brought(self, is_final: bool) -> None:
        self.sent = self.page.revision
        if is_final and self._line_wanted is not None:
            line, self._line_wanted = self._line_wanted, None
            self.scroll_to_line(line)
        self.brought.emit(is_final)

    def _lines(self) -> int:
        return self._subject.document.line_count if self._subject is not None else 0

    @Slot()
    def _on_page_ready(self) -> None:
        if self._subject is not None and self.page.document == self._subject.document.id:
            self._send_page()

    @Slot()
    def _on_page_stale(self) -> None:
        """Bring the page to where it should be, from what is known of it."""
        self.sent = -1
        self._line_wanted = self._line
        self._bring()

    @Slot()
    def _on_page_ended(self) -> None:
        self.sent = -1
        self._line_wanted = self._line

    @Slot(float)
    def _on_page_scrolled(self, line: float) -> None:
        self._line = line
        self.line_scrolled.emit(line)

    @Slot(str)
    def _on_words_clicked(self, words: str) -> None:
        """Lead from the post's title, wherever a layout prints it, to where it is written."""
        if self._subject is not None and words:
            title = self._subject.document.post.data.get("title")
            if isinstance(title, str) and title.split() == words.split():
                self.line_clicked.emit(0)
