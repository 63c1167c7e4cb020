"""Words of before: what a crash left, what was put aside, and what was saved earlier."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from editor.document import Document, decode
from editor.storage import (
    Recovery,
    finish_journals,
    pending,
    pending_beside,
    put_aside_before,
    versions,
)
from editor.ui.recovery import RecoveryDialog, VersionsDialog
from editor.ui.window.banner import Level, Notice
from editor.ui.window.housekeeping import Tidied, post_folders
from editor.ui.window.post_file import FindPost, PostFile, let_go
from editor.ui.window.post_tab import PostTab

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

_ENDINGS_S = 5.0


class HistoryDesk(QObject):
    """Offers recovered words at the start, and past saves when asked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tab: PostTab | None = None
        self._dialog: RecoveryDialog | None = None
        self._offered: set[Path] = set()  # journals that this window has offered by itself
        self._posts: set[Path] = set()  # the posts of those
        self._turn = threading.Lock()

    # --- what a crash left ---

    @Slot()
    def begin(self) -> None:
        """At the start: offer what a crash left, then put the folders of posts in order."""
        self._window.tasks.run(_Looking((), self._turn), self._on_first_found, None, self)

    @Slot()
    def look_for_recovery(self) -> None:
        """See whether a crash left words; one list, never a question for each."""
        self._window.tasks.run(_Looking((), self._turn), self._on_waiting, None, self)

    def look_beside(self, root: Path) -> None:
        """See whether journals stand beside the posts of a site, where they found other room."""
        self._window.tasks.run(
            _Looking((root,), self._turn, is_beside_only=True), self._on_waiting, None, self
        )

    @Slot()
    def show_recovery(self) -> None:
        """The lists by command: those put aside too; says so when both are empty."""
        roots = [Path(each) for each in self._window.settings.recent_sites]
        self._window.tasks.run(
            _Looking(tuple(roots), self._turn, is_asked=True), self._on_asked, None, self
        )

    def _on_first_found(self, looked: _Looked) -> None:
        self._on_waiting(looked)
        # Only now: a site on a network that hangs must not hold up what is in the user's folder.
        roots = tuple(Path(each) for each in self._window.settings.recent_sites)
        self._window.tasks.run(
            _Looking(roots, self._turn, is_beside_only=True), self._on_first_looked, None, self
        )

    def _on_first_looked(self, looked: _Looked) -> None:
        self._on_waiting(looked)
        settings = self._window.settings
        folders = dict.fromkeys(looked.folders)
        folders.update(dict.fromkeys(each.parent for each in self._posts))
        tidy = Tidied(tuple(folders), settings.versions_kept, settings.versions_days)
        self._window.tasks.run(tidy, None, None, self)

    def _on_waiting(self, looked: _Looked) -> None:
        self._offer(looked.found, looked.aside)

    def _on_asked(self, looked: _Looked) -> None:
        if not looked.found and not looked.aside:
            self._window.say(self.tr("There are no unsaved words from before."))
        else:
            self._show(looked.found, looked.aside)

    def _offer(self, found: list[Recovery], aside: list[Recovery]) -> None:
        fresh = [each for each in found if each.file not in self._offered]
        self._offered.update(each.file for each in fresh)
        self._posts.update(each.path for each in fresh if each.path is not None)
        if not fresh:
            return
        if self._dialog is not None:
            self._dialog.add(fresh)
        else:
            self._show(fresh, aside)

    def _show(self, found: list[Recovery], aside: list[Recovery]) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        window = self._window
        dialog = RecoveryDialog(found, window.tasks, window, aside=aside)
        dialog.recover_wanted.connect(self._on_recover_wanted)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot(object)
    def _on_recover_wanted(self, found: Recovery) -> None:
        self.recover(found)

    def recover(self, found: Recovery) -> None:
        """Open recovered words as an unsaved post; the file is not written.

        What another program wrote there since is merged in, or asked about, as it always is: the
        post knows what its words were made from.
        """
        self._offered.add(found.file)  # not again while its words go into a journal of their own
        if found.path is None:
            self.show_recovered(found, None)
        else:
            self._find(found, found.path, is_again=False)

    def _find(self, found: Recovery, path: Path, *, is_again: bool) -> None:
        window = self._window
        find = FindPost(path, window.tabs.held, reads=False)
        window.tasks.run(find, _Recover(self, found, is_again=is_again), None, self)

    def show_recovered(
        self, found: Recovery, file: PostFile | None, *, is_again: bool = False
    ) -> None:
        """Show recovered words in a tab.

        Args:
            found: The words.
            file: The post's file; None for a post that was never saved.
            is_again: It was looked for a second time, as it was just being opened or closed.
        """
        window = self._window
        if file is not None and not is_again and self._is_changing(file):
            file.let_go()
            self._find(found, file.path, is_again=True)
            return
        document = Document.recovered(found.text, found.data, found.encoding, found.base)
        sentence = self.tr("These are recovered words. They are not saved yet.")
        lock = file.lock if file is not None else None
        open_tab = window.tabs.of(file.same) if file is not None and file.same is not None else None
        if open_tab is not None:
            before = open_tab.document
            is_unsaved = before.modified and not before.read_only
            if open_tab.lock is not None:
                let_go(lock)
                lock, open_tab.lock = open_tab.lock, None
            window.tabs.drop(open_tab, discard=is_unsaved)
            if is_unsaved:
                sentence = self.tr(
                    "These are recovered words. They are not saved yet. What stood here unsaved is "
                    "put aside: it is in the list under File, “Unsaved words from before”."
                )
        tab = window.tabs.add(document, found.path, lock=lock, recovered=found)
        tab.banner.tell(Notice.RECOVERY, Level.INFO, sentence)
        window.tabs.show(tab)
        window.state.refresh_unsaved()
        if tab.path is not None:
            window.disk.resolve(tab)

    def _is_changing(self, file: PostFile) -> bool:
        is_open = file.same is not None and self._window.tabs.of(file.same) is not None
        return file.is_held_here or (file.same is not None and not is_open)

    # --- past saves ---

    @Slot()
    def show_versions(self) -> None:
        """Show the past saves of the current post."""
        tab = self._window.shown
        self._window.form.commit()
        self._tab = tab
        if tab.path is not None:
            self._window.tasks.run(_Listed(tab.path), self._on_versions, None, self)

    def _on_versions(self, found: list[versions.Version]) -> None:
        window = self._window
        tab = self._tab
        if tab is None or tab not in window.tabs.all:
            return
        document = tab.document
        encoding = document.coding.encoding
        dialog = VersionsDialog(found, document.text, encoding, window.tasks, window)
        dialog.restore_wanted.connect(self._on_restore_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(bytes)
    def _on_restore_wanted(self, data: bytes) -> None:
        tab = self._tab
        if tab is not None and tab in self._window.tabs.all and not tab.document.read_only:
            text, _ = decode(data, tab.document.coding.encoding)
            tab.document.restore(text)
            self._window.say(
                self.tr("That version stands in the text, unsaved; undo takes it back.")
            )
            self._window.state.refresh()


@dataclass(frozen=True, slots=True)
class _Looked:
    found: list[Recovery]
    aside: list[Recovery]
    folders: list[Path]


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks for words: beside the posts of sites, and in the user's own folder.

    What was put aside is read for a list that will be shown only: there may be a month of it.
    """

    roots: tuple[Path, ...]
    turn: threading.Lock
    is_beside_only: bool = False
    is_asked: bool = False

    def __call__(self) -> _Looked:
        folders = _folders_of(self.roots)
        if self.is_asked:  # the words of a post that was closed a moment ago are on their way
            finish_journals(timeout_s=_ENDINGS_S)
        with self.turn:  # two looks at once would each take the other for a running window
            found = pending_beside(folders) if self.is_beside_only else pending(beside=folders)
            aside = put_aside_before() if found or self.is_asked else []
        return _Looked(found, aside, folders)


def _folders_of(roots: Iterable[Path]) -> list[Path]:
    return [folder for root in roots for folder in post_folders(root)]


class _Listed:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> list[versions.Version]:
        return versions.list_versions(self._path)


class _Recover:
    def __init__(self, desk: HistoryDesk, found: Recovery, *, is_again: bool) -> None:
        self._desk = desk
        self._found = found
        self._is_again = is_again

    def __call__(self, file: PostFile) -> None:
        self._desk.show_recovered(self._found, file, is_again=self._is_again)
