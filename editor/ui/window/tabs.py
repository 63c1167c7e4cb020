"""The open posts: opening, showing, closing, and never without asking for unsaved words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from editor.document import Document
from editor.storage import Journal, PostHeld, PostLock, Recovery, read
from editor.ui.tasks import sentence_of
from editor.ui.window.banner import Level, Notice
from editor.ui.window.post_tab import PostTab
from editor.ui.window.questions import Answer, ask_unsaved

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

_LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Loaded:
    path: Path
    data: bytes


class TabDesk(QObject):
    """Keeps the tab bar and the tabs in step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.all: list[PostTab] = []
        self.shown: PostTab | None = None
        self._opening: dict[Path, list[Callable[[PostTab], None]]] = {}
        bar = window.tab_bar
        bar.currentChanged.connect(self._on_current_changed)
        bar.tabCloseRequested.connect(self._on_close_wanted)
        bar.tabMoved.connect(self._on_moved)

    # --- opening ---

    @Slot()
    def choose_post(self) -> None:
        """Ask for a file and open it."""
        site = self._window.site
        file, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a post"),
            str(site.root if site is not None else ""),
            self.tr("Posts (*.md *.markdown *.mkd *.mkdn *.html *.textile);;All files (*)"),
        )
        if file:
            self._window.sites.open_path(Path(file))

    @Slot(str)
    def open_site_path(self, site_path: str) -> None:
        """Open a post by its path in the site."""
        if self._window.site is not None:
            self.open_path(self._window.site.root / site_path)

    def open_path(self, path: Path, then: Callable[[PostTab], None] | None = None) -> None:
        """Open a file, or show its tab.

        Args:
            path: The file.
            then: Called with the tab when it is there.
        """
        path = path.absolute()
        tab = self.of(path)
        if tab is not None:
            self.show(tab)
            if then is not None:
                then(tab)
            return
        waiting = self._opening.setdefault(path, [])
        if then is not None:
            waiting.append(then)
        self._window.say(self.tr("Opening {0}…").format(path.name))
        self._window.tasks.run(_Reading(path), self._on_read, _Failed(self, path), self)

    def of(self, path: Path) -> PostTab | None:
        """Return the tab of a file; None when it is not open."""
        for tab in self.all:
            if tab.path == path:
                return tab
        for tab in self.all:
            try:
                if tab.path is not None and tab.path.samefile(path):
                    return tab
            except OSError:
                continue
        return None

    def _on_read(self, loaded: _Loaded) -> None:
        window = self._window
        encoding = window.site.encoding if window.site is not None else "utf-8"
        document = Document.from_bytes(loaded.data, encoding=encoding)
        waiting = self._opening.pop(loaded.path, [])
        window.say("")
        tab = self.of(loaded.path) or self.add(document, loaded.path)
        self.show(tab)
        for each in waiting:
            each(tab)

    def on_failed(self, path: Path, error: BaseException) -> None:
        """Say why a file does not open."""
        self._opening.pop(path, None)
        window = self._window
        window.say(self.tr("{0} was not opened.").format(path.name))
        sentence = sentence_of(error)
        if self.shown is None:
            window.middle.setCurrentWidget(window.page)
            window.page.tell("alert-triangle", self.tr("This post cannot be opened"), sentence)
        else:
            self.shown.banner.tell(Notice.OTHER, Level.WARN, sentence)

    def add(
        self, document: Document, path: Path | None, *, recovered: Recovery | None = None
    ) -> PostTab:
        """Make the tab of a document: lock, journal, pane.

        Args:
            document: What it shows.
            path: The file; None for a post that was never saved.
            recovered: Where its words come from; let go of once the new journal holds them.
        """
        window = self._window
        held: PostHeld | None = None
        lock: PostLock | None = None
        if path is not None and not document.read_only:
            try:
                lock = PostLock.take(path)
            except PostHeld as error:
                held = error
                document.read_only_reason = error.sentence
        tab = PostTab(document, path, window.middle)
        tab.lock = lock
        tab.recovered = recovered
        if not document.read_only:
            self.open_journal(tab)
        window.middle.addWidget(tab)
        self.all.append(tab)
        # Dressed while it is empty: fonts and colours of a long text are not worked out twice.
        window.dress(tab)
        tab.pane.show_document(document)
        bar = window.tab_bar
        bar.blockSignals(True)
        bar.addTab(tab.name)
        bar.blockSignals(False)
        bar.setVisible(len(self.all) > 1)
        tab.changed.connect(window.state.on_tab_changed)
        tab.pane.top_line_changed.connect(window.on_pane_scrolled)
        tab.pane.zoom_wanted.connect(window.zoom)
        tab.pane.refused.connect(window.say)
        tab.find_bar.replacing_all.connect(window.saver.on_replacing_all)
        tab.pane.pictures_dropped.connect(window.pictures.add_files)
        tab.pane.picture_pasted.connect(window.pictures.add_pasted)
        window.disk.follow(tab)
        if held is not None:
            window.held.tell(tab, held)
        elif document.read_only:
            reason = document.read_only_reason
            tab.banner.tell(Notice.READ_ONLY, Level.WARN, reason, can_close=False)
        return tab

    def open_journal(self, tab: PostTab) -> None:
        """Write a post's changes into a journal from now on."""
        window = self._window
        site = window.site.root if window.site is not None else None
        journal = tab.document.open_journal(tab.path, site=site)
        journal.on_state = window.state.on_journal_state
        window.state.show_journal(tab)
        found, tab.recovered = tab.recovered, None
        if found is not None:
            window.tasks.run(_LetGo(found, journal), None, None, self)

    def give_up_words(self, tab: PostTab, data: bytes) -> None:
        """Show other bytes as they are on the disk; the unsaved words are put aside.

        Undo brings them back for as long as the post is open, the list of recovered words for 30
        days.
        """
        document = tab.document
        document.close_journal(discard=document.modified)
        document.reload(data)
        if not document.read_only:
            self.open_journal(tab)

    # --- showing ---

    def show(self, tab: PostTab) -> None:
        """Show a tab."""
        bar = self._window.tab_bar
        at = self.all.index(tab)
        bar.blockSignals(True)
        bar.setCurrentIndex(at)
        bar.blockSignals(False)
        self._show_at(at)

    def step(self, step: int) -> None:
        """Show the next tab, or the one before."""
        if self.shown is not None and self.all:
            at = (self.all.index(self.shown) + step) % len(self.all)
            self.show(self.all[at])

    def commit(self) -> None:
        """Take over what is half typed by an input method, and what rests in a field."""
        QGuiApplication.inputMethod().commit()
        self._window.form.commit()

    def retarget(self, tab: PostTab, path: Path, lock: PostLock | PostHeld | None) -> None:
        """Go on with a tab under another name of its file.

        Args:
            tab: Which.
            path: The new name.
            lock: What `PostLock.try_take` gave for it.
        """
        self._window.disk.forget(tab)
        if tab.lock is not None:
            tab.lock.release()
            tab.lock = None
        tab.path = path
        if isinstance(lock, PostHeld):
            tab.document.read_only_reason = lock.sentence
            tab.refresh_view()
            self._window.held.tell(tab, lock)
        else:
            tab.lock = lock
        journal = tab.document.journal
        if journal is not None:
            journal.mark_moved(path)
        self._window.disk.follow(tab)
        self.retitle(tab)
        if tab is self.shown:
            self._window.show_tab()

    def retitle(self, tab: PostTab) -> None:
        """Write a tab's name, with a sign when it is not saved."""
        at = self.all.index(tab)
        bar = self._window.tab_bar
        name = f"{tab.name} •" if tab.document.modified else tab.name
        if bar.tabText(at) != name:
            bar.setTabText(at, name)
            bar.setTabToolTip(at, str(tab.path or ""))

    @Slot(int)
    def _on_current_changed(self, at: int) -> None:
        if 0 <= at < len(self.all):
            self._show_at(at)

    def _show_at(self, at: int) -> None:
        window = self._window
        self.commit()
        self.shown = self.all[at]
        window.show_tab()
        self.shown.pane.setFocus()

    @Slot(int, int)
    def _on_moved(self, source: int, target: int) -> None:
        self.all.insert(target, self.all.pop(source))

    # --- closing ---

    @Slot()
    def close_shown(self) -> None:
        """Close the tab that is shown."""
        if self.shown is not None:
            self.close(self.shown)

    @Slot(int)
    def _on_close_wanted(self, at: int) -> None:
        self.close(self.all[at])

    def close(self, tab: PostTab, then: Callable[[], None] | None = None) -> None:
        """Close a tab, after asking when it has unsaved words.

        Args:
            tab: Which.
            then: Called when it is closed.
        """
        if tab is self.shown:
            self.commit()
        is_unsaved = tab.document.modified and not tab.document.read_only
        if is_unsaved:
            self.show(tab)
            answer = ask_unsaved(self._window, [tab])
            if answer is Answer.CANCEL:
                return
            if answer is Answer.SAVE:
                self._window.saver.save(tab, _CloseAfter(self, tab, then))
                return
        # Words that could not be saved here were not given up: they are offered again.
        self.drop(tab, discard=is_unsaved)
        if then is not None:
            then()

    def drop(self, tab: PostTab, *, discard: bool = False) -> None:
        """Take a tab away without a question."""
        if tab not in self.all:
            return
        window = self._window
        at = self.all.index(tab)
        window.disk.forget(tab)
        self.all.pop(at)
        bar = window.tab_bar
        bar.blockSignals(True)
        bar.removeTab(at)
        bar.blockSignals(False)
        bar.setVisible(len(self.all) > 1)
        was_shown = tab is self.shown
        if was_shown:
            window.form.show_document(None, None, None, None)
            window.preview.show_document(None)
            self.shown = None
        window.preview.forget(tab.document)
        tab.release(discard=discard)
        window.middle.removeWidget(tab)
        tab.deleteLater()
        if was_shown:
            if self.all:
                self.show(self.all[min(at, len(self.all) - 1)])
            else:
                window.show_tab()
        window.state.refresh_unsaved()

    def may_leave(self, then: Callable[[], None]) -> bool:
        """Ask about every unsaved post at once.

        Args:
            then: Called when all are saved, if that was the answer.

        Returns:
            Whether one may go on now.
        """
        unsaved = [tab for tab in self.all if tab.document.modified and not tab.document.read_only]
        if not unsaved:
            return True
        answer = ask_unsaved(self._window, unsaved)
        if answer is Answer.DISCARD:
            for tab in unsaved:
                self.drop(tab, discard=True)
            return True
        if answer is Answer.SAVE:
            waiting = _AllSaved(len(unsaved), then)
            for tab in unsaved:
                self._window.saver.save(tab, waiting)
        return False

    def may_close_all(self, then: Callable[[], None]) -> bool:
        """Ask about unsaved posts before another site is opened; see `may_leave`."""
        self.commit()
        return self.may_leave(then)

    def release_all(self) -> None:
        """Close every tab without a question; what is unsaved stays in its journal."""
        for tab in list(self.all):
            self.drop(tab)


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> _Loaded:
        data, _ = read(self._path, limit_bytes=_LIMIT_BYTES)
        return _Loaded(self._path, data)


class _Failed:
    def __init__(self, desk: TabDesk, path: Path) -> None:
        self._desk = desk
        self._path = path

    def __call__(self, error: BaseException) -> None:
        self._desk.on_failed(self._path, error)


class _LetGo:
    def __init__(self, found: Recovery, journal: Journal) -> None:
        self._found = found
        self._journal = journal

    def __call__(self) -> bool:
        return self._found.taken_over(self._journal)


class _CloseAfter:
    def __init__(self, desk: TabDesk, tab: PostTab, then: Callable[[], None] | None) -> None:
        self._desk = desk
        self._tab = tab
        self._then = then

    def __call__(self, saved: bool) -> None:
        if saved and not self._tab.document.modified:
            self._desk.drop(self._tab)
            if self._then is not None:
                self._then()


class _AllSaved:
    def __init__(self, count: int, then: Callable[[], None]) -> None:
        self._left = count
        self._then = then
        self._is_good = True

    def __call__(self, saved: bool) -> None:
        self._left -= 1
        self._is_good = self._is_good and saved
        if self._left == 0 and self._is_good:
            self._then()
