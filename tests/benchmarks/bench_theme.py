"""What a site's posts cost a page in its layout: from the index, beside reading their files.

    python -m tests.benchmarks.bench_theme [--posts 20000]

Prints medians of five over one site of `make_site.py`: a new build with one post rendered in its
layout, its posts read from their files, and from the index; and the same from the index for a
site of ten posts.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from editor.site import Site, SiteIndex, indexer
from editor.theme import Theme
from editor.theme.rendering import render_item
from tests.shared import TOOLS

_RUNS = 5


def main() -> int:
    """Make two sites, measure, print, and take everything away again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="standfirst-bench-"))
    try:
        few, _ = _measured(folder, 10)
        many, read = _measured(folder, arguments.posts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"build and one page, 10 posts        {few * 1000:9.1f} ms from the index")
    print(f"build and one page, {arguments.posts:6} posts    {many * 1000:9.1f} ms from the index")
    print(f"  reading every post                {read * 1000:9.1f} ms, ratio {many / read:.3f}")
    return 0


def _measured(folder: Path, count: int) -> tuple[float, float]:
    """Return seconds for a build and a page from the index, and with every post read."""
    root = folder / f"site-{count}"
    subprocess.run(
        [
            *(sys.executable, str(TOOLS / "make_site.py"), str(root)),
            *("--posts", str(count), "--seed", "1", "--images", "5"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    site = Site.open(root)
    with contextlib.closing(SiteIndex.open(site, folder / f"{count}.sqlite")) as index:
        indexer.refresh(site, index=index)
        theme = Theme(site)
        stored = _median(lambda: _page(theme, index))
    return stored, _median(lambda: _page(Theme(site), None))


def _page(theme: Theme, index: SiteIndex | None) -> None:
    build = theme.build(index=index)
    posts = build.collection("posts")
    render_item(build, posts[len(posts) // 2])
    build.close()


def _median(what: Callable[[], None]) -> float:
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
