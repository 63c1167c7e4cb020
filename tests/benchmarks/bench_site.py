"""How long a site takes to open, as ratios to bare loops over the same files in the same run.

    python -m tests.benchmarks.bench_site [--posts 20000]

Prints medians of five: a first opening (front matter only) against reading every file, a second one
against scandir and stat, the first rows, one key of a search, the words against bare inserts, the
index against the posts, `list --limit 100`, all front matter as a page that lists every post
needs it, and ten `post_url` tags, the first of which costs a listing, against that listing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from editor.post import Post
from editor.site import Included, Site, SiteIndex, StoredPosts, indexer, references
from editor.site.stored_posts import read_all
from tests.shared import TOOLS

_RUNS = 5
_PATH = "_posts/2030-01-01-ten.md"


def main() -> int:
    """Make a site, measure, print, and take everything away again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="standfirst-bench-"))
    try:
        root = folder / "site"
        subprocess.run(
            [
                *(sys.executable, str(TOOLS / "make_site.py"), str(root)),
                *("--posts", str(arguments.posts), "--seed", "1", "--images", "20"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        _measure(folder, root, arguments.posts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _measure(folder: Path, root: Path, count: int) -> None:
    site = Site.open(root)
    path = folder / "index.sqlite"
    first: list[float] = []
    bare: list[float] = []
    for _ in range(_RUNS):
        bare.append(_seconds(lambda: _read_all(root)))
        for each in folder.glob("index.sqlite*"):
            each.unlink()
        first.append(_seconds(lambda: _open(root, path)))
    _row(f"first opening of {count} posts", first, "read every file", bare, 4.0)
    index = SiteIndex.open(site, path)
    words = _seconds(lambda: indexer.refresh_words(site, index))
    inserts = _seconds(lambda: _insert_all(root, folder / "bare.sqlite"))
    _row("words", [words], "bare inserts", [inserts], 1.3)
    index.close()
    size = sum(each.stat().st_size for each in folder.glob("index.sqlite*"))
    text = sum(each.stat().st_size for each in (root / "_posts").iterdir())
    print(f"index: {size / text:.2f} × the text of {text / 1e6:.0f} MB (demand 1.2)")
    again: list[float] = []
    stats: list[float] = []
    for _ in range(_RUNS):
        stats.append(_seconds(lambda: _stat_all(root)))
        again.append(_seconds(lambda: _open(root, path)))
    _row("opening with an index", again, "scandir and stat", stats, 2.0)
    _post_urls(root)
    _list_some(folder, root)
    _all_fronts(site, path)
    rows = [_seconds(lambda: _rows(root, path)) for _ in range(_RUNS)]
    print(f"first 100 rows: {statistics.median(rows) * 1000:.1f} ms (demand 50 ms)")
    index = SiteIndex.open(site, path)
    for typed in ("h", "ha", "har", "harb", "harbour", "harbour tre"):
        keys = [_seconds(lambda typed=typed: index.search(typed)) for _ in range(_RUNS)]  # type: ignore[misc]
        print(f"search {typed!r}: {statistics.median(keys) * 1000:.1f} ms")
    grep = [
        _seconds(lambda: subprocess.run(["grep", "-rli", "harbour", str(root / "_posts")],
                                        stdout=subprocess.DEVNULL, check=False))
        for _ in range(3)
    ]  # fmt: skip
    print(f"grep -rli harbour: {statistics.median(grep) * 1000:.1f} ms")
    index.close()


def _list_some(folder: Path, root: Path) -> None:
    """Time `list --limit 100` whole, from the start of the interpreter to its end."""
    command = [sys.executable, "-m", "editor", "list", "--limit", "100", "--json"]
    home = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}

    def run() -> None:
        subprocess.run(
            [*command, "--site", str(root)], check=True, env=home, stdout=subprocess.DEVNULL
        )

    run()  # makes the index
    times = [_seconds(run) for _ in range(_RUNS)]
    print(f"list --limit 100: {statistics.median(times):.3f} s (demand 0.3 s)")


def _all_fronts(site: Site, path: Path) -> None:
    """Time what a page that lists all posts, and one that lists ten, ask of the index."""
    index = SiteIndex.open(site, path)
    posts = StoredPosts(index, Included(site.now()))
    for limit, demand in ((-1, 60.0), (10, 1.0)):
        times = [
            _seconds(lambda limit=limit: read_all(posts.page(0, limit)))  # type: ignore[misc]
            for _ in range(_RUNS)
        ]
        name = "all" if limit < 0 else str(limit)
        print(f"front matter of {name}: {statistics.median(times) * 1000:.2f} ms (wanted {demand})")
    index.close()


def _post_urls(root: Path) -> None:
    """Time a post with ten tags in a site that was just opened, and the same once more."""
    names = sorted(each.stem for each in (root / "_posts").iterdir())[:: max(1, 20_000 // 10)][:10]
    body = "".join(f"[a]({{% post_url {name} %}})\n\n" for name in names)
    post = Post.from_text(f"---\ntitle: Ten tags\n---\n{body}")
    first: list[float] = []
    again: list[float] = []
    listing: list[float] = []
    for _ in range(_RUNS):
        site = Site.open(root)
        listing.append(_seconds(lambda site=site: list(site.scan())))  # type: ignore[misc]
        first.append(_seconds(lambda site=site: references(post, site, _PATH)))  # type: ignore[misc]
        again.append(_seconds(lambda site=site: references(post, site, _PATH)))  # type: ignore[misc]
    _row("ten post_url tags, a new site", first, "a listing", listing, 2.0)
    known = statistics.median(again) * 1000
    print(f"ten post_url tags, known, all references of the post: {known:.2f} ms (demand 2 ms)")


def _row(name: str, ours: list[float], peer: str, theirs: list[float], demand: float) -> None:
    mine, bare = statistics.median(ours), statistics.median(theirs)
    print(f"{name}: {mine:.3f} s; {peer}: {bare:.3f} s; ratio {mine / bare:.2f} (demand {demand})")


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _open(root: Path, path: Path) -> None:
    site = Site.open(root)
    index = SiteIndex.open(site, path)
    indexer.refresh(site, index=index, words=False)
    index.close()


def _rows(root: Path, path: Path) -> None:
    index = SiteIndex.open(Site.open(root), path)
    index.rows()
    index.close()


def _read_all(root: Path) -> None:
    with os.scandir(root / "_posts") as entries:
        for entry in entries:
            with open(entry.path, "rb") as file:  # noqa: PTH123 - the bare loop
                file.read()


def _stat_all(root: Path) -> None:
    with os.scandir(root / "_posts") as entries:
        for entry in entries:
            entry.stat()


def _insert_all(root: Path, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE VIRTUAL TABLE w USING fts5(title, body, content='', prefix='2 3',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("BEGIN")
    with os.scandir(root / "_posts") as entries:
        for entry in entries:
            with open(entry.path, "rb") as file:  # noqa: PTH123 - the bare loop
                text = file.read().decode("utf-8", "replace")
            connection.execute("INSERT INTO w (title, body) VALUES (?, ?)", (entry.name, text))
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    raise SystemExit(main())
