"""Rendering and keys, beside Python-Markdown with its extra extensions, in one run.

    python -m tests.benchmarks.bench_kramdown

Wanted: full <= 1.5 x Python-Markdown at each size; one key at 500 KB <= 0.02 x the full render and
<= 2 x one key at 5 KB; what becomes of every paragraph's first place <= 1 x the full render, of a
hundred places <= 0.5 x.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import markdown

from editor.edit import Edit
from editor.kramdown import Blocks, fates, to_html
from tests.shared import TOOLS

SIZES = (5_000, 50_000, 500_000)


def median_s(operation: Callable[[], object], times: int = 5) -> float:
    """Return the median of some runs, after one to warm up."""
    operation()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        operation()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


PARAGRAPH = (
    "The council met on *Tuesday* and [voted](https://example.org/vote) to keep the old "
    'harbour "open for another year", which `nobody` had expected.'
)


def key_s(text: str) -> float:
    """Return the time of a key in the middle of a text, in the same paragraph at every size."""
    lines = text.split("\n")
    place = next(at for at in range(len(lines) // 2, len(lines)) if not lines[at])
    lines[place + 1 : place + 1] = [PARAGRAPH, ""]
    blocks = Blocks("\n".join(lines))
    durations = []
    for column in range(10, 60):
        start = time.perf_counter()
        blocks.update(Edit(place + 1, column, "", "x"))
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def main() -> None:
    """Print one line for each size, then the ratio of the keys."""
    keys = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            article = Path(folder) / "article.md"
            subprocess.run(
                [sys.executable, TOOLS / "make_site.py", article, "--article", str(size)],
                check=True,
                capture_output=True,
            )
            text = article.read_text(encoding="utf-8")
        ours = median_s(lambda text=text: to_html(text))  # type: ignore[misc]
        peer = median_s(lambda text=text: markdown.markdown(text, extensions=["extra"]))  # type: ignore[misc]
        keys.append(key_s(text))
        print(
            f"{size:>7} bytes: full {ours * 1e3:8.1f} ms, Python-Markdown {peer * 1e3:8.1f} ms, "
            f"ratio {ours / peer:.2f}; key {keys[-1] * 1e3:.3f} ms = {keys[-1] / ours:.4f} x full"
        )
        paragraphs = [at + 2 for at in range(len(text) - 2) if text[at : at + 2] == "\n\n"]
        for places in (paragraphs, paragraphs[:: len(paragraphs) // 100 + 1]):
            ends = [0, *places, len(text)]
            pieces = [text[start:end] for start, end in pairwise(ends)]
            asked = median_s(lambda pieces=pieces: fates(pieces))  # type: ignore[misc]
            print(f"        what becomes of {len(places)} places: {asked / ours:.2f} x full")
    print(f"one key at {SIZES[-1]} / at {SIZES[0]} bytes: {keys[-1] / keys[0]:.2f}")


if __name__ == "__main__":
    main()
