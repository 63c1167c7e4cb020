"""Saving: a snapshot goes to the save thread; a failure stands in red with its way out."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from editor.document import Document, Snapshot
from editor.errors import StandfirstError
from editor.storage import (
    ChangedOnDisk,
    Digest,
    Journal,
    MarkedReadOnly,
    PostHeld,
    Saved,
    TargetExists,
    read,
    save,
    versions,
)
from editor.ui.tasks import sentence_of
from editor.ui.window.banner import Level, Notice, Way
from editor.ui.window.post_file import FindPost, PostFile
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)


class Saver(QObject):
    """Saves posts, one after the other, off the window's thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def save_shown(self) -> None:
        """Save the post that is shown."""
        self.save(self._window.shown)

    @Slot()
    def save_all(self) -> None:
        """Save every post that has unsaved words."""
        for tab in self._window.tabs.all:
            if tab.document.modified and not tab.document.read_only:
                self.save(tab)

    def save(
        self,
        tab: PostTab,
        then: Callable[[bool], None] | None = None,
        *,
        overwrite_read_only: bool = False,
    ) -> None:
        """Save one post.

        Args:
            tab: Which.
            then: Called with whether it is on the disk now.
            overwrite_read_only: The user was asked and wants a read-only file written.
        """
        # What is half typed by an input method, and what rests in a field, belongs to the post.
        QGuiApplication.inputMethod().commit()
        if tab is self._window.tab:
            self._window.form.commit()
        if then is not None:
            tab.after_save.append(then)
        if tab.document.read_only:
            self._finish(tab, good=False)
            return
        if tab.path is None:
            self._choose_path(tab)
            return
        if tab.is_saving:
            tab.save_again = True
            return
        try:
            snapshot = tab.document.snapshot()
        except StandfirstError as error:
            self._fail(tab, error)
            return
        tab.is_saving = True
        self._window.state.refresh()
        site = self._window.site
        inside = site.root if site is not None and self._window.site_path(tab) else None
        document = tab.document
        task = _Save(
            tab.path, snapshot, document.saved_digest, document.journal, inside, overwrite_read_only
        )
        self._window.tasks.save(
            task, _Then(self._on_saved, tab, snapshot), _Then(self._on_failed, tab, snapshot), self
        )

    def _on_saved(self, tab: PostTab, snapshot: Snapshot, saved: object) -> None:
        tab.is_saving = False
        if tab not in self._window.tabs.all or not isinstance(saved, Saved):
            return
        before = tab.document.saved_data
        tab.document.mark_saved(snapshot, saved)
        tab.saved_at = time.time()
        tab.banner.clear(Notice.SAVE)
        tab.banner.clear(Notice.RECOVERY)
        if tab.banner.told(Notice.DISK, Level.WARN):
            tab.banner.clear(Notice.DISK)
        if before.strip() and before != snapshot.data:
            self.keep_version(tab, before)
        if saved.warning:
            self._window.say(saved.warning)
        self._window.disk.follow()
        if tab.save_again:
            tab.save_again = False
            self.save(tab)
            return
        self._finish(tab, good=True)
        if tab.check_again:
            self._window.disk.check(tab)
        self._window.sites.refresh()

    def keep_version(self, tab: PostTab, data: bytes) -> None:
        """Keep bytes of a post among its versions, behind the saves that wait."""
        if tab.path is not None:
            settings = self._window.settings
            keep = _Keep(tab.path, data, settings.versions_kept, settings.versions_days)
            self._window.tasks.save(keep, None, None, self)

    @Slot(object)
    def on_replacing_all(self, document: Document) -> None:
        """Keep the text as a version before all its places are replaced: undo ends at closing."""
        for tab in self._window.tabs.all:
            if tab.document is document:
                # Without bytes in its encoding there is no version; undo has the text all the same.
                with contextlib.suppress(StandfirstError):
                    self.keep_version(tab, document.snapshot().data)

    def _on_failed(self, tab: PostTab, _snapshot: Snapshot, error: object) -> None:
        tab.is_saving = False
        tab.save_again = False
        if tab not in self._window.tabs.all or not isinstance(error, BaseException):
            return
        if isinstance(error, (ChangedOnDisk, TargetExists)) and tab.path is not None:
            # What the disk says now takes the place of why an earlier save failed.
            tab.banner.clear(Notice.SAVE)
            self._window.disk.resolve(tab, save_after=True)
            return
        self._fail(tab, error)

    def _fail(self, tab: PostTab, error: BaseException) -> None:
        log.warning("save failed: %s", type(error).__name__)
        ways: list[Way] = [("save_try_again", self.tr("Try again"), _Call(self.save, tab))]
        if isinstance(error, MarkedReadOnly):
            words = self.tr("Save all the same")
            ways.append(("save_all_the_same", words, _Call(self._save_all_the_same, tab)))
        ways.append(("save_elsewhere", self.tr("Save elsewhere…"), self.save_elsewhere))
        sentence = sentence_of(error)
        tab.banner.tell(Notice.SAVE, Level.DANGER, sentence, ways, can_close=False)
        self._finish(tab, good=False)

    def _save_all_the_same(self, tab: PostTab) -> None:
        self.save(tab, overwrite_read_only=True)

    def _finish(self, tab: PostTab, *, good: bool) -> None:
        waiting, tab.after_save = tab.after_save, []
        self._window.state.refresh()
        self._window.state.refresh_unsaved()
        for each in waiting:
            each(good)

    def give_up(self, tab: PostTab) -> None:
        """Tell who waits for a save that it does not come (a question was put off)."""
        self._finish(tab, good=False)

    @Slot()
    def on_state_clicked(self) -> None:
        """Save, or try again."""
        tab = self._window.tab
        if tab is not None and (tab.document.modified or tab.save_problem):
            self.save(tab)

    # --- elsewhere ---

    @Slot()
    def save_elsewhere(self) -> None:
        """Write the post's bytes to another place; the post itself stays where it is."""
        tab = self._window.shown
        self._window.form.commit()
        start = str(Path.home() / tab.name)
        file, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save a copy elsewhere"), start)
        if not file:
            return
        try:
            snapshot = tab.document.snapshot()
        except StandfirstError as error:
            self._fail(tab, error)
            return
        path = Path(file)
        self._window.tasks.save(
            _SaveOver(path, snapshot.data),
            _Then(self._on_copied, tab, path),
            _Then(self._on_copy_failed, tab, path),
            self,
        )

    def _on_copied(self, _tab: PostTab, path: Path, _saved: object) -> None:
        self._window.say(
            self.tr("A copy stands at {0}. The post itself is as it was.").format(path)
        )

    def _on_copy_failed(self, tab: PostTab, _path: Path, error: object) -> None:
        if isinstance(error, BaseException):
            tab.banner.tell(Notice.OTHER, Level.DANGER, sentence_of(error))

    def _choose_path(self, tab: PostTab) -> None:
        site = self._window.site
        start = site.root / "_drafts" / "recovered.md" if site is not None else Path("recovered.md")
        file, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the post"), str(start))
        if not file:
            self._finish(tab, good=False)
            return
        path = Path(file)
        find = FindPost(path, {}, may_be_missing=True)
        self._window.tasks.run(
            find, _Then(self._on_path_read, tab, path), _Then(self._on_path_failed, tab, path), self
        )

    def _on_path_read(self, tab: PostTab, path: Path, file: object) -> None:
        if not isinstance(file, PostFile):
            return
        if tab not in self._window.tabs.all:
            file.let_go()
            return
        if isinstance(file.lock, PostHeld):
            self._fail(tab, file.lock)
            return
        if file.data is not None and file.digest is not None:
            # The dialog has asked whether to replace it.
            tab.document.saved_data, tab.document.saved_digest = file.data, file.digest
        self._window.tabs.retarget(tab, path, file.lock)
        self.save(tab)

    def _on_path_failed(self, tab: PostTab, _path: Path, error: object) -> None:
        if tab in self._window.tabs.all and isinstance(error, BaseException):
            self._fail(tab, error)


@dataclass(frozen=True, slots=True)
class _Save:
    path: Path
    snapshot: Snapshot
    expected: Digest | None
    journal: Journal | None
    inside: Path | None
    overwrite_read_only: bool

    def __call__(self) -> Saved:
        saved = save(
            self.path,
            self.snapshot.data,
            expected=self.expected,
            journal=self.journal,
            inside=self.inside,
            overwrite_read_only=self.overwrite_read_only,
        )
        log.debug("saved as %s", saved.digest.sha256[:8])  # named here, not in the window's thread
        return saved


@dataclass(frozen=True, slots=True)
class _SaveOver:
    path: Path
    data: bytes

    def __call__(self) -> Saved:
        expected = read(self.path)[1] if self.path.exists() else None
        return save(self.path, self.data, expected=expected)


@dataclass(frozen=True, slots=True)
class _Keep:
    path: Path
    data: bytes
    kept: int
    days: int

    def __call__(self) -> bool:
        return versions.keep(self.path, self.data, kept=self.kept, days=self.days)


class _Then:
    """A callback that knows its tab and one thing more."""

    def __init__(self, method: Callable[..., None], tab: PostTab, more: object) -> None:
        self._method = method
        self._tab = tab
        self._more = more

    def __call__(self, result: object) -> None:
        self._method(self._tab, self._more, result)


class _Call:
    def __init__(self, method: Callable[[PostTab], None], tab: PostTab) -> None:
        self._method = method
        self._tab = tab

    def __call__(self) -> None:
        self._method(self._tab)
