"""Another program writes a post while it is saved: `python -m tests.faults.races --count 10000`.

In each round a second process puts words of its own at the post's place, by a rename or by writing
into the file, at a random moment of the save. Its words are lost if they neither stand there
afterwards nor are among the post's versions; ours if a save that returned without a warning left
neither them there nor the other's words, that came later.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from editor.storage import ChangedOnDisk, Digest, DiskState, replacing, save, versions
from editor.storage.temporary import Temporary

SIZES = {"4 KB": 4_000, "18 MB": 18_000_000}
WAYS = ("rename", "write")


@dataclass
class Tally:
    """What came of the rounds.

    Attributes:
        rounds: How many there were.
        conflicts: The save was told that another program had been quicker.
        given_back: Among them, those where the old file had been replaced already.
        kept: The other's words are among the versions only.
        lost: The other's words are gone.
        ours_lost: A save that returned is gone, and nothing came after it.
        torn: Neither content stands there.
    """

    rounds: int = 0
    conflicts: int = 0
    given_back: int = 0
    kept: int = 0
    lost: int = 0
    ours_lost: int = 0
    torn: int = 0


class Other:
    """The other program."""

    def __init__(self, path: Path, way: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.races", "--other", str(path), way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()

    def wait(self) -> None:
        assert self._child.stdout is not None
        assert self._child.stdout.readline() == "done\n"

    def close(self) -> None:
        self._child.communicate()


@contextlib.contextmanager
def other(path: Path, way: str) -> Iterator[Other]:
    made = Other(path, way)
    try:
        yield made
    finally:
        made.close()


def be_other(path: Path, way: str) -> None:
    """Be the other program: get words ready, then after a delay put them there."""
    for line in sys.stdin:
        data = line.strip().encode()
        fresh = path.with_name("theirs")
        if way == "rename":
            fresh.write_bytes(data)
        print("done", flush=True)
        wait_s = float(sys.stdin.readline())
        until = time.perf_counter() + wait_s
        while time.perf_counter() < until:
            pass  # a sleep is too coarse for a moment of microseconds
        if way == "rename":
            fresh.rename(path)
        else:
            path.write_bytes(data)
        print("done", flush=True)


def run(
    size: int, way: str, count: int, *, folder: Path, seed: int = 1, bare: bool = False
) -> Tally:
    """Race `count` times; the versions go to the user's state folder.

    Args:
        size: Of the post, in bytes.
        way: One of `WAYS`.
        count: How many rounds.
        folder: Where the post is to stand.
        seed: Of the moments.
        bare: Replace by a rename, which must be seen to lose words.
    """
    chance = random.Random(seed)
    tally = Tally()
    with watched(tally, bare=bare):
        _race(tally, size, way, count, folder, chance)
    return tally


@contextlib.contextmanager
def watched(tally: Tally, *, bare: bool) -> Iterator[None]:
    """Count what is given back, and take the exchange away where that is asked for."""
    replace, give_back = replacing.replace, replacing._give_back

    def giving(path: Path, aside: Path, ours: bytes, theirs: bytes | None) -> NoReturn:
        tally.given_back += 1
        give_back(path, aside, ours, theirs)

    def renaming(path: Path, fresh: Temporary, data: bytes, old: replacing.Old) -> str:
        if old.at(path) != old.known:
            raise ChangedOnDisk(path, DiskState.CHANGED, b"not " + data)
        (path.parent / fresh.name).rename(path)
        fresh.keep()
        return ""

    replacing._give_back = giving
    if bare:
        replacing.replace = renaming
    try:
        yield
    finally:
        replacing.replace, replacing._give_back = replace, give_back


def _race(
    tally: Tally, size: int, way: str, count: int, folder: Path, chance: random.Random
) -> None:
    path = folder / "post.md"
    wait_s = 0.001
    known = (b"known words " * (size // 12 + 1))[:size]
    digest = Digest.of(known)
    with other(path, way) as them:
        for number in range(count):
            path.write_bytes(known)
            theirs = b"theirs %d" % number
            ours = b"ours %d " % number + known
            them.say(theirs.decode())
            them.wait()
            # Half of the rounds at the moment that parts those who come first from those who come
            # second: that is where the old file is replaced.
            part = chance.gauss(1, 0.05) if number % 2 else chance.uniform(0, 1.5)
            them.say(f"{max(wait_s * part, 0):.9f}")
            is_saved, warning = True, ""
            try:
                warning = save(path, ours, expected=digest).warning
            except ChangedOnDisk:
                is_saved = False
                tally.conflicts += 1
            them.wait()
            wait_s *= 0.95 if is_saved and part < 1.1 else 1.05 if part > 0.9 else 1
            _count(tally, path, ours, theirs, is_saved=is_saved, warning=warning)


def _count(
    tally: Tally, path: Path, ours: bytes, theirs: bytes, *, is_saved: bool, warning: str
) -> None:
    tally.rounds += 1
    there = path.read_bytes()
    if there not in (ours, theirs):
        tally.torn += 1
    if there != theirs:
        mine = Digest.of(theirs).sha256
        if any(each.digest == mine for each in versions.list_versions(path)):
            tally.kept += 1
        else:
            tally.lost += 1
    if is_saved and not warning and there not in (ours, theirs):
        tally.ours_lost += 1


def main() -> None:
    if "--other" in sys.argv:
        be_other(Path(sys.argv[-2]), sys.argv[-1])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--bare", action="store_true", help="replace by a rename: words are lost")
    parser.add_argument("--folder", type=Path, help="by default in memory, where that is possible")
    arguments = parser.parse_args()
    memory = Path("/dev/shm")
    place = arguments.folder or (memory if os.access(memory, os.W_OK) else None)
    folder = Path(tempfile.mkdtemp(prefix="sf-races-", dir=place))
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    wrong = 0
    try:
        for name, size in SIZES.items():
            for way in WAYS:
                tally = run(size, way, arguments.count, folder=folder, bare=arguments.bare)
                print(f"{name}, by {way}: {tally}", flush=True)
                wrong += tally.lost + tally.ours_lost + tally.torn
    finally:
        shutil.rmtree(folder)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
