"""Who types or closes a post never waits for the disk, and what that leaves undone is done."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from editor.edit import Change, Edit, Origin
from editor.storage import (
    Digest,
    Journal,
    JournalKey,
    JournalState,
    finish_journals,
    journal_content,
    pending,
)
from editor.storage.journal_file import JournalFile
from editor.storage.journal_sync import JournalSync
from editor.storage.replay import replay

GUARD_S = 20.0


class HeldDisk:
    """A disk whose calls do not come back before they are let go.

    Attributes:
        reached: A thread waits in a held call.
        waited: What the test's own thread would have had to wait for.
        made: What the other threads called.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = threading.Event()
        self.waited: list[str] = []
        self.made: list[str] = []
        self._go = threading.Event()
        self._held: set[str] = set()
        self._patch = monkeypatch
        self._tester = threading.current_thread()
        for name in ("fdatasync", "fsync", "rename", "replace", "unlink"):
            monkeypatch.setattr(os, name, self._holding(name, getattr(os, name)))

    def hold(self, *names: str) -> None:
        self.reached.clear()
        self._go.clear()
        self._held = set(names)

    def let_go(self) -> None:
        self._held = set()
        self._go.set()

    def wait_until_reached(self) -> None:
        assert self.reached.wait(GUARD_S)

    def _holding(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            if threading.current_thread() is self._tester:
                self.waited.append(name)
                return real(*args, **more)
            self.made.append(name)
            if name in self._held:
                self.reached.set()
                if not self._go.wait(GUARD_S):  # the test's own thread waited for this one
                    self.waited.append(f"{name} in another thread")
            return real(*args, **more)

        return call


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldDisk]:
    assert tmp_path.is_dir()  # made before calls are counted
    held = HeldDisk(monkeypatch)
    yield held
    held.let_go()
    assert finish_journals(timeout_s=GUARD_S)


class Typed:
    """A journal and the text that was told to it."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.text = "base "
        self.journal = Journal.open(JournalKey(path), b"base ", folder=folder)

    def type(self, text: str) -> None:
        for character in text:
            edit = Edit(0, len(self.text), "", character)
            self.text += character
            self.journal.append(Change(len(self.text) - 5, edit, Origin.TYPING))

    def mark_saved(self) -> None:
        self.journal.mark_saved(len(self.text) - 5, Digest.of(self.text.encode()), None)


def open_post(folder: Path) -> Typed:
    """Open one when the disk is held already: its first sync is due at once."""
    return Typed(folder / "post.md", folder / "state")


@pytest.mark.parametrize("call", ["fdatasync", "fsync"])
@pytest.mark.parametrize("ending", ["close", "keep", "discard"])
def test_a_held_sync_keeps_no_key_and_no_closing_waiting(
    disk: HeldDisk, tmp_path: Path, call: str, ending: str
) -> None:
    disk.hold(call)
    post = open_post(tmp_path)
    post.type("before ")
    disk.wait_until_reached()
    post.type("during ")
    post.journal.mark_moved(tmp_path / "moved.md")
    if ending == "close":
        post.mark_saved()
        post.journal.close(keep=False)
    elif ending == "keep":
        post.journal.close(keep=True)
    else:
        post.journal.discard()
    assert not disk.waited
    assert replay(post.journal.file).text == "base before during "
    disk.let_go()
    assert finish_journals(timeout_s=GUARD_S)
    left = {file.name for file in (tmp_path / "state").glob("**/*.journal")}
    if ending == "close":
        assert left == set()
    elif ending == "keep":
        assert left == {post.journal.file.name}
        (found,) = pending(tmp_path / "state")
        assert (found.text, found.path) == ("base before during ", tmp_path / "moved.md")
        assert disk.made.count("fdatasync") == 2  # the last words too
    else:
        (kept,) = (tmp_path / "state" / "discarded").iterdir()
        assert left == {kept.name}
        assert replay(kept).text == "base before during "


@pytest.mark.parametrize("call", ["rename", "fdatasync", "fsync"])
@pytest.mark.parametrize("why", ["a failed sync", "a long journal"])
def test_a_journal_that_is_written_anew_keeps_no_key_waiting_and_a_kill_finds_all_keys(
    disk: HeldDisk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    why: str,
) -> None:
    post = open_post(tmp_path)
    journal = post.journal
    first = threading.Thread(target=journal.sync)
    first.start()
    first.join(GUARD_S)
    if why == "a failed sync":
        fail_once(monkeypatch)
    else:
        monkeypatch.setattr(journal_content, "COMPACT_BYTES", 1)
        journal._content.limit = 1
    disk.hold(call)
    post.type("before ")
    disk.wait_until_reached()
    post.type("during ")
    found = tmp_path / "found.journal"  # what a killed process would leave
    found.write_bytes(journal.file.read_bytes())
    assert replay(found).text == "base before during "
    disk.let_go()
    post.type("after")
    thread = threading.Thread(target=journal.sync)
    thread.start()
    thread.join(GUARD_S)
    assert replay(journal.file).text == "base before during after"
    assert journal.is_safe
    assert not disk.waited
    journal.discard()


def fail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fdatasync
    failures = [errno.EIO]

    def call(handle: int) -> None:
        if failures:
            raise OSError(failures.pop(), "")
        real(handle)

    monkeypatch.setattr(os, "fdatasync", call)


@pytest.mark.parametrize("ending", ["close", "discard"])
def test_a_journal_closed_while_it_is_written_anew_does_not_come_back(
    disk: HeldDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    disk.hold("rename")
    fail_once(monkeypatch)
    post = open_post(tmp_path)
    post.type("words")
    disk.wait_until_reached()
    if ending == "close":
        post.journal.close(keep=False)
    else:
        post.journal.discard()
    post.type("too late")
    assert not disk.waited
    disk.let_go()
    assert finish_journals(timeout_s=GUARD_S)
    post.journal.sync()
    assert not post.journal.is_safe
    assert list((tmp_path / "state").glob("*.journal*")) == []
    kept = list((tmp_path / "state" / "discarded").glob("*"))
    assert [replay(file).text for file in kept] == (["base words"] if ending == "discard" else [])


def test_words_left_for_the_next_start_are_not_taken_back_by_a_late_writing_anew(
    disk: HeldDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.hold("fdatasync")
    fail_once(monkeypatch)
    post = open_post(tmp_path)
    post.type("words")
    disk.wait_until_reached()  # the sync of the fresh file
    file = post.journal.file
    post.journal._must_rewrite = False  # as where it is compacted: the file itself is whole
    post.journal.close(keep=True)
    (found,) = pending(tmp_path / "state")
    assert found.text == "base words"
    file.unlink()  # discarded at the next start
    disk.let_go()
    assert finish_journals(timeout_s=GUARD_S)
    assert list((tmp_path / "state").iterdir()) == []


def test_the_thread_that_saves_ends_a_journal_that_was_closed_meanwhile(
    disk: HeldDisk, tmp_path: Path
) -> None:
    syncer = JournalSync()
    disk.hold("fdatasync")
    journal = Journal.open(JournalKey(tmp_path / "post.md"), b"", folder=tmp_path, syncer=syncer)
    saver = threading.Thread(target=journal.sync)
    saver.start()
    disk.wait_until_reached()
    journal.close(keep=False)
    assert saver.is_alive()
    assert not syncer.finish(timeout_s=0.0)
    disk.let_go()
    assert syncer.finish(timeout_s=GUARD_S)
    saver.join(GUARD_S)
    assert list(tmp_path.glob("*.journal*")) == []
    assert not disk.waited


def test_a_hanging_disk_does_not_keep_the_program_from_ending(
    disk: HeldDisk, tmp_path: Path
) -> None:
    disk.hold("fdatasync")
    post = open_post(tmp_path)
    disk.wait_until_reached()
    post.journal.close(keep=False)
    assert not finish_journals(timeout_s=0.0)


def test_opening_waits_for_no_sync_and_no_rename(disk: HeldDisk, tmp_path: Path) -> None:
    post = open_post(tmp_path)
    assert post.journal.state is JournalState.OK
    assert not disk.waited
    post.journal.close(keep=False)


def test_a_durable_journal_ends_in_the_thread_that_asks(disk: HeldDisk, tmp_path: Path) -> None:
    journal = Journal.open(JournalKey(None), b"", folder=tmp_path, durable=True)
    journal.write_whole("words")
    assert journal.sync() == 1
    journal.discard()
    (kept,) = (tmp_path / "discarded").iterdir()
    assert replay(kept).text == "words"
    assert list(tmp_path.glob("*.journal")) == []
    assert {"fdatasync", "fsync", "replace"} <= set(disk.waited)


def test_a_discarded_journal_that_cannot_be_put_aside_is_offered_again(tmp_path: Path) -> None:
    post = open_post(tmp_path)
    (tmp_path / "state" / "discarded").write_text("no folder")
    post.type("words")
    post.journal.discard()
    assert finish_journals(timeout_s=GUARD_S)
    (found,) = pending(tmp_path / "state")
    assert found.text == "base words"


def test_a_first_sync_makes_the_state_folder_and_those_above_it_survive_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    folder = tmp_path / "home" / "state" / "journals"
    for is_first in (True, False):
        journal = Journal.open(JournalKey(None), b"", folder=folder, durable=True)
        journal.write_whole("words")
        journal.sync()
        assert journal.is_safe
        journal.close(keep=False)
        above = {folder.parent, folder.parent.parent, tmp_path}
        assert folder in synced
        assert above <= set(synced) if is_first else not above & set(synced)
        synced.clear()


def test_a_folder_that_cannot_be_synced_makes_the_journal_no_safe_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink() == tmp_path / "state":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    site = tmp_path / "site"
    site.mkdir()
    key = JournalKey(site / "post.md")
    journal = Journal.open(key, b"", folder=tmp_path / "state", durable=True)
    journal.write_whole("words")
    journal.sync()
    assert journal.state is JournalState.BESIDE
    assert journal.is_safe
    assert replay(journal.file).text == "words"
    assert list((tmp_path / "state").iterdir()) == []
    journal.close(keep=False)
    assert list(site.iterdir()) == []


def test_a_post_is_opened_without_asking_the_folder_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    asked: list[Path] = []
    create = JournalFile.create

    def noting(file: JournalFile, path: Path, content: bytes) -> None:
        if threading.current_thread() is threading.main_thread():
            asked.append(path.parent)
        create(file, path, content)

    monkeypatch.setattr(JournalFile, "create", noting)
    post = Typed(tmp_path / "post.md", tmp_path / "file/state")
    post.type("words")
    assert asked == [tmp_path / "file/state"]
    post.journal.sync()
    assert post.journal.state is JournalState.BESIDE
    assert replay(post.journal.file).text == "base words"
    post.journal.close(keep=False)
    assert finish_journals(timeout_s=GUARD_S)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
