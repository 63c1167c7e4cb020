"""What the journal costs per key: `python -m tests.benchmarks.bench_journal`.

Medians of five over 20,000 keys, on posts of 4 KB and 500 KB, against the same keys without a
journal: at most 50 µs and 1 KB per key. Then what opening and closing a post waits for.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from editor.document import Document

KEYS = 20_000


def written_bytes() -> int:
    """Return what this process has sent to the disk, as the system counts it."""
    for line in Path("/proc/self/io").read_text().splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    return 0


def keys_us(document: Document) -> list[float]:
    times = []
    clock = time.perf_counter
    line = document.line_count // 2
    column = 0
    for number in range(KEYS):
        started = clock()
        if number % 60 == 59:
            document.replace(line, column, line, column, "\n")
            line, column = line + 1, 0
        else:
            document.replace(line, column, line, column, "k")
            column += 1
        times.append((clock() - started) * 1e6)
        if number % 200 == 0:
            time.sleep(0.02)  # the writer breathes; the helper thread syncs
    return times


def measure(folder: Path, size: int) -> tuple[float, float, float, float, float]:
    data = ("word " * 15 + "\n").encode() * (size // 76)
    plain = statistics.median(keys_us(Document.from_bytes(data)))
    document = Document.from_bytes(data)
    journal = document.open_journal(folder / "post.md")
    journal.sync()
    before_disk = written_bytes()
    before = journal.file.stat().st_size
    times = keys_us(document)
    journal.sync()
    grown = journal.file.stat().st_size - before
    disk = written_bytes() - before_disk
    document.close_journal()
    times.sort()
    return plain, statistics.median(times), times[int(KEYS * 0.99)], grown / KEYS, disk / KEYS


def ends_ms(folder: Path, size: int) -> tuple[float, float]:
    """Return what opening a journal takes, and what discarding one with words takes."""
    data = os.urandom(size // 2).hex().encode()
    opening, closing = [], []
    for _ in range(20):
        document = Document.from_bytes(data)
        started = time.perf_counter()
        document.open_journal(folder / "post.md")
        opening.append((time.perf_counter() - started) * 1e3)
        document.replace(0, 0, 0, 0, "k")
        time.sleep(0.2)  # in the middle of its sync, as often as not
        started = time.perf_counter()
        document.close_journal(discard=True)
        closing.append((time.perf_counter() - started) * 1e3)
    return statistics.median(opening), max(closing)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_STATE_HOME"] = f"{name}/state"
        for size in (4_000, 500_000):
            rows = [measure(Path(name), size) for _ in range(5)]
            plain, median, late, grown, disk = (
                statistics.median(row) for row in zip(*rows, strict=True)
            )
            print(
                f"{size // 1000:>4} KB: key {plain:.1f} µs without, {median:.1f} µs with journal: "
                f"+{median - plain:.1f} µs (at most 50), p99 {late:.0f} µs; {grown:.0f} bytes of "
                f"journal per key, {disk:.0f} bytes to the disk (at most 1,000)"
            )
            opening, closing = ends_ms(Path(name), size)
            print(f"{size // 1000:>4} KB: open {opening:.1f} ms, close at most {closing:.2f} ms")


if __name__ == "__main__":
    main()
