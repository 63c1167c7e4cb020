"""What checking costs: a long post in its process, and the addresses of a large site.

    python -m tests.benchmarks.bench_checks [--posts 20000] [--length 390000]

Prints medians of five: a long post from the window's request to its findings, against a tenth of
it (ten times, if cost grows with the text); and a question for an address in a site of 20,000
posts, against one in a site of 20.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from editor.checks import CheckClient, Checked, CheckRequest
from editor.site import AddressBook, Site, SiteIndex, indexer
from tests.shared import TOOLS

_RUNS = 5
_QUESTIONS = 1000
_HEAD = "---\ntitle: A title\ndate: 2026-09-01 10:00:00 +0000\n---\n"
_PASSAGE = (
    (
        "## A heading\n\nSome words with [a link](/2026/09/01/nowhere{0}.html), `code` and\n"
        "![a picture](/assets/picture{0}.png) in two lines.\n\n* An item\n* Another\n\n"
        "```ruby\nputs {0}\n```\n\n{{% if page.title %}}{{{{ page.title }}}}{{% endif %}}\n\n"
    )
    + "Words and more words that make up the most of what people write in a day. " * 12
    + "\n\n"
)


def main() -> int:
    """Make sites, measure, print, and take everything away again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=390_000)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="standfirst-bench-"))
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    try:
        small, large = folder / "small", folder / "large"
        for root, posts in ((small, 20), (large, arguments.posts)):
            _make(root, posts)
        _fill(large)
        text = _text(arguments.length)
        _row(
            f"a post of {len(text)} characters",
            _trips(large, text),
            "a tenth of it",
            _trips(large, _text(arguments.length // 10)),
        )
        _row(
            f"{_QUESTIONS} addresses among {arguments.posts}",
            _questions(large),
            "among 20",
            _questions(small),
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _make(root: Path, posts: int) -> None:
    tool = [sys.executable, str(TOOLS / "make_site.py"), str(root)]
    options = ["--posts", str(posts), "--seed", "1", "--images", "20"]
    subprocess.run([*tool, *options], check=True, stdout=subprocess.DEVNULL)


def _fill(root: Path) -> AddressBook:
    site = Site.open(root)
    index = SiteIndex.open(site)
    indexer.refresh(site, index=index, words=False)
    book = AddressBook(site, index)
    book.refresh()
    return book


def _text(length: int) -> str:
    parts = [_HEAD]
    size = len(_HEAD)
    while size < length:
        parts.append(_PASSAGE.format(len(parts)))
        size += len(parts[-1])
    return "".join(parts)


def _trips(root: Path, text: str) -> list[float]:
    answers: queue.Queue[Checked] = queue.Queue()
    client = CheckClient(root, answers.put)
    found = []
    try:
        for revision in range(_RUNS + 1):
            began = time.perf_counter()
            client.check(CheckRequest("post", revision, "_posts/2026-09-01-a.md", text))
            answers.get()
            found.append(time.perf_counter() - began)
    finally:
        client.close()
    return found[1:]  # the first one starts the process


def _questions(root: Path) -> list[float]:
    book = _fill(root)
    found = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        for number in range(_QUESTIONS):
            book.near(f"/2026/09/01/nowhere{number}.html")
        found.append(time.perf_counter() - began)
    return found


def _row(name: str, ours: list[float], peer: str, theirs: list[float]) -> None:
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    print(f"{name}: {mine:.1f} ms; {peer}: {other:.1f} ms; ratio {mine / other:.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
