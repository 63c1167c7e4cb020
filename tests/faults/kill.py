"""kill -9 at random moments: `python -m tests.faults.kill --count 10000`.

A child types into a document, with its journal, and saves without end; each save and each change is
acknowledged through a pipe. After the kill the file is one of the two last saves, whole, and
everything that was acknowledged is in the file or in what the next start offers.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Tally:
    """What the kills did."""

    kills: int = 0
    torn: int = 0
    lost: int = 0
    not_swept: int = 0
    saves: int = 0
    changes: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.torn or self.lost or self.not_swept)


def work(path: Path, size: int, pipe: int) -> None:
    """Type and save until killed. Each acknowledgement is 9 bytes: what, and which revision."""
    from editor.document import Document
    from editor.storage import save

    document = Document.new("x" * 79 + "\n")
    filler = ("x" * 79 + "\n") * (size // 80)
    document.replace(0, 0, 0, 0, filler)
    journal = document.open_journal(path)
    while True:
        for _ in range(20):
            document.replace(0, 0, 0, 0, "k")
            os.write(pipe, b"c" + document.revision.to_bytes(8, "big"))
        snapshot = document.snapshot()
        saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
        os.write(pipe, b"s" + document.revision.to_bytes(8, "big"))
        document.mark_saved(snapshot, saved)


def keys(data: bytes) -> int:
    return len(data) - len(data.lstrip(b"k"))


def is_whole(data: bytes, size: int) -> bool:
    line = b"x" * 79 + b"\n"
    return data.lstrip(b"k") == line * (size // 80 + 1) and keys(data) % 20 == 0


def one_kill(folder: Path, size: int, wait_s: float, tally: Tally) -> None:
    """Start a child, kill it, and compare."""
    from editor.storage import pending, sweep

    site = folder / "site"
    site.mkdir()
    path = site / "post.md"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(path, size, writer)
        finally:
            os._exit(1)
    os.close(writer)
    first = os.read(reader, 9)
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    heard = first
    while part := os.read(reader, 65_536):
        heard += part
    os.close(reader)
    acknowledged = [heard[place : place + 9] for place in range(0, len(heard) // 9 * 9, 9)]
    tally.changes += sum(each[:1] == b"c" for each in acknowledged)
    saves = sum(each[:1] == b"s" for each in acknowledged)
    tally.saves += saves
    tally.kills += 1
    disk = path.read_bytes() if path.exists() else None
    # The saves have 20 keys more each; one more than acknowledged may have been finished.
    if disk is None:
        tally.torn += saves > 0
    elif not is_whole(disk, size) or keys(disk) // 20 not in (saves, saves + 1):
        tally.torn += 1
    typed = sum(each[:1] == b"c" for each in acknowledged)
    found = pending()
    kept = keys(found[0].data) if found else keys(disk or b"")
    tally.lost += kept < typed or len(found) > 1
    for recovery in found:
        recovery.file.unlink()
    sweep(site)
    tally.not_swept += bool({file.name for file in site.iterdir()} - {"post.md"})
    shutil.rmtree(site)


def run(count: int, sizes: tuple[int, ...] = (4_000, 500_000), seed: int = 0) -> Tally:
    """Kill `count` children after 0.5–30 ms of work each."""
    import editor.document
    import editor.storage  # noqa: F401 - loaded before the fork

    tally = Tally()
    random_ = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="sf-kill-"))
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    try:
        for number in range(count):
            size = sizes[0] if number % 3 else sizes[-1]
            one_kill(folder, size, random_.uniform(0.0005, 0.03), tally)
    finally:
        if before is None:
            del os.environ["XDG_STATE_HOME"]
        else:
            os.environ["XDG_STATE_HOME"] = before
        shutil.rmtree(folder)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    started = time.monotonic()
    tally = run(arguments.count, seed=arguments.seed)
    print(tally, f"{time.monotonic() - started:.0f} s")
    sys.exit(not tally.is_good)


if __name__ == "__main__":
    main()
