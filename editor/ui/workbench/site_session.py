"""The open site: its configuration, its index, what it offers to fields, the watch over its files.

Everything that reads posts is in a process of its own (`Indexing`); here it is only told on.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from editor.errors import StandfirstError
from editor.ui.tasks import Tasks, sentence_of

if TYPE_CHECKING:
    from editor.site import Choices, KeyUsage, Site, SiteIndex, SiteWatch
    from editor.ui.workbench.choices import ChoicesReader
    from editor.ui.workbench.indexing import Indexing

log = logging.getLogger(__name__)

_REST_MS = 400


class SiteSession(QObject):
    """One site at a time, or none; whoever wants to know of it listens here."""

    changed = Signal()  # another site is open, or none
    index_changed = Signal()  # the index is open, or closed
    index_failed = Signal(str)  # a sentence: the list of posts cannot be read
    reading = Signal(str)  # the posts are being read: a few words, or none
    progressed = Signal()  # a part of them is in the index
    rested = Signal()  # nothing is being read any more
    posts_changed = Signal()  # the index has other posts than before
    refresh_failed = Signal(str)  # a sentence: the list is as it was
    choices_read = Signal()  # what the site offers to fields is known, or became another
    disk_changed = Signal()  # something happened to the site's files

    files_changed = Signal(object)  # which: a frozenset of site paths, empty where it may be any

    _seen = Signal(object)  # what the watch saw; from its thread

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._site: Site | None = None
        self._index: SiteIndex | None = None
        self._reader: ChoicesReader | None = None
        self._indexing: Indexing | None = None
        self._watch: SiteWatch | None = None
        self._is_ended = False
        self._seen.connect(self._on_seen)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self.refresh)

    # --- what is known ---

    @property
    def site(self) -> Site | None:
        """The site; None while none is open."""
        return self._site

    @property
    def open_site(self) -> Site:
        """The site; for deeds that are offered only in one."""
        if self._site is None:
            raise LookupError("no site is open")
        return self._site

    @property
    def root(self) -> Path | None:
        """The site's folder."""
        return self._site.root if self._site is not None else None

    @property
    def index(self) -> SiteIndex | None:
        """The index of its posts; None while it is not open."""
        return self._index

    @property
    def choices(self) -> Choices | None:
        """What the site offers to the fields of its posts; None while that was not read."""
        return self._reader.choices if self._reader is not None else None

    @property
    def usage(self) -> KeyUsage | None:
        """How the site's posts write their fields; None while they were not counted."""
        return self.choices.usage if self.choices is not None else None

    @property
    def layouts(self) -> tuple[str, ...]:
        """The site's layouts by name; empty while they were not read."""
        return self.choices.layouts if self.choices is not None else ()

    def path_in_site(self, path: Path | None) -> str | None:
        """Return a file's path below the site; None where it has none."""
        if path is None or self._site is None or not path.is_relative_to(self._site.root):
            return None
        return path.relative_to(self._site.root).as_posix()

    # --- opening ---

    def open(self, site: Site) -> None:
        """Go on with a site that was read; the one before is closed."""
        self.close()
        self._site = site
        # At once, not behind the index: the layouts are known without it.
        from editor.ui.workbench.choices import ChoicesReader

        self._reader = ChoicesReader(site, self._tasks, self)
        self._reader.read.connect(self.choices_read)
        self._reader.ask()
        self.changed.emit()
        self._open_index()

    def close(self) -> None:
        """Stop reading and watching; what was shown of the site stands until another is open."""
        self._later.stop()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self._indexing is not None:
            self._indexing.stop()
            self._indexing = None
        if self._reader is not None:
            self._reader.stop()
            self._reader = None
        index, self._index = self._index, None
        if index is not None:
            self.index_changed.emit()
            index.close()

    def end(self) -> None:
        """The window is being left: what ends now begins nothing any more."""
        self._is_ended = True
        self.close()

    def _open_index(self) -> None:
        # Here and not in a task: SQLite's connection belongs to the thread that made it.
        if self._site is None:
            return
        from editor.site import SiteIndex, SiteWatch

        try:
            self._index = SiteIndex.open(self._site)
        except (StandfirstError, OSError) as error:
            self.index_failed.emit(sentence_of(error))
            return
        self.index_changed.emit()
        self.refresh()
        self._watch = SiteWatch(self._site, self._tell_seen)
        self._tasks.run(self._watch.start, None, None, self)

    # --- keeping it fresh ---

    @Slot()
    def refresh(self) -> None:
        """Bring the list up to date with the disk, in a process of its own."""
        if self._site is None or self._is_ended:  # the save that one leaves with asks too
            return
        if self._index is None:
            self._open_index()
            return
        self.reading.emit("")
        if self._indexing is not None and self._indexing.ask():
            return
        from editor.ui.workbench.indexing import Indexing

        self._indexing = Indexing(self._site.root, self)
        self._indexing.progressed.connect(self._on_progressed)
        self._indexing.refreshed.connect(self._on_refreshed)
        self._indexing.failed.connect(self._on_failed)
        self._indexing.start()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self.reading.emit(self.tr("Reading {0} of {1}…").format(done, total))
        self.progressed.emit()

    @Slot(bool)
    def _on_refreshed(self, changed: bool) -> None:
        self.rested.emit()
        if self._index is None or self._reader is None:
            return
        is_other = changed or self.usage is None
        if is_other:
            self.posts_changed.emit()
        self._reader.ask(posts_changed=is_other)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.rested.emit()
        if self._index is not None and not self._index.count():
            self.index_failed.emit(sentence)
        else:
            self.refresh_failed.emit(sentence)

    def _tell_seen(self, paths: frozenset[str]) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self._seen.emit(paths)

    @Slot(object)
    def _on_seen(self, paths: frozenset[str]) -> None:
        self._later.start()
        self.disk_changed.emit()
        self.files_changed.emit(paths)
