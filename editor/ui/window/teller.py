"""Tells how the shown post stands: status bar and window title."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from editor.ui.notices import Level, Notice
from editor.ui.workbench import OpenPost, Standing, Workbench

if TYPE_CHECKING:
    from editor.post import Post
    from editor.ui.desks.problems import ProblemsDesk
    from editor.ui.window.status_bar import StatusBar

_WORDS_MS = 300
_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class Teller(QObject):
    """Shows how the shown post stands; what costs is worked out when the keys rest."""

    def __init__(
        self, bench: Workbench, problems: ProblemsDesk, status: StatusBar, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._bench = bench
        self._problems = problems
        self._status = status
        self._title = window
        self._modified: dict[str, bool] = {}  # by document: what is told of it now
        self._words = QTimer(self)
        self._words.setSingleShot(True)
        self._words.setInterval(_WORDS_MS)
        self._words.timeout.connect(self._on_words_due)
        self._clock = QTimer(self)
        self._clock.setInterval(60_000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        bench.posts.added.connect(self._on_added)
        bench.posts.removed.connect(self._on_removed)
        bench.posts.edited.connect(self._on_edited)
        bench.posts.standing_changed.connect(self._on_standing_changed)
        bench.posts.shown_changed.connect(self.refresh)
        bench.posts.shown_anew.connect(self.refresh)
        bench.session.changed.connect(self.refresh)
        problems.found.connect(self._on_found)
        status.problems_clicked.connect(self._show_problems)

    # --- following ---

    @Slot(object)
    def _on_added(self, post: OpenPost) -> None:
        self._modified[post.document.id] = post.document.modified

    @Slot(object)
    def _on_removed(self, post: OpenPost) -> None:
        self._modified.pop(post.document.id, None)

    @Slot(object)
    def _on_edited(self, post: OpenPost) -> None:
        """Follow a change of a document. Runs on every key."""
        if self._modified.get(post.document.id) != post.document.modified:
            self._bench.posts.tell_standing(post)
        elif post is self._bench.posts.shown:
            self._words.start()

    @Slot(object)
    def _on_standing_changed(self, post: OpenPost) -> None:
        # A save or a reload makes it clean without a change that would tell.
        self._modified[post.document.id] = post.document.modified
        if post is self._bench.posts.shown:
            self.refresh()

    # --- showing ---

    @Slot()
    def refresh(self) -> None:
        """Show everything anew."""
        bench = self._bench
        post = bench.posts.shown
        root = bench.session.root
        site = f"{root.name} — " if root is not None else ""
        if post is None:
            self._status.show_nothing()
            self._title.setWindowTitle(f"{site}Standfirst")
            return
        document = post.document
        star = "• " if document.modified else ""
        self._title.setWindowTitle(f"{star}{post.name} — {site}Standfirst")
        self._show_save(post)
        ends = _ENDS.get(document.post.line_ending, "LF")
        encoding = document.coding.encoding.upper() + (" BOM" if document.coding.bom else "")
        self._status.show_file(ends, encoding, bench.site_path(post) or str(post.path or ""))
        self._words.start()

    def _show_save(self, post: OpenPost) -> None:
        status, standing = self._status, post.file.standing
        if standing.is_problem:
            status.show_save(self.tr("NOT SAVED"), "error", post.file.problem)
        elif standing in (Standing.READ_ONLY, Standing.HELD):
            status.show_save(self.tr("Read only"), "warn", post.document.read_only_reason)
        elif standing is Standing.SAVING:
            status.show_save(self.tr("Saving…"), "")
        elif post.document.modified:
            if post.notices.told(Notice.JOURNAL, Level.DANGER):
                why = self.tr("What you typed is in this window only. Click to save (Ctrl+S).")
            else:
                why = self.tr("Every key is in the recovery journal. Click to save (Ctrl+S).")
            status.show_save(self.tr("● Not saved yet"), "warn", why)
        elif post.file.saved_at:
            stamp = QDateTime.fromSecsSinceEpoch(int(post.file.saved_at))
            moment = QLocale().toString(stamp.time(), QLocale.FormatType.ShortFormat)
            status.show_save(self.tr("✓ Saved {0}").format(moment), "ok")
        else:
            status.show_save(self.tr("✓ As on the disk"), "ok")

    # --- length ---

    @Slot()
    def _on_words_due(self) -> None:
        shown = self._bench.posts.shown
        if shown is not None:
            post = shown.document.post
            counting = partial(_counted, post)
            self._bench.tasks.run(counting, self._on_counted, None, self, shown.document.id)

    def _on_counted(self, document: str, counted: tuple[int, int, int]) -> None:
        words, minutes, cost_ms = counted
        shown = self._bench.posts.shown
        if shown is not None and shown.document.id == document:
            self._status.show_length(words, minutes)
        # A long text is counted less often: counting holds the interpreter against the keys.
        self._words.setInterval(max(_WORDS_MS, cost_ms * 20))

    # --- problems ---

    @Slot()
    def _on_found(self) -> None:
        findings = [each for each in self._problems.findings if not each.overridden]
        if not findings:
            self._status.show_problems(0, 0)
            return
        from editor.checks import Severity

        found = [each.severity for each in findings]
        self._status.show_problems(found.count(Severity.ERROR), found.count(Severity.WARNING))

    @Slot()
    def _show_problems(self) -> None:
        """List what was found, with its repair; a click goes there, or makes it."""
        from editor.checks import Severity

        menu = QMenu(self._title)
        menu.setObjectName("problems_menu")
        for finding in self._problems.findings:
            if finding.severity is Severity.NOTE or finding.overridden:
                continue
            line = self.tr("line {0}").format(finding.line + 1)
            action = menu.addAction(f"{finding.sentence}  ({line})")
            action.setData(finding.line)
            action.triggered.connect(self._on_problem_chosen)
            if finding.fix is not None:
                mend = menu.addAction(self.tr("    Mend: {0}").format(finding.fix.sentence))
                mend.setData(finding)
                mend.triggered.connect(self._on_mend_chosen)
        place = self._status.mapToGlobal(QPoint(self._status.width() - 480, 0))
        menu.exec(place - QPoint(0, menu.sizeHint().height()))
        menu.deleteLater()

    @Slot()
    def _on_problem_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._problems.go_to(int(action.data()))

    @Slot()
    def _on_mend_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._problems.mend(action.data())


def _counted(post: Post) -> tuple[int, int, int]:
    """Count words, where the import of what counts (90 ms) does not hold up the first paint.

    Returns:
        Words, minutes to read them, and what counting cost, in milliseconds.
    """
    from editor.theme import count_words, reading_minutes

    began = time.monotonic()
    words = count_words(post.body)
    return words, reading_minutes(words), int((time.monotonic() - began) * 1000)
