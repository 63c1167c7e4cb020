"""What other programs do to open posts: reload, merge, or ask; nothing is lost either way."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QDialog

from editor.document import conflict, decode
from editor.document.conflict import Action, External, PostMerge, Seen, Sides
from editor.storage import Digest, versions
from editor.ui.recovery import ConflictDialog
from editor.ui.tasks import sentence_of
from editor.ui.window.banner import Level, Notice, Way
from editor.ui.window.post_file import FindPost, PostFile
from editor.ui.window.post_tab import PostTab
from editor.ui.window.post_watch import PostWatch

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)


class DiskDesk(QObject):
    """Watches the files of the open posts; the content decides, never the time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self.check_all)
        self.watch = PostWatch(window.tasks, self)
        self.watch.seen.connect(self._timer.start)

    def follow(self) -> None:
        """Watch the folders of the open posts (a file that is replaced is another file)."""
        self.watch.follow([tab.path for tab in self._window.tabs.all if tab.path is not None])

    def stop(self) -> None:
        """Watch nothing any more."""
        self.watch.stop()
        self._timer.stop()

    @Slot()
    def check_all(self) -> None:
        """Look at the files of all open posts."""
        self.follow()
        for tab in self._window.tabs.all:
            self.check(tab)

    def check(self, tab: PostTab) -> None:
        """Look at the file of a post, unless it is just being written or asked about."""
        if tab.is_saving or tab.is_conflict_open:
            tab.check_again = True
        elif tab in self._window.tabs.all:
            self.resolve(tab)

    def resolve(self, tab: PostTab, *, save_after: bool = False) -> None:
        """Look at one file and do what is to be done.

        Args:
            tab: Which.
            save_after: A save waits for it: save again when it is settled.
        """
        if tab.path is None:
            return
        if tab.is_checking and not save_after:
            tab.check_again = True  # what is being read may be what was there before
            return
        tab.is_checking, tab.check_again = True, False
        tab.looks += 1
        folders = [tab.path.parent]
        site = self._window.site
        if site is not None:
            folders += [site.root / "_posts", site.root / "_drafts"]
        look = _Look.of(tab, tuple(folders))
        self._window.tasks.run(
            look, _Seen(self._on_seen, tab, save_after), _Failed(self, tab), self
        )

    def _on_seen(self, tab: PostTab, save_after: bool, looked: _Looked) -> None:
        tab.is_checking = False
        self._act_on(tab, save_after, looked)
        if tab.check_again:
            self.check(tab)

    def _act_on(self, tab: PostTab, save_after: bool, looked: _Looked) -> None:
        seen = looked.seen
        window = self._window
        if tab not in window.tabs.all or (tab.is_saving and not save_after):
            return
        document = tab.document
        if seen.external is External.SAME or (
            # A save that ended while it was looked at wrote what was seen.
            seen.data is not None and Digest.of(seen.data) == document.saved_digest
        ):
            if tab.banner.told(Notice.DISK, Level.WARN):
                self._settle(tab)
            if save_after:
                window.saver.save(tab)
            return
        action = seen.action(document)
        if tab.banner.told(Notice.HELD):
            # Whoever holds it saves there; what else happened is asked once it can be answered.
            if action is Action.RELOAD and seen.data is not None:
                document.reload(seen.data)
                window.state.refresh()
            if save_after:
                window.saver.give_up(tab)
        elif document.read_only and seen.data is not None:
            self._reopen(tab)
        elif action is Action.WAIT:
            if save_after:
                self._tell_unsettled(tab)
            self._timer.start()
        elif action is Action.RELOAD and seen.data is not None:
            window.saver.keep_version(tab, document.saved_data)
            document.reload(seen.data)
            window.say(
                self.tr(
                    "Another program changed this post; its words are shown. Undo takes them back."
                )
            )
            self._settle(tab)
            if save_after:
                window.saver.save(tab)  # there is nothing to write; who waits for it is told
        elif action is Action.MERGE:
            if looked.merged is None or looked.merged.revision != document.revision:
                self.resolve(tab, save_after=save_after)  # keys came meanwhile
            else:
                self._merge(tab, looked.merged, save_after=save_after)
        elif action is Action.ASK:
            self._ask(tab, seen)
            window.saver.give_up(tab)

    def give_up(self, tab: PostTab) -> None:
        """Tell who waits for a save of a post that it does not come."""
        if tab in self._window.tabs.all:
            self._window.saver.give_up(tab)

    def _reopen(self, tab: PostTab) -> None:
        path = tab.path
        if path is not None:
            self._window.tabs.drop(tab)
            self._window.tabs.open_path(path)

    # --- both changed ---

    def _merge(self, tab: PostTab, merged: PostMerge, *, save_after: bool) -> None:
        if merged.is_clean:
            conflict.apply(tab.document, merged)
            tab.banner.tell(
                Notice.DISK,
                Level.INFO,
                self.tr(
                    "Another program changed this post in other places than you. Both are in the "
                    "text now; undo takes theirs back."
                ),
            )
            self._window.state.refresh()
            if save_after:
                self._window.saver.save(tab)
            return
        tab.banner.tell(
            Notice.DISK,
            Level.DANGER,
            self.tr(
                "Another program changed the same places of this post as you. Nothing is saved or "
                "lost: both sides are kept until you choose."
            ),
            [("conflict_choose", self.tr("Compare and choose…"), _Choose(self, tab, save_after))],
            can_close=False,
        )
        self._window.state.refresh()
        if save_after:
            self.choose(tab, save_after=True)

    def choose(self, tab: PostTab, *, save_after: bool) -> None:
        """Show both sides and take over what is chosen."""
        if tab.is_conflict_open or tab.path is None:
            return
        tab.is_conflict_open = True
        if tab.is_checking:
            tab.is_checking, tab.check_again = False, True  # this look takes that one's place
        tab.looks += 1
        self._window.tabs.commit()
        look = _Look.of(tab, ())
        self._window.tasks.run(
            look, _Seen(self._on_both_read, tab, save_after), _Failed(self, tab), self
        )

    def _on_both_read(self, tab: PostTab, save_after: bool, looked: _Looked) -> None:
        merged = looked.merged
        if merged is None or tab not in self._window.tabs.all:
            tab.is_conflict_open = False
            self._window.saver.give_up(tab)
            self.resolve(tab)  # something else happened to the file since
            return
        if merged.revision != tab.document.revision:
            tab.is_conflict_open = False
            self.choose(tab, save_after=save_after)  # keys came meanwhile
            return
        dialog = ConflictDialog(merged, tab.name, self._window)
        accepted = merged.is_clean or dialog.exec() == QDialog.DialogCode.Accepted
        applied = accepted and self._apply(tab, merged, dialog)
        tab.is_conflict_open = False
        dialog.deleteLater()
        if applied:
            self._settle(tab)
            if save_after or tab.after_save:
                self._window.saver.save(tab)
        else:
            self._window.saver.give_up(tab)
        if tab.check_again:
            self.check(tab)  # something happened to the file while the question stood

    @staticmethod
    def _apply(tab: PostTab, merged: PostMerge, dialog: ConflictDialog) -> bool:
        if merged.is_clean:
            return conflict.apply(tab.document, merged)
        return conflict.apply(tab.document, merged, dialog.field_choices, dialog.choices)

    # --- gone, or cut short ---

    def _tell_unsettled(self, tab: PostTab) -> None:
        sentence = self.tr(
            "Another program is writing this post's file at the moment, so it was not saved. The "
            "words are safe in this window; save again in a moment."
        )
        tab.banner.tell(Notice.DISK, Level.DANGER, sentence, can_close=False)
        self._window.saver.give_up(tab)

    def _ask(self, tab: PostTab, seen: Seen) -> None:
        document = tab.document
        if seen.external is External.MISSING:
            if document.saved_digest is not None:
                document.mark_missing()
            ways: list[Way] = []
            if seen.renamed is not None:
                words = self.tr("Go on as {0}").format(seen.renamed.name)
                ways.append(("disk_follow", words, _Follow(self, tab, seen.renamed)))
            ways.append(("disk_save_again", self.tr("Save it again"), _Again(self, tab)))
            ways.append(("disk_close", self.tr("Close"), _Close(self, tab)))
            sentence = self.tr(
                "This post's file was moved or deleted by another program. Its words are safe "
                "in this window."
            )
            tab.banner.tell(Notice.DISK, Level.DANGER, sentence, ways, can_close=False)
        elif seen.data is not None:
            ways = [
                ("disk_keep", self.tr("Keep these words"), _Keep(self, tab, seen.data)),
                ("disk_reload", self.tr("Show what is on the disk"), _Take(self, tab, seen.data)),
            ]
            sentence = self.tr(
                "This post's file was emptied or cut short by another program. The words here "
                "are safe and unchanged."
            )
            if seen.external is External.CHANGED:
                sentence = self.tr(
                    "Another program put something into this post's file that is no text. The "
                    "words here are safe and unchanged."
                )
            tab.banner.tell(Notice.DISK, Level.DANGER, sentence, ways, can_close=False)
        else:
            tab.banner.tell(
                Notice.DISK,
                Level.WARN,
                self.tr(
                    "This post's file cannot be read at the moment. The words here are safe; "
                    "check that the disk is there and that you may read it."
                ),
                [("disk_look_again", self.tr("Look again"), _LookAgain(self, tab))],
            )
        self._window.state.refresh()

    def follow_rename(self, tab: PostTab, path: Path) -> None:
        """Go on under the name that another program gave the file."""
        find = FindPost(path, self._window.tabs.held)
        then, failed = _Renamed(self, tab), _NotRead(tab)
        self._window.tasks.save(_Followed(tab.path or path, find), then, failed, self)

    def go_on_as(self, tab: PostTab, file: PostFile) -> None:
        """Go on under another name, whose bytes were read."""
        data = file.data
        if tab not in self._window.tabs.all or data is None:
            file.let_go()
            return
        document = tab.document
        self._window.tabs.retarget(tab, file.path, file.lock)
        if document.text == decode(data, document.coding.encoding)[0]:
            document.reload(data)
        else:
            document.merge_in(document.text, data)
        self._settle(tab)

    def keep_ours(self, tab: PostTab, disk: bytes) -> None:
        """Keep the window's words; the next save puts them over what is on the disk."""
        text = tab.document.text
        tab.document.merge_in(text, disk)
        self._settle(tab)

    def take_theirs(self, tab: PostTab, disk: bytes) -> None:
        """Show what is on the disk; undo takes it back."""
        self._window.tabs.give_up_words(tab, disk)
        self._settle(tab)

    def save_again(self, tab: PostTab) -> None:
        """Write a file that is gone anew."""
        self._settle(tab)
        self._window.saver.save(tab)

    def _settle(self, tab: PostTab) -> None:
        tab.banner.clear(Notice.DISK)
        self._window.state.refresh()


@dataclass(frozen=True, slots=True)
class _Looked:
    seen: Seen
    merged: PostMerge | None


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks at the file and, where both sides changed it, merges them: that may take long."""

    path: Path
    known: Digest | None
    content: bytes
    folders: tuple[Path, ...]
    sides: Sides | None

    @classmethod
    def of(cls, tab: PostTab, folders: tuple[Path, ...]) -> _Look:
        document = tab.document
        sides = Sides.of(document) if document.modified else None
        path = tab.path or Path()
        return cls(path, document.saved_digest, document.saved_data, folders, sides)

    def __call__(self) -> _Looked:
        seen = conflict.look(self.path, self.known, content=self.content, folders=self.folders)
        if self.sides is None or seen.data is None or seen.external is not External.CHANGED:
            return _Looked(seen, None)
        return _Looked(seen, self.sides.merge(seen.data))


@dataclass(frozen=True, slots=True)
class _Followed:
    """Reads a file under the name that another program gave it; the versions follow it there."""

    old: Path
    find: FindPost

    def __call__(self) -> PostFile:
        file = self.find()
        if self.old != file.path:
            versions.moved(self.old, file.path)
        return file


class _NotRead:
    def __init__(self, tab: PostTab) -> None:
        self._tab = tab

    def __call__(self, error: BaseException) -> None:
        self._tab.banner.tell(Notice.OTHER, Level.DANGER, sentence_of(error))


class _Seen:
    def __init__(
        self, method: Callable[[PostTab, bool, _Looked], None], tab: PostTab, save_after: bool
    ) -> None:
        self._method = method
        self._tab = tab
        self._path = tab.path
        self._look = tab.looks
        self._save_after = save_after

    def __call__(self, looked: _Looked) -> None:
        if self._tab.looks != self._look:
            return  # another look began since; what this one saw may be what was there before
        if self._tab.path != self._path:
            # The window itself moved the file while it was looked at: that look says nothing.
            self._tab.is_checking = self._tab.is_conflict_open = False
            return
        self._method(self._tab, self._save_after, looked)


class _Failed:
    def __init__(self, desk: DiskDesk, tab: PostTab) -> None:
        self._desk = desk
        self._tab = tab
        self._look = tab.looks

    def __call__(self, error: BaseException) -> None:
        if self._tab.looks != self._look:
            return
        self._tab.is_checking = False
        self._tab.is_conflict_open = False
        log.warning("looking at the disk failed: %s", type(error).__name__)
        self._desk.give_up(self._tab)


@dataclass(frozen=True)
class _Way:
    desk: DiskDesk
    tab: PostTab


class _Again(_Way):
    def __call__(self) -> None:
        self.desk.save_again(self.tab)


class _LookAgain(_Way):
    def __call__(self) -> None:
        self.tab.banner.clear(Notice.DISK)
        self.desk.resolve(self.tab)


class _Close(_Way):
    def __call__(self) -> None:
        self.desk._window.tabs.close(self.tab)  # noqa: SLF001 - one module


@dataclass(frozen=True)
class _Choose(_Way):
    save_after: bool

    def __call__(self) -> None:
        self.desk.choose(self.tab, save_after=self.save_after)


@dataclass(frozen=True)
class _Follow(_Way):
    path: Path

    def __call__(self) -> None:
        self.desk.follow_rename(self.tab, self.path)


class _Renamed(_Way):
    def __call__(self, file: PostFile) -> None:
        self.desk.go_on_as(self.tab, file)


@dataclass(frozen=True)
class _Keep(_Way):
    disk: bytes

    def __call__(self) -> None:
        self.desk.keep_ours(self.tab, self.disk)


@dataclass(frozen=True)
class _Take(_Way):
    disk: bytes

    def __call__(self) -> None:
        self.desk.take_theirs(self.tab, self.disk)
