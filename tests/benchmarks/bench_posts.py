"""The list of posts at 20,000: what a person waits for, against a bare query of the index.

Run with `python -m tests.benchmarks.bench_posts [--posts 20000]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from editor.site import Site, SiteIndex, indexer
from editor.ui import look
from editor.ui.posts import PostListPanel


def main() -> None:
    """Make a site, index it, and time the list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=20_000)
    count = parser.parse_args().posts
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.apply(app, dark=False)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "_config.yml").write_text("title: x\n", "utf-8")
        (root / "_posts").mkdir()
        for number in range(count):
            name = f"20{number % 20:02}-0{number % 9 + 1}-1{number % 9}-n{number}.md"
            text = f"---\ntitle: Number {number} of the lot\ncategories: [News]\n---\nx\n"
            (root / "_posts" / name).write_text(text, "utf-8")
        site = Site.open(root)
        index = SiteIndex.open(site)
        indexer.refresh(site)
        panel = PostListPanel()
        panel.resize(280, 700)
        panel.show()
        bare = _median(lambda: (index.count(), index.rows(limit=100)))
        print(f"bare count and first page     {bare:8.1f} ms")

        def narrow(words: str) -> Callable[[], object]:
            def run() -> None:
                panel._model.set_filter("", None)
                panel._model.set_filter(words, None)
                app.processEvents()

            return run

        for what, run in (
            ("open", lambda: panel.set_site(site, index)),
            ("to the end", panel.view.scrollToBottom),
            ("narrow to most", narrow("number")),
            ("narrow to none", narrow("qqq")),
            ("refresh", panel.refresh),
        ):
            taken = _median(_painted(run, app))
            print(f"{what:29} {taken:8.1f} ms  {taken / bare:6.1f} x bare")
        index.close()


def _painted(run: Callable[[], object], app: QApplication) -> Callable[[], object]:
    def run_and_paint() -> None:
        run()
        app.processEvents()

    return run_and_paint


def _median(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
