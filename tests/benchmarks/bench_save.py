"""A durable save against a bare one: `python -m tests.benchmarks.bench_save`.

Measures `storage.save` over an existing file with its journal already synced (at most 1.3 times the
bare one), the whole save of an edited post (snapshot, journal synced within, digest of the new
bytes, marks), and what the window itself waits for (`snapshot` and `mark_saved`).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from editor.document import Document
from editor.storage import save

ROUNDS = 41


def bare(path: Path, data: bytes) -> None:
    fresh = path.with_name("fresh")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)
    fresh.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def timed_ms(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


@dataclass
class Rows:
    """Times in ms of every round; neighbours ran right after each other, so ratios are of pairs."""

    bare: list[float] = field(default_factory=list)
    synced: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    window: list[float] = field(default_factory=list)

    def ratio(self, durable: list[float]) -> float:
        return statistics.median(
            each / plain for each, plain in zip(durable, self.bare, strict=True)
        )


def measure(folder: Path, size: int) -> Rows:
    """Save the same edited post in turn: bare, with the journal synced, and whole."""
    text = ("word " * 15 + "\n") * (size // 76)
    path, other = folder / f"{size}.md", folder / f"{size}-bare.md"
    path.write_bytes(text.encode())
    other.write_bytes(text.encode())
    document = Document.from_bytes(text.encode())
    journal = document.open_journal(path)
    rows = Rows()

    def save_post() -> float:
        """Save as the window does; returns what `storage.save` alone took."""
        begun = time.perf_counter()
        snapshot = document.snapshot()
        window = time.perf_counter() - begun
        begun = time.perf_counter()
        saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
        took = (time.perf_counter() - begun) * 1000
        assert saved.digest.size_bytes  # named in the save thread, when the bytes are durable
        begun = time.perf_counter()
        document.mark_saved(snapshot, saved)
        rows.window.append((window + time.perf_counter() - begun) * 1000)
        return took

    for number in range(ROUNDS):
        document.replace(0, 0, 0, 0, "a")
        journal.sync()
        data = document.snapshot().data
        if number % 2:
            rows.bare.append(timed_ms(partial(bare, other, data)))
        rows.synced.append(save_post())
        if not number % 2:
            rows.bare.append(timed_ms(partial(bare, other, data)))
        document.replace(0, 0, 0, 0, "b")
        rows.whole.append(timed_ms(save_post))
    document.close_journal()
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_STATE_HOME"] = f"{name}/state"
        for size in (4_000, 500_000):
            runs = [measure(Path(name), size) for _ in range(5)]

            def middle(figure: Callable[[Rows], float], runs: list[Rows] = runs) -> float:
                return statistics.median(figure(run) for run in runs)

            print(
                f"{size // 1000:>4} KB: "
                f"bare {middle(lambda run: statistics.median(run.bare)):.2f} ms; save, journal "
                f"synced {middle(lambda run: statistics.median(run.synced)):.2f} ms "
                f"= {middle(lambda run: run.ratio(run.synced)):.2f} x (at most 1.30); "
                f"whole save {middle(lambda run: statistics.median(run.whole)):.2f} ms "
                f"= {middle(lambda run: run.ratio(run.whole)):.2f} x; the window waits "
                f"{middle(lambda run: statistics.median(run.window)):.3f} ms (at most 2)"
            )


if __name__ == "__main__":
    main()
