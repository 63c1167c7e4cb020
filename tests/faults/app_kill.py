"""Kills the running editor at random moments: no torn file, no word older than a second missing.

    python -m tests.faults.app_kill [--count 200] [--seed 0] [--jobs 2]

Each round starts the editor on a post (tests/faults/typist.py), kills it with SIGKILL at a random
moment after the first word, and looks at the disk: the post must be whole, and post and recovery
journal together must hold every word that was typed more than a second before.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from editor.storage import pending

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = "---\nlayout: post\ntitle: A day at the harbour\n---\n\nThe tide came in.\n"
WHOLE = re.compile(
    r"---\nlayout: post\ntitle: A day at the harbour\n(?:counter: \d+\n)?---\n\n"
    r"The tide came in\.\n(?P<words>(?:w\d+ )*)(?:w\d*)?"
)
LOST_S = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill left behind."""

    typed: int
    due: int
    on_disk: int
    recovered: int
    torn: str
    seconds: float

    @property
    def lost(self) -> int:
        """Words that should be there and are nowhere."""
        return max(0, self.due - max(self.on_disk, self.recovered))


def one_round(seed: int) -> Round:
    """Start, type, kill, look."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="standfirst-kill-") as name:
        home = Path(name)
        post = home / "site" / "_posts" / "2026-01-02-a-day.md"
        post.parent.mkdir(parents=True)
        (home / "site" / "_config.yml").write_text("title: T\n", "utf-8")
        post.write_text(HEAD, "utf-8")
        places = {
            f"XDG_{each}_HOME": str(home / each.lower())
            for each in ("CONFIG", "STATE", "CACHE", "DATA")
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.typist", str(post), str(seed)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ
            | places
            | {"QT_QPA_PLATFORM": "offscreen", "HOME": name, "XDG_RUNTIME_DIR": name},
        )
        assert process.stdout is not None
        marks: list[tuple[int, float]] = []
        end = 0.0
        span = chance.uniform(0.02, 2.5)
        for line in process.stdout:
            word, number, moment = line.split()
            assert word == "typed"
            marks.append((int(number), float(moment)))
            end = end or time.monotonic() + span
            if time.monotonic() >= end:
                break
        killed = time.monotonic()
        process.kill()
        rest, _ = process.communicate()
        for line in rest.splitlines(keepends=True):
            if line.startswith("typed ") and line.endswith("\n"):
                _, number, moment = line.split()
                marks.append((int(number), float(moment)))
        assert marks, "the editor ended before a word was typed"
        due = max((number for number, moment in marks if moment < killed - LOST_S), default=0)
        disk = WHOLE.fullmatch(post.read_text("utf-8"))
        found = pending(home / "state" / "standfirst" / "journals")
        texts = [WHOLE.fullmatch(each.text) for each in found]
        litter = [each.name for each in post.parent.iterdir() if each.name != post.name]
        leftover = [each for each in litter if not each.startswith(".")]
        torn = ""
        if disk is None:
            torn = f"the post holds {post.read_bytes()[-200:]!r}"
        elif None in texts:
            torn = f"the journal gave {[each.text[-200:] for each in found]}"
        elif leftover:
            torn = f"left beside the post: {leftover}"
        return Round(
            typed=marks[-1][0],
            due=due,
            on_disk=last_word(disk),
            recovered=max((last_word(each) for each in texts), default=0),
            torn=torn,
            seconds=span,
        )


def last_word(match: re.Match[str] | None) -> int:
    """Return the number of the last word, when all before it are there; 0 when there is none."""
    if match is None:
        return 0
    words = match["words"].split()
    if words != [f"w{number}" for number in range(1, len(words) + 1)]:
        return 0
    return len(words)


def run(count: int, seed: int, jobs: int) -> list[Round]:
    """Run rounds side by side."""
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one_round, range(seed, seed + count)))


def main() -> int:
    """Run and print the figures; exit status 1 when anything was torn or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    began = time.monotonic()
    rounds = run(options.count, options.seed, options.jobs)
    torn = sum(bool(each.torn) for each in rounds)
    lost = sum(each.lost for each in rounds)
    print(
        f"{len(rounds)} kills in {time.monotonic() - began:.0f} s: {torn} torn, {lost} words older"
        f" than {LOST_S} s lost; {sum(each.typed for each in rounds)} words typed,"
        f" {sum(each.due for each in rounds)} of them due"
    )
    for each in rounds:
        if each.torn or each.lost:
            print(each)
    return 1 if torn or lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
