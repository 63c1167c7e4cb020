"""Words that a crash left, or that were put aside: offered in one list, opened as unsaved posts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from editor.document import Document
from editor.storage import finish_journals
from editor.ui.desks.housekeeping import post_folders, tidy
from editor.ui.notices import Level, Notice
from editor.ui.workbench import FindPost, PostFile, Workbench, let_go

if TYPE_CHECKING:
    from editor.storage import Recovery
    from editor.ui.desks.held import HeldDesk
    from editor.ui.recovery import RecoveryDialog

log = logging.getLogger(__name__)

_ENDINGS_S = 5.0


class RecoveryDesk(QObject):
    """Offers recovered words at the start, when a site is opened, and when asked."""

    def __init__(self, bench: Workbench, held: HeldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._over = parent
        self._dialog: RecoveryDialog | None = None
        self._offered: set[Path] = set()  # journals that this window has offered by itself
        self._posts: set[Path] = set()  # the posts of those
        self._turn = threading.Lock()
        bench.session.changed.connect(self._on_site_changed)
        held.freed.connect(self._look)  # its holder may have crashed with words

    # --- looking ---

    @Slot()
    def begin(self) -> None:
        """At the start: offer what a crash left, then put the folders of posts in order."""
        look = partial(_look, (), self._turn)
        self._bench.tasks.run(look, self._on_first_found, None, self)

    @Slot()
    def _look(self) -> None:
        """See whether a crash left words; one list, never a question for each."""
        self._bench.tasks.run(partial(_look, (), self._turn), self._on_waiting, None, self)

    @Slot()
    def _on_site_changed(self) -> None:
        """See whether journals stand beside the site's posts, where they found other room."""
        root = self._bench.session.root
        if root is not None:
            look = partial(_look, (root,), self._turn, is_beside_only=True)
            self._bench.tasks.run(look, self._on_waiting, None, self)

    @Slot()
    def show_recovery(self) -> None:
        """The lists by command: those put aside too; says so when both are empty."""
        look = partial(_look, self._recent, self._turn, is_asked=True)
        self._bench.tasks.run(look, self._on_asked, None, self)

    @property
    def _recent(self) -> tuple[Path, ...]:
        return tuple(Path(each) for each in self._bench.kept.session.recent_sites)

    def _on_first_found(self, looked: _Looked) -> None:
        self._on_waiting(looked)
        # Only now: a site on a network that hangs must not hold up what is in the user's folder.
        look = partial(_look, self._recent, self._turn, is_beside_only=True)
        self._bench.tasks.run(look, self._on_first_looked, None, self)

    def _on_first_looked(self, looked: _Looked) -> None:
        self._on_waiting(looked)
        settings = self._bench.kept.settings
        folders = dict.fromkeys(looked.folders)
        folders.update(dict.fromkeys(each.parent for each in self._posts))
        work = partial(
            tidy, tuple(folders), kept=settings.versions_kept, days=settings.versions_days
        )
        self._bench.tasks.run(work, None, None, self)

    # --- offering ---

    def _on_waiting(self, looked: _Looked) -> None:
        fresh = [each for each in looked.found if each.file not in self._offered]
        self._offered.update(each.file for each in fresh)
        self._posts.update(each.path for each in fresh if each.path is not None)
        if not fresh:
            return
        if self._dialog is not None:
            self._dialog.add(fresh)
        else:
            self._show(fresh, looked.aside)

    def _on_asked(self, looked: _Looked) -> None:
        if not looked.found and not looked.aside:
            self._bench.say(self.tr("There are no unsaved words from before."))
        else:
            self._show(looked.found, looked.aside)

    def _show(self, found: list[Recovery], aside: list[Recovery]) -> None:
        from editor.ui.recovery import RecoveryDialog

        if self._dialog is not None:
            self._dialog.reject()
        dialog = RecoveryDialog(found, self._bench.tasks, self._over, aside=aside)
        dialog.recover_wanted.connect(self.recover)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    # --- recovering ---

    @Slot(object)
    def recover(self, found: Recovery) -> None:
        """Open recovered words as an unsaved post; the file is not written.

        What another program wrote there since is merged in, or asked about, as it always is: the
        post knows what its words were made from.
        """
        self._offered.add(found.file)  # not again while its words go into a journal of their own
        if found.path is None:
            self._open(found, None)
        else:
            self._find(found, found.path, is_again=False)

    def _find(self, found: Recovery, path: Path, *, is_again: bool) -> None:
        find = FindPost(path, self._bench.posts.held, reads=False)
        self._bench.tasks.run(find, self._on_found, None, self, found, is_again)

    def _on_found(self, found: Recovery, is_again: bool, file: PostFile) -> None:
        if not is_again and self._is_changing(file):
            file.let_go()
            self._find(found, file.path, is_again=True)
        else:
            self._open(found, file)

    def _is_changing(self, file: PostFile) -> bool:
        """Tell whether the file is just being opened or closed here."""
        is_open = self._bench.posts.at(file.same) is not None
        return file.is_held_here or (file.same is not None and not is_open)

    def _open(self, found: Recovery, file: PostFile | None) -> None:
        posts = self._bench.posts
        document = Document.recovered(found.text, found.data, found.encoding, found.base)
        sentence = self.tr("These are recovered words. They are not saved yet.")
        lock = file.lock if file is not None else None
        before = posts.at(file.same) if file is not None else None
        if before is not None:
            is_unsaved = before.is_unsaved
            if before.lock is not None:
                let_go(lock)
                lock, before.lock = before.lock, None
            posts.drop(before, discard=is_unsaved)
            if is_unsaved:
                sentence = self.tr(
                    "These are recovered words. They are not saved yet. What stood here unsaved is "
                    "put aside: it is in the list under File, “Unsaved words from before”."
                )
        post = posts.add(document, found.path, lock=lock, recovered=found)
        post.notices.tell(Notice.RECOVERY, Level.INFO, sentence)
        posts.show(post)
        posts.tell_standing(post)
        posts.look_wanted.emit(post)


@dataclass(frozen=True, slots=True)
class _Looked:
    found: list[Recovery]
    aside: list[Recovery]
    folders: list[Path]


def _look(
    roots: Iterable[Path],
    turn: threading.Lock,
    *,
    is_beside_only: bool = False,
    is_asked: bool = False,
) -> _Looked:
    """Look for words: beside the posts of sites, and in the user's own folder.

    What was put aside is read for a list that will be shown only: there may be a month of it.
    """
    folders = [folder for root in roots for folder in post_folders(root)]
    if is_asked:  # the words of a post that was closed a moment ago are on their way
        finish_journals(timeout_s=_ENDINGS_S)
    with turn:  # two looks at once would each take the other for a running window
        from editor.storage import pending, pending_beside, put_aside_before

        found = pending_beside(folders) if is_beside_only else pending(beside=folders)
        aside = put_aside_before() if found or is_asked else []
    return _Looked(found, aside, folders)
