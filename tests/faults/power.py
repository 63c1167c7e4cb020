"""Power cuts: `python -m tests.faults.power --count 1000`.

A file system in a file is mounted, posts are saved on it, and it is shut down without writing its
log, by the ioctl that its makers test with; then it is mounted again. What a save acknowledged must
be there, whole. `--bare` shows what the same harness finds where nothing is synced.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# XFS_IOC_GOINGDOWN, which ext4 has taken over; 2 = do not write the log.
_GOING_DOWN = 0x8004587D
_NO_LOG_FLUSH = 2
KINDS = ("ext4", "xfs")


@dataclass
class Tally:
    """What the cuts did."""

    cuts: int = 0
    acknowledged: int = 0
    torn: int = 0
    lost: int = 0
    journal_lost: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.torn or self.lost or self.journal_lost)


def why_not() -> str:
    """Return why power cuts cannot be tried here; empty when they can."""
    if os.geteuid() != 0:
        return "needs root"
    for tool in ("mkfs.ext4", "mkfs.xfs", "mount"):
        if shutil.which(tool) is None:
            return f"needs {tool}"
    folder = Path(tempfile.mkdtemp(prefix="sf-power-"))
    try:
        with Disk(folder, "ext4"):
            return ""
    except (OSError, subprocess.CalledProcessError):
        return "loop mounts are not allowed here"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Disk:
    """A file system in a file."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.place = folder / "disk"
        self._image = folder / f"{kind}.image"
        self._kind = kind

    def __enter__(self) -> Disk:
        self.place.mkdir()
        with self._image.open("wb") as file:
            file.truncate((64 if self._kind == "ext4" else 320) * 1024 * 1024)
        force = "-F" if self._kind == "ext4" else "-f"
        _run(f"mkfs.{self._kind}", "-q", force, str(self._image))
        self.mount()
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", str(self.place)], check=False, capture_output=True)
        self.place.rmdir()

    def mount(self) -> None:
        """Mount it."""
        _run("mount", "-o", "loop", str(self._image), str(self.place))

    def sync(self) -> None:
        """Write out this file system alone: another one may be in the middle of its own trial."""
        _run("sync", "-f", str(self.place))

    def cut(self) -> None:
        """Take the power away: what is not on the disk now never gets there."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _GOING_DOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def restart(self) -> None:
        """Give the power back; no file may be open any more."""
        deadline = time.monotonic() + 30
        # What another thread has just forked holds our files for the moment until it is loaded.
        while not _is_done("umount", str(self.place)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.place} stays in use")
            time.sleep(0.01)
        self.mount()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _is_done(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def content(number: int, size: int) -> bytes:
    return f"save {number}\n".encode() + (b"%07d\n" % number) * (size // 8)


def one_cut(disk: Disk, size: int, random_: random.Random, tally: Tally, *, bare: bool) -> None:
    """Save a few times, cut, look."""
    from editor.document import Document
    from editor.storage import Digest, finish_journals, save
    from editor.storage.replay import replay

    site = disk.place / "site"
    site.mkdir(exist_ok=True)
    path = site / "post.md"
    path.unlink(missing_ok=True)
    disk.sync()
    state = disk.place / "state"
    shutil.rmtree(state, ignore_errors=True)
    document = Document.new()
    journal = document.open_journal(path, folder=state)
    document.replace(0, 0, 0, 0, "typed and synced")
    journal.sync()
    digest = None
    last = random_.randrange(1, 6)
    for number in range(last + 1):
        data = content(number, size)
        if bare:
            fresh = site / "fresh"
            fresh.write_bytes(data)
            fresh.rename(path)
        else:
            digest = save(path, data, expected=digest).digest
    disk.cut()
    journal.close(keep=True)
    assert finish_journals(timeout_s=60)
    disk.restart()
    tally.cuts += 1
    tally.acknowledged += last + 1
    found = path.read_bytes() if path.exists() else None
    if found is None:
        tally.lost += 1
    elif Digest.of(found) != Digest.of(content(last, size)):
        is_whole = any(found == content(number, size) for number in range(last))
        tally.lost += is_whole
        tally.torn += not is_whole
    try:
        tally.journal_lost += replay(journal.file).text != "typed and synced"
    except Exception:  # noqa: BLE001 - whatever it is, the words are gone
        tally.journal_lost += 1


def run(count: int, *, bare: bool = False, seed: int = 0) -> dict[str, Tally]:
    """Cut the power `count` times, on each kind of file system half of them."""
    random_ = random.Random(seed)
    tallies = {}
    for kind in KINDS:
        folder = Path(tempfile.mkdtemp(prefix="sf-power-"))
        tally = tallies[kind] = Tally()
        try:
            with Disk(folder, kind) as disk:
                for number in range((count + 1) // len(KINDS)):
                    size = 500_000 if number % 4 == 0 else 4_000
                    one_cut(disk, size, random_, tally, bare=bare)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bare", action="store_true", help="write without any sync, to compare")
    arguments = parser.parse_args()
    refused = why_not()
    if refused:
        print(f"NOT RUN: {refused}")
        sys.exit(3)
    tallies = run(arguments.count, bare=arguments.bare, seed=arguments.seed)
    for kind, tally in tallies.items():
        print(kind, tally)
    sys.exit(not all(tally.is_good for tally in tallies.values()))


if __name__ == "__main__":
    main()
