"""Random kills, power cuts and full disks: a few by default, the counts of the issue with --ci."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from editor.document import Document
from editor.storage import SaveFailed, pending, save
from tests.faults import kill, power, power_typing

NO_POWER_CUT = power.why_not()
needs_loop = pytest.mark.skipif(
    bool(NO_POWER_CUT), reason=f"NOT RUN: power cuts and full disks: {NO_POWER_CUT}"
)


def check_kills(count: int) -> None:
    tally = kill.run(count)
    print(tally)
    assert tally.kills == count
    assert tally.changes > 20 * count
    assert (tally.torn, tally.lost, tally.not_swept) == (0, 0, 0)


def test_no_kill_tears_a_file_or_loses_a_key_marktext_3828_3786() -> None:
    check_kills(60)


@pytest.mark.ci
def test_no_kill_of_1_000_tears_a_file_or_loses_a_key_marktext_3828_3786() -> None:
    check_kills(1_000)


def check_power_cuts(count: int) -> None:
    tallies = power.run(count)
    print(tallies)
    assert sum(tally.cuts for tally in tallies.values()) == count
    for tally in tallies.values():
        assert tally.acknowledged >= tally.cuts
        assert (tally.torn, tally.lost, tally.journal_lost) == (0, 0, 0)


@needs_loop
def test_no_power_cut_loses_an_acknowledged_save() -> None:
    check_power_cuts(10)


@needs_loop
@pytest.mark.ci
def test_no_power_cut_of_100_loses_an_acknowledged_save() -> None:
    check_power_cuts(100)


@needs_loop
def test_the_harness_sees_what_is_not_synced() -> None:
    tallies = power.run(4, bare=True)
    assert all(tally.lost + tally.torn == tally.cuts for tally in tallies.values())


def check_typing(count: int) -> None:
    tallies = power_typing.run(count)
    print(tallies)
    assert sum(tally.cuts for tally in tallies.values()) == count
    for tally in tallies.values():
        assert tally.due > tally.cuts
        assert (tally.lost, tally.torn) == (0, 0)


@needs_loop
def test_no_power_cut_loses_a_key_that_is_older_than_a_second() -> None:
    check_typing(8)


@needs_loop
@pytest.mark.ci
@pytest.mark.timeout(600)
def test_no_power_cut_of_100_loses_a_key_that_is_older_than_a_second() -> None:
    check_typing(100)


@needs_loop
@pytest.mark.ci
def test_the_harness_sees_a_journal_that_is_not_synced() -> None:
    # A file system may write by itself between two cuts, but not each time.
    tallies = power_typing.run(8, unsynced=True)
    assert all(tally.lost for tally in tallies.values())


@needs_loop
@pytest.mark.parametrize("kind", ["tmpfs", "ext4", "xfs", "btrfs"])
def test_a_really_full_disk_keeps_the_old_file_and_the_words(tmp_path: Path, kind: str) -> None:
    if kind not in ("tmpfs", "ext4", "xfs") and shutil.which(f"mkfs.{kind}") is None:
        pytest.skip(f"NOT RUN: mkfs.{kind} is not installed")
    place = tmp_path / "disk"
    if kind == "tmpfs":
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=True)
        fill_and_save(place)
        subprocess.run(["umount", "-l", place], check=True)
        return
    with power.Disk(tmp_path, kind) as disk:
        fill_and_save(disk.place)


def fill_and_save(place: Path) -> None:
    path = place / "post.md"
    old = b"old words\n" * 2_000
    known = save(path, old, expected=None).digest
    document = Document.from_bytes(old)
    journal = document.open_journal(path)
    document.replace(0, 0, 0, 0, "new words\n" * 4_000)
    handle = os.open(place / "filler", os.O_WRONLY | os.O_CREAT, 0o600)
    for size in (1 << 20, 4_096, 1):
        try:
            while True:
                os.write(handle, b"\1" * size)
        except OSError:
            continue
    os.close(handle)
    for is_linked in (False, True):
        if is_linked:
            os.link(path, place / "second.md")
        with pytest.raises(SaveFailed, match="full") as caught:
            save(path, document.snapshot().data, expected=known, journal=journal)
        assert caught.value.safe
        assert path.read_bytes() == old
        assert sorted(file.name for file in place.iterdir() if file.name != "lost+found") == (
            ["filler", "post.md", "second.md"] if is_linked else ["filler", "post.md"]
        )
    journal.close(keep=True)
    (found,) = pending()
    assert found.data == document.snapshot().data
    (place / "filler").unlink()
    save(path, document.snapshot().data, expected=known)
    assert path.read_bytes() == document.snapshot().data
