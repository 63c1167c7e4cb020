"""Power cuts while somebody types: `python -m tests.faults.power_typing --count 1000`.

A child types into a post, with its journal and the thread that syncs it, on a file system in a
file; the power is cut at a random moment. What the next start offers, or the post itself, must
hold every key that was typed more than a second before, and every acknowledged save. Half of the
posts were never saved, half of the starts are the first ever: no state folder is there yet.
`--unsynced` shows what the same harness finds where the journal is not synced.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from editor.storage import pending
from tests.faults.power import KINDS, Disk, why_not
from tests.faults.power_hand import text_of

ROOT = Path(__file__).resolve().parent.parent.parent
LOST_S = 1.0


@dataclass
class Tally:
    """What the cuts did; keys are counted, and so are cuts that tore something."""

    cuts: int = 0
    typed: int = 0
    due: int = 0
    lost: int = 0
    saves: int = 0
    torn: int = 0
    oldest_lost_s: float = 0.0

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.torn)


@dataclass(frozen=True)
class Heard:
    """What the child said before the power was cut."""

    key_times: list[float]
    saved: int
    cut_s: float

    @property
    def due(self) -> int:
        return sum(moment < self.cut_s - LOST_S for moment in self.key_times)


def one_cut(disk: Disk, number: int, chance: random.Random, tally: Tally, unsynced: bool) -> None:
    """Type, cut, look."""
    home = disk.place / f"home-{number // 2}"  # every second start is the first in its home
    home.mkdir(exist_ok=True)
    path = home / "post.md" if number % 4 >= 2 else None
    if path is not None:
        path.write_bytes(b"")
    disk.sync()
    heard = type_and_cut(disk, home, path, chance, unsynced)
    disk.restart()
    disk_text = path.read_text() if path is not None else ""
    found = pending(home / "state" / "standfirst" / "journals")
    texts = [disk_text, *(each.text for each in found)]
    for recovery in found:
        recovery.file.unlink()
    kept = max(map(len, texts))
    tally.cuts += 1
    tally.typed += len(heard.key_times)
    tally.due += heard.due
    tally.saves += heard.saved > 0
    tally.lost += max(0, heard.due - kept)
    tally.torn += any(text != text_of(len(text)) for text in texts) or len(disk_text) < heard.saved
    if kept < len(heard.key_times):
        age = heard.cut_s - heard.key_times[kept]
        tally.oldest_lost_s = max(tally.oldest_lost_s, age)


def type_and_cut(
    disk: Disk, home: Path, path: Path | None, chance: random.Random, unsynced: bool
) -> Heard:
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.faults.power_hand"),
            *(str(path or "-"), str(chance.randrange(1 << 30))),
            *(["--unsynced"] if unsynced else []),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # that its disk is gone
        text=True,
        env=os.environ | {"XDG_STATE_HOME": str(home / "state")},
    )
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    time.sleep(chance.uniform(1.2, 2.8))
    cut = time.monotonic()
    disk.cut()
    child.kill()
    lines += child.communicate()[0].splitlines()
    # The last line may be half a line; after the cut nothing is promised.
    said = [line.split() for line in lines if len(line.split()) == 3]
    before = [(what, int(count), float(at)) for what, count, at in said if float(at) < cut]
    keys = [at for what, _, at in before if what == "key"]
    saved = max((count for what, count, _ in before if what == "saved"), default=0)
    return Heard(keys, saved, cut)


def cuts_on(kind: str, count: int, seed: int, unsynced: bool) -> Tally:
    """Cut the power of one file system."""
    chance = random.Random(f"{kind} {seed}")
    tally = Tally()
    folder = Path(tempfile.mkdtemp(prefix="sf-power-"))
    try:
        with Disk(folder, kind) as disk:
            # Never-saved posts come first: all they have is the journal.
            for number in range(count):
                one_cut(disk, number, chance, tally, unsynced)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tally


def run(count: int, *, seed: int = 0, unsynced: bool = False) -> dict[str, Tally]:
    """Cut the power `count` times, on each kind of file system half of them, side by side."""
    each = (count + 1) // len(KINDS)
    with ThreadPoolExecutor(len(KINDS)) as pool:
        tallies = [pool.submit(cuts_on, kind, each, seed, unsynced) for kind in KINDS]
        return {kind: tally.result() for kind, tally in zip(KINDS, tallies, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unsynced", action="store_true", help="sync no journal, to compare")
    arguments = parser.parse_args()
    refused = why_not()
    if refused:
        print(f"NOT RUN: {refused}")
        sys.exit(3)
    began = time.monotonic()
    tallies = run(arguments.count, seed=arguments.seed, unsynced=arguments.unsynced)
    for kind, tally in tallies.items():
        print(kind, tally)
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(not all(tally.is_good for tally in tallies.values()))


if __name__ == "__main__":
    main()
