"""One post, one window that writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from editor.storage import PostHeld, PostLock, TrashFailed, lock, move_to_trash
from editor.storage.locking import try_lock
from tests.held import holder_of

HOLDER = """
import sys, time
from pathlib import Path
from editor.storage import PostLock
lock = PostLock.take(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def held_elsewhere(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_the_second_window_is_told_who_holds_the_post(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.touch()
    (tmp_path / "link.md").symlink_to(path)
    process = held_elsewhere(path)
    try:
        for name in (path, tmp_path / "link.md"):
            with pytest.raises(PostHeld) as caught:
                PostLock.take(name)
            assert caught.value.holder.pid == process.pid
            assert not caught.value.can_take_over
            assert "open in another window since" in caught.value.sentence
        with pytest.raises(PostHeld):
            PostLock.take(path, take_over=True)
        holder = holder_of(path)
        assert holder is not None
        assert holder.pid == process.pid
    finally:
        process.kill()
        process.wait()


def test_a_lock_that_is_tried_for_is_given_or_tells_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    lock = PostLock.try_take(path)
    assert isinstance(lock, PostLock)
    held = PostLock.try_take(path, take_over=True)
    assert isinstance(held, PostHeld)
    assert held.holder.is_here
    lock.release()
    assert holder_of(path) is None


def test_the_lock_of_a_dead_window_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    process = held_elsewhere(path)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with PostLock.take(path):
        assert holder_of(path) is not None
    assert holder_of(path) is None


def test_the_lock_of_another_boot_is_stale_and_of_another_computer_is_asked_about(
    tmp_path: Path,
) -> None:
    path, folder = tmp_path / "post.md", tmp_path / "locks"
    PostLock.take(path, folder=folder)  # never released: the file stays after a crash
    (file,) = folder.iterdir()
    mark = json.loads(file.read_bytes())
    file.unlink()
    file.write_text(json.dumps(mark | {"boot": "another"}))
    PostLock.take(path, folder=folder).release()
    file.write_text(json.dumps(mark | {"host": "elsewhere"}))
    with pytest.raises(PostHeld) as caught:
        PostLock.take(path, folder=folder)
    assert caught.value.can_take_over
    assert "elsewhere" in caught.value.sentence
    PostLock.take(path, folder=folder, take_over=True).release()
    file.write_bytes(b"\x00garbage")
    PostLock.take(path, folder=folder).release()
    assert list(folder.iterdir()) == []


def test_where_the_disk_knows_no_locks_the_names_in_the_file_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "try_lock", lambda _: True)
    path, folder = tmp_path / "post.md", tmp_path / "locks"
    first = PostLock.take(path, folder=folder)
    with pytest.raises(PostHeld) as caught:
        PostLock.take(path, folder=folder)
    assert caught.value.holder.pid == os.getpid()
    (file,) = folder.iterdir()
    mark = json.loads(file.read_bytes())
    first.release()
    PostLock.take(path, folder=folder).release()
    file.write_text(json.dumps(mark | {"boot": "another"}))
    PostLock.take(path, folder=folder).release()


def test_a_mark_whose_number_another_process_has_by_now_keeps_nobody_out(tmp_path: Path) -> None:
    path, folder = tmp_path / "post.md", tmp_path / "locks"
    held = PostLock.take(path, folder=folder)
    (file,) = folder.iterdir()
    mark = file.read_bytes()
    held.release()
    file.write_bytes(mark)  # of this process, which lives
    PostLock.take(path, folder=folder).release()


def test_a_release_leaves_the_file_of_who_took_the_post_over(tmp_path: Path) -> None:
    path, folder = tmp_path / "post.md", tmp_path / "locks"
    first = PostLock.take(path, folder=folder)
    (file,) = folder.iterdir()
    file.unlink()  # as another computer does that takes it over
    second = PostLock.take(path, folder=folder)
    first.release()
    with pytest.raises(PostHeld):
        PostLock.take(path, folder=folder)
    second.release()


def test_a_lock_on_a_file_that_was_released_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = tmp_path / "post.md", tmp_path / "locks"
    released: list[bool] = []

    def lock_late(handle: int) -> bool:
        if not released:
            released.append(True)
            (file,) = folder.iterdir()
            file.unlink()  # the holder let go between the opening and the locking
        return try_lock(handle)

    monkeypatch.setattr(lock, "try_lock", lock_late)
    with PostLock.take(path, folder=folder), pytest.raises(PostHeld):
        PostLock.take(path, folder=folder)


def test_a_state_folder_that_takes_nothing_keeps_nobody_from_writing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    PostLock.take(tmp_path / "post.md", folder=tmp_path / "file" / "locks").release()


def test_two_posts_are_held_apart(tmp_path: Path) -> None:
    first, second = PostLock.take(tmp_path / "a.md"), PostLock.take(tmp_path / "b.md")
    with pytest.raises(PostHeld):
        PostLock.take(tmp_path / "a.md")
    first.release()
    second.release()
    PostLock.take(tmp_path / "a.md").release()


def test_the_trash_takes_a_file_and_says_when_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "post.md"
    path.write_bytes(b"words")
    move_to_trash(path)
    assert not path.exists()
    with pytest.raises(TrashFailed):
        move_to_trash(path)
    import send2trash

    def refuse(_: object) -> None:
        raise OSError("no trash here")

    monkeypatch.setattr(send2trash, "send2trash", refuse)
    path.write_bytes(b"words")
    with pytest.raises(TrashFailed, match="not deleted"):
        move_to_trash(path)
    assert path.read_bytes() == b"words"
