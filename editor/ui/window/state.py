"""Keeps what tells the post's state in step: status bar, tab names, the signs in the list."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from editor.post import Post
from editor.site import Site, SiteIndex
from editor.storage import Journal, JournalState
from editor.ui.window.banner import Level, Notice, Way
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.checks import Finding
    from editor.ui.window.main_window import MainWindow
    from editor.ui.window.saver import Saver

_WORDS_MS = 300
_CHECK_MS = 900
_CHECK_LIMIT = 400_000
_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class StateShower(QObject):
    """Shows how the current post stands; what costs is worked out when the keys rest."""

    _journal_told = Signal(object)  # the journal whose state changed; from any thread

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._findings: list[Finding] = []
        self._checked = ("", -1)
        self._words_timer = self._timer(_WORDS_MS)
        self._words_timer.timeout.connect(self._on_words_due)
        self._check_timer = self._timer(_CHECK_MS)
        self._check_timer.timeout.connect(self._on_check_due)
        self._clock = QTimer(self)
        self._clock.setInterval(60_000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        self._journal_told.connect(self._on_journal_told)

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer

    @Slot()
    def refresh(self) -> None:
        """Show everything anew."""
        window = self._window
        tab = window.tab
        if hasattr(window, "actions_made"):
            window.actions_made.refresh()
        if tab is None:
            window.status.show_nothing()
            name = window.site.root.name if window.site is not None else ""
            window.setWindowTitle(f"{name} — Standfirst" if name else "Standfirst")
            return
        # A save or a reload makes it clean without a change that would tell.
        tab.was_modified = tab.document.modified
        window.tabs.retitle(tab)
        star = "• " if tab.document.modified else ""
        site = f" — {window.site.root.name}" if window.site is not None else ""
        window.setWindowTitle(f"{star}{tab.name}{site} — Standfirst")
        self._show_save(tab)
        document = tab.document
        ends = _ENDS.get(document.post.line_ending, "LF")
        encoding = document.coding.encoding.upper() + (" BOM" if document.coding.bom else "")
        path = window.site_path(tab) or str(tab.path or "")
        window.status.show_file(ends, encoding, path)
        self._words_timer.start()
        self._check_timer.start()

    @Slot()
    def refresh_unsaved(self) -> None:
        """Show in the list which posts have unsaved words."""
        window = self._window
        for tab in window.tabs.all:
            tab.was_modified = tab.document.modified
        unsaved = {
            path
            for tab in window.tabs.all
            if tab.document.modified and (path := window.site_path(tab)) is not None
        }
        window.post_list.set_unsaved(unsaved)

    @Slot()
    def on_tab_changed(self) -> None:
        """Follow a change of a document. Runs on every key."""
        tab = self.sender()
        if not isinstance(tab, PostTab):
            return
        if tab.document.modified != tab.was_modified:
            tab.was_modified = tab.document.modified
            self.refresh_unsaved()
            self._window.tabs.retitle(tab)
            if tab is self._window.tab:
                self.refresh()
        elif tab is self._window.tab:
            self._words_timer.start()
            self._check_timer.start()

    def on_journal_state(self, journal: Journal) -> None:
        """Take a journal's word from its thread."""
        with contextlib.suppress(RuntimeError):
            self._journal_told.emit(journal)

    @Slot(object)
    def _on_journal_told(self, journal: Journal) -> None:
        for tab in self._window.tabs.all:
            if tab.document.journal is journal:
                self.show_journal(tab)

    def show_journal(self, tab: PostTab) -> None:
        """Tell in a post's own tab when its journal is not where it should be."""
        journal = tab.document.journal
        if journal is None or journal.state is JournalState.OK:
            tab.banner.clear(Notice.JOURNAL)
        elif journal.state is JournalState.BESIDE:
            tab.banner.tell(Notice.JOURNAL, Level.WARN, journal.problem)
        else:
            saver = self._window.saver
            ways: list[Way] = [
                ("journal_save", self.tr("Save now"), _Save(saver, tab)),
                ("journal_save_elsewhere", self.tr("Save elsewhere…"), saver.save_elsewhere),
            ]
            danger = Level.DANGER
            tab.banner.tell(Notice.JOURNAL, danger, journal.problem, ways, can_close=False)
        if tab is self._window.tab:
            self._show_save(tab)

    def _show_save(self, tab: PostTab) -> None:
        status = self._window.status
        if tab.save_problem:
            status.show_save(self.tr("NOT SAVED"), "error", tab.save_problem)
        elif tab.document.read_only:
            status.show_save(self.tr("Read only"), "warn", tab.document.read_only_reason)
        elif tab.is_saving:
            status.show_save(self.tr("Saving…"), "")
        elif tab.document.modified:
            if tab.banner.told(Notice.JOURNAL, Level.DANGER):
                why = self.tr("What you typed is in this window only. Click to save (Ctrl+S).")
            else:
                why = self.tr("Every key is in the recovery journal. Click to save (Ctrl+S).")
            status.show_save(self.tr("● Not saved yet"), "warn", why)
        elif tab.saved_at:
            stamp = QDateTime.fromSecsSinceEpoch(int(tab.saved_at))
            moment = QLocale().toString(stamp.time(), QLocale.FormatType.ShortFormat)
            status.show_save(self.tr("✓ Saved {0}").format(moment), "ok")
        else:
            status.show_save(self.tr("✓ As on the disk"), "ok")

    @Slot()
    def _on_words_due(self) -> None:
        tab = self._window.tab
        if tab is None:
            return
        words = _Words(tab.document.post)
        self._window.tasks.run(words, _Of(self._on_counted, tab.document.id), None, self)

    def _is_shown(self, document: str) -> bool:
        tab = self._window.tab
        return tab is not None and tab.document.id == document

    def _on_counted(self, document: str, counted: tuple[int, int, int]) -> None:
        words, minutes, cost_ms = counted
        if self._is_shown(document):
            self._window.status.show_length(words, minutes)
        # A long text is counted less often: counting holds the interpreter against the keys.
        self._words_timer.setInterval(max(_WORDS_MS, cost_ms * 20))

    # --- problems ---

    @Slot()
    def _on_check_due(self) -> None:
        window = self._window
        tab = window.tab
        if tab is None or window.site is None:
            return
        path = window.site_path(tab)
        key = (tab.document.id, tab.document.revision)
        if path is None or key == self._checked or len(tab.document.text) > _CHECK_LIMIT:
            return
        self._checked = key
        text, coding = tab.document.text, tab.document.coding
        run = _Check(window.site, path, text, coding.encoding, coding.bom)
        window.tasks.run(run, _Of(self._on_checked, tab.document.id), None, self)

    def _on_checked(self, document: str, findings: list[Finding]) -> None:
        if not self._is_shown(document):
            return  # found in another post than the one shown by now
        self._findings = findings
        from editor.checks import Severity

        levels = [each.severity for each in findings if not each.overridden]
        self._window.status.show_problems(
            levels.count(Severity.ERROR), levels.count(Severity.WARNING)
        )

    @Slot()
    def show_problems(self) -> None:
        """List what was found; a click goes there."""
        from editor.checks import Severity

        menu = QMenu(self._window)
        menu.setObjectName("problems_menu")
        for finding in self._findings:
            if finding.severity is Severity.NOTE or finding.overridden:
                continue
            line = self.tr("line {0}").format(finding.line + 1)
            action = menu.addAction(f"{finding.sentence}  ({line})")
            action.setData(finding.line)
            action.triggered.connect(self._on_problem_chosen)
        place = self._window.status.mapToGlobal(QPoint(self._window.status.width() - 480, 0))
        menu.exec(place - QPoint(0, menu.sizeHint().height()))
        menu.deleteLater()

    @Slot()
    def _on_problem_chosen(self) -> None:
        action = self.sender()
        tab = self._window.tab
        if isinstance(action, QAction) and tab is not None:
            line = int(action.data())
            if line >= tab.pane.first_line:
                tab.pane.go_to_line(line)
            else:
                self._window.form.focus_title()


class _Save:
    def __init__(self, saver: Saver, tab: PostTab) -> None:
        self._saver = saver
        self._tab = tab

    def __call__(self) -> None:
        self._saver.save(self._tab)


class _Of:
    """A callback that knows of which document it is."""

    def __init__(self, method: Callable[[str, Any], None], document: str) -> None:
        self._method = method
        self._document = document

    def __call__(self, result: object) -> None:
        self._method(self._document, result)


class _Words:
    """Counts words, where the import of what counts (90 ms) does not hold up the first paint."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def __call__(self) -> tuple[int, int, int]:
        from editor.theme import count_words, reading_minutes

        began = time.monotonic()
        words = count_words(self._post.body)
        return words, reading_minutes(words), int((time.monotonic() - began) * 1000)


class _Check:
    def __init__(self, site: Site, path: str, text: str, encoding: str, bom: bool) -> None:
        self._site = site
        self._path = path
        self._text = text
        self._encoding = encoding
        self._bom = bom

    def __call__(self) -> list[Finding]:
        from editor.checks import run
        from editor.site import AddressBook

        post = Post.from_text(self._text, bom=self._bom, encoding=self._encoding)
        index = SiteIndex.open(self._site)
        try:
            book = AddressBook(self._site, index)
            # An index that is still being read does not know all addresses.
            near = book.near if book.is_complete else None
            return list(run(post, self._site, self._path, near=near))
        finally:
            index.close()
