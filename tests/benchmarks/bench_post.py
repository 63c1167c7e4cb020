"""Parse, one edit and serialise, as a multiple of PyYAML's own compose of the same text.

`python -m tests.benchmarks.bench_post`; the bound is 3 at every size.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import yaml

from editor.post import Post

ROUNDS = 5
BOUND = 3.0
_SEASONS = ("spring", "summer", "autumn", "winter")


def front_matter(size: int) -> str:
    """Return front matter of about `size` characters, of the kinds of values that posts hold."""
    lines = ["layout: post", 'title: "The harbour reopens"']
    number = 0
    while sum(map(len, lines)) + len(lines) < size - 40:
        lines += [
            f'headline_{number}: "The council, part {number}: what was said"',
            f"date_{number}: 2024-03-0{number % 9 + 1} 10:20:30 +0100",
            f"tags_{number}: [harbour, council, {_SEASONS[number % 4]}]",
            f"author_{number}: Ada Lund",
            f"links_{number}:",
            "  - https://example.org/a/b",
            "  - https://example.org/c # the second",
            f"picture_{number}:",
            f"  path: assets/images/p{number}.jpg",
            "  alt: The harbour at dawn",
            f"featured_{number}: true",
        ]
        number += 1
    return "---\n" + "\n".join(lines)[: size - 9].rsplit("\n", 1)[0] + "\n---\n"


def median(operation: Callable[[], object]) -> float:
    """Return the median of five times, in seconds."""
    operation()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        operation()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print one line a size; exit 1 when a ratio is over the bound."""
    worst = 0.0
    for size in (1024, 8 * 1024, 64 * 1024):
        text = front_matter(size)
        data = (text + "\nThe body.\n").encode()
        head = text[: text.rindex("---\n")]

        def edit(data: bytes = data) -> bytes:
            post = Post.from_bytes(data)
            post.set("title", "The harbour reopens: at last")
            return post.to_bytes()

        def last(data: bytes = data) -> bytes:
            post = Post.from_bytes(data)
            post.set("note", "Seen by the desk")
            return post.to_bytes()

        base = median(lambda head=head: yaml.compose(head, Loader=yaml.CSafeLoader))  # type: ignore[misc]
        first, new = median(edit), median(last)
        worst = max(worst, first / base, new / base)
        print(
            f"{size // 1024:>3} KB: compose {base * 1000:.2f} ms; parse + edit + serialise "
            f"{first * 1000:.2f} ms = {first / base:.2f} x; with a new key {new / base:.2f} x"
        )
    return int(worst > BOUND)


if __name__ == "__main__":
    sys.exit(main())
