"""Another program writes a post in the very moment in which it is saved; nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.storage import (
    ChangedOnDisk,
    Digest,
    DiskState,
    move,
    replacing,
    save,
    sweep,
    versions,
)
from editor.storage.files import boot_id, difference_of
from editor.storage.names import exchange_names, take_name
from editor.storage.temporary import mark_of, temporary_name

OURS, THEIRS, OLD = b"our words", b"their words", b"old words"


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_bytes(OLD)
    return path


def put(path: Path, data: bytes) -> None:
    """Write a file as careful programs do: a new one, renamed over the old."""
    fresh = path.with_name("theirs")
    fresh.write_bytes(data)
    fresh.rename(path)


def before_exchange(monkeypatch: pytest.MonkeyPatch, *actions: Callable[[], object] | None) -> None:
    """Let something happen right before the first exchange, the second, and so on."""
    waiting = list(actions)

    def exchange(one: Path, other: Path) -> bool:
        action = waiting.pop(0) if waiting else None
        if action is not None:
            action()
        return exchange_names(one, other)

    monkeypatch.setattr(replacing, "exchange_names", exchange)


def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "exchange_names", lambda _one, _other: False)


def kept(path: Path) -> list[bytes]:
    return [versions.read_version(each) for each in versions.list_versions(path)]


def conflict(path: Path) -> ChangedOnDisk:
    with pytest.raises(ChangedOnDisk) as caught:
        save(path, OURS, expected=Digest.of(OLD))
    return caught.value


def test_what_was_renamed_there_in_the_last_moment_stands_there(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, lambda: put(post, THEIRS))
    error = conflict(post)
    assert (error.state, error.data) == (DiskState.CHANGED, THEIRS)
    assert post.read_bytes() == THEIRS
    assert list(post.parent.iterdir()) == [post]


def test_what_was_written_into_the_file_in_the_last_moment_stands_there(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = post.stat().st_ino
    before_exchange(monkeypatch, lambda: post.write_bytes(THEIRS))
    assert conflict(post).data == THEIRS
    assert (post.read_bytes(), post.stat().st_ino) == (THEIRS, before)


def test_a_third_program_that_is_quicker_than_the_giving_back_wins_and_the_second_is_kept(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, lambda: put(post, THEIRS), lambda: put(post, b"third words"))
    assert conflict(post).data == b"third words"
    assert post.read_bytes() == b"third words"
    assert kept(post) == [THEIRS]
    assert list(post.parent.iterdir()) == [post]


def test_a_fourth_program_wins_over_the_third(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions = [THEIRS, b"third words", b"fourth words"]
    before_exchange(monkeypatch, *(lambda each=each: put(post, each) for each in actions))
    assert conflict(post).data == b"fourth words"
    assert post.read_bytes() == b"fourth words"
    assert list(post.parent.iterdir()) == [post]


def test_the_very_same_words_of_another_program_are_a_save(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, lambda: put(post, OURS))
    assert save(post, OURS, expected=Digest.of(OLD)).warning == ""
    assert post.read_bytes() == OURS


def test_a_file_that_went_away_in_the_last_moment_is_not_made_again(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, post.unlink)
    assert conflict(post).state is DiskState.MISSING
    assert list(post.parent.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_in_the_last_moment_is_left(
    post: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    elsewhere = post.parent / "elsewhere"
    elsewhere.write_bytes(THEIRS)

    def change() -> None:
        post.unlink()
        if kind == "folder":
            post.mkdir()
        elif kind == "pipe":
            os.mkfifo(post)
        else:
            post.symlink_to(elsewhere)

    before_exchange(monkeypatch, change)
    assert conflict(post).state is DiskState.NOT_A_FILE
    assert post.is_symlink() if kind == "link" else not post.is_file()
    assert elsewhere.read_bytes() == THEIRS
    assert sorted(post.parent.iterdir()) == [elsewhere, post]


def refuse() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_what_does_not_get_its_name_back_is_kept_and_told(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, lambda: put(post, THEIRS), refuse)
    saved = save(post, OURS, expected=Digest.of(OLD))
    assert "past versions" in saved.warning
    assert post.read_bytes() == OURS
    assert kept(post) == [THEIRS]
    assert list(post.parent.iterdir()) == [post]


def test_what_cannot_be_kept_either_stays_beside_the_post(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, lambda: put(post, THEIRS), refuse)
    monkeypatch.setattr(versions, "keep", lambda *_: False)
    saved = save(post, OURS, expected=Digest.of(OLD))
    (beside,) = [each for each in post.parent.iterdir() if each != post]
    assert beside.name in saved.warning
    assert (post.read_bytes(), beside.read_bytes()) == (OURS, THEIRS)


def test_without_an_exchange_a_rename_before_the_last_look_is_seen(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exchange(_one: Path, _other: Path) -> bool:
        put(post, THEIRS)
        return False

    monkeypatch.setattr(replacing, "exchange_names", exchange)
    assert conflict(post).data == THEIRS
    assert post.read_bytes() == THEIRS
    assert list(post.parent.iterdir()) == [post]


def test_without_an_exchange_a_rename_while_one_looks_is_seen(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_exchange(monkeypatch)

    def compare(handle: int, known: bytes) -> bytes | None:
        found = difference_of(handle, known)
        put(post, THEIRS)
        return found

    monkeypatch.setattr("editor.storage.replacing.difference_of", compare)
    assert conflict(post).data == THEIRS
    assert post.read_bytes() == THEIRS


def test_without_an_exchange_what_was_written_over_is_found_in_the_old_file(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_exchange(monkeypatch)
    real = os.rename

    def rename(source: Path, target: Path) -> None:
        post.write_bytes(THEIRS)
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)
    saved = save(post, OURS, expected=Digest.of(OLD))
    assert "past versions" in saved.warning
    assert post.read_bytes() == OURS
    assert kept(post) == [THEIRS]


def test_without_an_exchange_a_save_is_a_save(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_exchange(monkeypatch)
    assert save(post, OURS, expected=Digest.of(OLD)).warning == ""
    assert post.read_bytes() == OURS
    assert list(post.parent.iterdir()) == [post]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_that_cannot_exchange_is_told_from_a_refusal(
    post: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("editor.storage.names._rename_at", lambda *_: number)
    assert not exchange_names(post, post)
    monkeypatch.setattr("editor.storage.names._rename_at", lambda *_: errno.EIO)
    with pytest.raises(OSError, match="Input"):
        exchange_names(post, post)


def test_a_file_that_another_replaced_while_it_was_written_in_place_is_a_conflict(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(post, post.with_name("second.md"))
    real = os.ftruncate

    def truncate(handle: int, size: int) -> None:
        real(handle, size)
        put(post, THEIRS)

    monkeypatch.setattr(os, "ftruncate", truncate)
    assert conflict(post).data == THEIRS
    assert post.read_bytes() == THEIRS


def before_taking_away(monkeypatch: pytest.MonkeyPatch, *actions: Callable[[], object]) -> None:
    """Let something happen before the old name is taken away, and before it is given back."""
    waiting = list(actions)

    def take(source: Path, target: Path) -> None:
        if waiting:
            waiting.pop(0)()
        take_name(source, target)

    monkeypatch.setattr(sys.modules["editor.storage.move"], "take_name", take)


def test_what_is_renamed_over_a_post_that_moves_stays_beside_the_moved_one(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_taking_away(monkeypatch, lambda: put(post, THEIRS))
    saved = move(post, post.with_name("new.md"), data=OURS, expected=Digest.of(OLD))
    assert "both are there" in saved.warning
    assert (post.read_bytes(), post.with_name("new.md").read_bytes()) == (THEIRS, OURS)
    assert len(list(post.parent.iterdir())) == 2


def test_what_a_third_program_makes_where_a_post_moved_from_hides_nothing(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_taking_away(
        monkeypatch, lambda: put(post, THEIRS), lambda: post.write_bytes(b"third words")
    )
    move(post, post.with_name("new.md"), data=OURS, expected=Digest.of(OLD))
    assert post.read_bytes() == b"third words"
    assert kept(post) == [THEIRS]
    assert len(list(post.parent.iterdir())) == 2


def test_what_a_crash_between_replacing_and_looking_left_is_kept_before_it_is_swept(
    post: Path,
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    boot = boot_id().replace("-", "")[:8]
    left = f".~sf-{boot}-{int(child.stdout):08x}-00000000-{mark_of('post.md')}"
    assert len(left) == len(temporary_name("post.md"))
    (post.parent / left).write_bytes(THEIRS)
    assert [each.name for each in sweep(post.parent)] == [left]
    assert kept(post) == [THEIRS]
    assert post.read_bytes() == OLD


def test_what_a_crash_left_and_cannot_be_kept_is_not_swept(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = post.parent / f".~sf-00000000-00000001-00000000-{mark_of('post.md')}"
    left.write_bytes(THEIRS)
    os.utime(left, (1, 1))
    monkeypatch.setattr(versions, "keep", lambda *_: False)
    assert sweep(post.parent) == []
    assert left.read_bytes() == THEIRS
