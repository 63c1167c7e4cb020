"""What saves, moves and versions ask of the disk, where nothing but the call itself shows it."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.edit import Change, Edit, Origin
from editor.storage import (
    ChangedOnDisk,
    Digest,
    Journal,
    JournalKey,
    ReadFailed,
    SaveFailed,
    move,
    pending,
    save,
    versions,
)
from editor.storage.replay import replay


def place_of(handle: int) -> str:
    return str(Path(f"/proc/self/fd/{handle}").readlink())


class Calls:
    """Notes calls on open files: what was called, and the file's place."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
        self.made: list[tuple[str, str]] = []
        for name in names:
            monkeypatch.setattr(os, name, self._noting(name, getattr(os, name)))

    def _noting(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(handle: int, *arguments: object) -> object:
            self.made.append((name, place_of(handle)))
            return real(handle, *arguments)

        return call


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_bytes(b"old words")
    return path


OLD = Digest.of(b"old words")


def test_a_disk_that_takes_little_at_once_gets_all_of_it(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:100]))
    save(post, b"new words " * 500, expected=OLD)
    assert post.read_bytes() == b"new words " * 500


def test_a_write_that_shows_at_the_close_only_is_a_failed_save(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.close
    was_written: list[int] = []
    write = os.write

    def noting(handle: int, data: bytes) -> int:
        if place_of(handle).startswith(str(post.parent)):
            was_written.append(handle)
        return write(handle, data)

    def close(handle: int) -> None:
        real(handle)
        if handle in was_written:
            was_written.clear()
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "write", noting)
    monkeypatch.setattr(os, "close", close)
    with pytest.raises(SaveFailed) as caught:
        save(post, b"new words", expected=OLD)
    assert caught.value.safe
    assert post.read_bytes() == b"old words"
    assert list(post.parent.iterdir()) == [post]


def test_the_journal_is_synced_before_the_first_byte_is_written(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(monkeypatch, "write", "fdatasync")
    key = JournalKey(post)
    journal = Journal.open(key, b"old words", folder=post.parent / "journals", durable=True)
    journal.write_whole("new words")
    save(post, b"new words", expected=OLD, journal=journal)
    assert journal.is_safe
    last_sync = calls.made.index(("fdatasync", str(journal.file)))
    first_write = next(
        at
        for at, (name, place) in enumerate(calls.made)
        if name == "write" and Path(place).parent == post.parent
    )
    assert last_sync < first_write
    journal.close(keep=False)


def test_a_file_written_in_place_is_synced_and_compared_by_its_content_first(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(post, post.with_name("second.md"))
    calls = Calls(monkeypatch, "fsync", "ftruncate")
    saved = save(post, b"new words", expected=OLD)
    assert ("fsync", str(post)) in calls.made
    post.write_bytes(b"own words")  # another program, and as long as before
    with pytest.raises(ChangedOnDisk):
        save(post, b"new lines", expected=saved.digest)
    assert post.read_bytes() == b"own words"


def test_a_move_is_synced_in_both_folders(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = post.parent / "other"
    other.mkdir()
    calls = Calls(monkeypatch, "fsync")
    move(post, other / "post.md")
    assert {("fsync", str(other)), ("fsync", str(post.parent))} <= set(calls.made)


def test_a_post_that_is_changed_while_it_moves_stays_beside_the_moved_one(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.chmod

    def chmod(path: Path, mode: int) -> None:  # the new one is written, the old one not yet gone
        real(path, mode)
        post.write_bytes(b"own words")

    monkeypatch.setattr(os, "chmod", chmod)
    saved = move(post, post.with_name("new.md"), data=b"new words", expected=OLD)
    assert "both are there" in saved.warning
    assert post.read_bytes() == b"own words"
    assert post.with_name("new.md").read_bytes() == b"new words"


def typed(journal: Journal, revision: int, text: str) -> None:
    journal.append(Change(revision, Edit(0, 0, "", text), Origin.TYPING))


def test_what_follows_a_missing_change_is_not_applied(tmp_path: Path) -> None:
    journal = Journal.open(JournalKey(None), b"", folder=tmp_path, durable=True)
    typed(journal, 1, "one ")
    before = journal.file.stat().st_size
    typed(journal, 2, "two ")
    after = journal.file.stat().st_size
    typed(journal, 3, "three ")
    content = journal.file.read_bytes()
    assert replay(journal.file).text == "three two one "
    journal.file.write_bytes(content[:before] + content[after:])
    assert replay(journal.file).text == "one "
    journal.close(keep=False)


def test_a_record_that_was_written_in_part_is_followed_by_none_but_by_a_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(JournalKey(None), b"", folder=tmp_path, durable=True)
    typed(journal, 1, "one ")
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:-3]))
    typed(journal, 2, "two ")
    monkeypatch.setattr(os, "write", real)
    typed(journal, 3, "three ")
    assert (journal.written, replay(journal.file).text) == (1, "one ")
    journal.sync()
    assert (journal.written, replay(journal.file).text) == (3, "three two one ")
    journal.close(keep=False)


def handles() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_journal_written_anew_is_as_private_and_as_locked_as_the_first_and_leaks_no_handle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "journals"
    before = handles()
    journal = Journal.open(JournalKey(None), b"", folder=folder, durable=True)
    typed(journal, 1, "words")
    real = os.fdatasync
    for is_anew in (False, True):
        if is_anew:
            monkeypatch.setattr(os, "fdatasync", Refusing(real))
            journal.sync()
        assert stat.S_IMODE(journal.file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert pending(folder) == []  # a running window's
        assert handles() == before + 1
    journal.close(keep=True)
    assert [found.text for found in pending(folder)] == ["words"]
    assert handles() == before


class Refusing:
    """A call that is refused the first time."""

    def __init__(self, real: Callable[[int], object]) -> None:
        self._real = real
        self._is_refused = False

    def __call__(self, handle: int) -> None:
        if not self._is_refused:
            self._is_refused = True
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._real(handle)


def content_files(state: Path) -> list[Path]:
    return sorted((state / "versions" / "contents").glob("*/*"))


def test_the_twenty_versions_that_are_kept_are_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    for number in range(25):
        versions.keep(path, b"%d" % number)
    kept = [versions.read_version(each) for each in versions.list_versions(path)]
    assert kept == [b"%d" % number for number in range(24, 4, -1)]


def test_a_version_is_synced_before_it_counts_as_kept(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls(monkeypatch, "write", "fsync")
    versions.keep(tmp_path / "post.md", b"words")
    written = {place for name, place in calls.made if name == "write"}
    assert len({place for place in written if str(state / "versions") in place}) == 2
    assert written <= {place for name, place in calls.made if name == "fsync"}


def test_a_version_with_another_content_is_said_to_be_lost(tmp_path: Path, state: Path) -> None:
    versions.keep(tmp_path / "post.md", b"words")
    (file,) = content_files(state)
    file.write_bytes(zlib.compress(b"other"))
    with pytest.raises(ReadFailed):
        versions.read_version(versions.list_versions(tmp_path / "post.md")[0])


def test_a_damaged_list_costs_no_version_of_another_post(tmp_path: Path, state: Path) -> None:
    for name in ("a.md", "b.md"):
        versions.keep(tmp_path / name, name.encode())
    for file in (state / "versions" / "lists").iterdir():
        if b"b.md" in file.read_bytes():
            file.write_bytes(b"{")
    for file in content_files(state):
        os.utime(file, (0, 0))
    assert versions.prune() == 0
    assert len(content_files(state)) == 2
