"""What a key costs in the text of record: `python -m tests.benchmarks.bench_document`.

Medians of five, in the middle of posts from 4 KB to 5 MB, against a bare splice of one string.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from editor.document import Document

KEYS = 2_000


def post_of(size: int) -> bytes:
    head = b"---\ntitle: One\ndate: 2024-01-01 10:00:00 +0100\ntags: [a, b]\nlayout: post\n---\n"
    return head + b"word word word word word word word word\n" * (size // 40)


def per_key_us(action: Callable[[int], object]) -> float:
    runs = []
    for _ in range(5):
        started = time.perf_counter()
        for number in range(KEYS):
            action(number)
        runs.append((time.perf_counter() - started) / KEYS * 1e6)
    return statistics.median(runs)


def typed(document: Document, line: int, _: int) -> None:
    document.replace(line, 4, line, 4, "k")


def undone(document: Document, _: int) -> None:
    document.undo()
    document.redo()


def main() -> None:
    for size in (4_000, 50_000, 500_000, 5_000_000):
        data = post_of(size)
        document = Document.from_bytes(data)
        middle = document.line_count // 2
        key = per_key_us(partial(typed, document, middle))
        back = per_key_us(partial(undone, document))
        strings = [data.decode()]
        place = len(data) // 2

        def splice(_: int, strings: list[str] = strings, place: int = place) -> None:
            strings[0] = strings[0][:place] + "k" + strings[0][place:]

        bare = per_key_us(splice)
        started = time.perf_counter()
        document.snapshot()
        snapshot = (time.perf_counter() - started) * 1e3
        times = []
        for _ in range(20):
            document.replace(middle, 4, middle, 4, "k")
            started = time.perf_counter()
            document.post.data  # noqa: B018
            times.append((time.perf_counter() - started) * 1e3)
        print(
            f"{size // 1000:>5} KB: key {key:.1f} µs (bare splice of one string {bare:.1f} µs, "
            f"{key / bare:.2f} x), undo+redo {back:.1f} µs, snapshot {snapshot:.2f} ms, "
            f"values after a key {statistics.median(times):.2f} ms"
        )


if __name__ == "__main__":
    main()
