"""A durable save against a bare one: `python -m tests.benchmarks.bench_save`.

Measures `storage.save` over an existing file with its journal already synced (at most 1.3 times the
bare one), the whole save of an edited post (journal synced within), and what the window itself
waits for (`snapshot` and `mark_saved`).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
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


def measure(folder: Path, size: int) -> tuple[float, float, float, float]:
    """Return medians in ms: bare, save with the journal synced, whole save, wait of the window."""
    text = ("word " * 15 + "\n") * (size // 76)
    path, other = folder / f"{size}.md", folder / f"{size}-bare.md"
    path.write_bytes(text.encode())
    other.write_bytes(text.encode())
    document = Document.from_bytes(text.encode())
    journal = document.open_journal(path)
    rows: list[list[float]] = [[], [], [], []]
    for number in range(ROUNDS):
        data = document.snapshot().data
        rows[0].append(timed_ms(partial(bare, other, data)))

        document.replace(0, 0, 0, 0, "a")
        journal.sync()
        assert document.text
        begun = time.perf_counter()
        snapshot = document.snapshot()
        window = time.perf_counter() - begun
        begun = time.perf_counter()
        saved = save(path, snapshot.data, expected=document.saved_digest, journal=journal)
        rows[1].append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        document.mark_saved(snapshot, saved)
        rows[3].append((window + time.perf_counter() - begun) * 1000)

        document.replace(0, 0, 0, 0, "b" if number % 2 else "c")

        def whole() -> None:
            snapshot = document.snapshot()
            expected = document.saved_digest
            saved = save(path, snapshot.data, expected=expected, journal=journal)
            document.mark_saved(snapshot, saved)

        rows[2].append(timed_ms(whole))
    document.close_journal()
    return tuple(statistics.median(row) for row in rows)  # type: ignore[return-value]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_STATE_HOME"] = f"{name}/state"
        for size in (4_000, 500_000):
            runs = [measure(Path(name), size) for _ in range(5)]
            plain, durable, whole, window = (
                statistics.median(each) for each in zip(*runs, strict=True)
            )
            print(
                f"{size // 1000:>4} KB: bare {plain:.2f} ms; save, journal synced {durable:.2f} ms "
                f"= {durable / plain:.2f} x (at most 1.30); whole save {whole:.2f} ms "
                f"= {whole / plain:.2f} x; the window waits {window:.3f} ms (at most 2)"
            )


if __name__ == "__main__":
    main()
