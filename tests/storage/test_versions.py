"""Past saves: kept, found again, forgotten in time."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from editor.settings import Settings, save_settings
from editor.storage import ReadFailed, versions

DAY = 86_400


def test_past_saves_are_listed_newest_first_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    for number in range(5):
        assert versions.keep(path, f"version {number}\r\n".encode(), now=time.time() + number)
    listed = versions.list_versions(path)
    assert [versions.read_version(each) for each in listed] == [
        f"version {number}\r\n".encode() for number in (4, 3, 2, 1, 0)
    ]
    assert [each.words for each in listed] == [2] * 5
    assert versions.diff_version(listed[0], "version 5\r\n").splitlines()[-1] == "+version 5"
    assert versions.list_versions(tmp_path / "other.md") == []


def test_the_same_content_twice_is_one_version_and_an_empty_one_none(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    for data in (b"a", b"a", b"", b" \n", b"b", b"a"):
        versions.keep(path, data)
    assert [versions.read_version(each) for each in versions.list_versions(path)] == [
        b"a",
        b"b",
        b"a",
    ]


def test_twenty_are_kept_for_thirty_days(tmp_path: Path, state: Path) -> None:
    path = tmp_path / "post.md"
    now = time.time()
    for number in range(40):
        versions.keep(path, b"%d" % number, now=now + number)
    assert len(versions.list_versions(path)) == 20
    versions.keep(path, b"late", now=now + 31 * DAY)
    assert [each.size_bytes for each in versions.list_versions(path)] == [4]
    contents = state / "versions" / "contents"
    for file in contents.glob("*/*"):
        os.utime(file, (now - DAY, now - DAY))
    assert versions.prune() == 40
    assert versions.read_version(versions.list_versions(path)[0]) == b"late"


def test_the_users_settings_say_how_many_and_how_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    save_settings(Settings(versions_kept=3, versions_days=2))
    path = tmp_path / "post.md"
    now = time.time()
    for number in range(5):
        versions.keep(path, b"%d" % number, now=now + number)
    assert len(versions.list_versions(path)) == 3
    versions.keep(path, b"late", now=now + 3 * DAY)
    assert len(versions.list_versions(path)) == 1


def test_contents_that_no_list_names_leave_the_disk_without_being_asked(
    tmp_path: Path, state: Path
) -> None:
    path = tmp_path / "post.md"
    now = time.time()
    for number in range(40):
        versions.keep(path, b"%d" % number, now=now + number)
    folder = state / "versions"
    for file in (*folder.glob("contents/*/*"), folder / "pruned"):
        os.utime(file, (now - DAY, now - DAY))
    versions.keep(path, b"one more", now=now + 40)
    assert len(list(folder.glob("contents/*/*"))) == 20
    assert len([versions.read_version(each) for each in versions.list_versions(path)]) == 20


def test_versions_follow_a_renamed_post(tmp_path: Path) -> None:
    versions.keep(tmp_path / "a.md", b"a")
    versions.moved(tmp_path / "a.md", tmp_path / "b.md")
    assert versions.list_versions(tmp_path / "a.md") == []
    (kept,) = versions.list_versions(tmp_path / "b.md")
    assert versions.read_version(kept) == b"a"


def test_damage_is_said_and_costs_no_other_version(tmp_path: Path, state: Path) -> None:
    path = tmp_path / "post.md"
    versions.keep(path, b"one")
    versions.keep(path, b"two")
    newest, oldest = versions.list_versions(path)
    file = state / "versions" / "contents" / newest.digest[:2] / newest.digest
    file.write_bytes(b"not zlib")
    with pytest.raises(ReadFailed):
        versions.read_version(newest)
    file.unlink()
    with pytest.raises(ReadFailed):
        versions.read_version(newest)
    assert versions.read_version(oldest) == b"one"
    (list_file,) = (state / "versions" / "lists").iterdir()
    list_file.write_bytes(b"{")
    assert versions.prune() == 0
    assert versions.list_versions(path) == []


def test_a_state_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not versions.keep(tmp_path / "post.md", b"a", folder=tmp_path / "file" / "x")


def test_two_windows_that_keep_at_once_lose_no_version(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    threads = [
        threading.Thread(target=versions.keep, args=(path, b"%d" % number)) for number in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(versions.list_versions(path)) == 10
