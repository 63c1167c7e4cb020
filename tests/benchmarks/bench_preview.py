"""Key to page: the time from an edit of the document to the patch painted in the preview.

`python -m tests.benchmarks.bench_preview` prints, for posts of 5, 50, 500 KB and 5 MB, the median
of five rounds of keys, each from `Document.apply` to the second animation frame after the patch;
the same for a bare splice by `runJavaScript` in the same page and run; and the ratios of both, with
the flatness of ours (500 KB and 5 MB against 5 KB; wanted: 1.3 and 2). Frames come every 16.7 ms,
so finer differences are seen by the harness that types into the real window only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from editor.document import Document
from editor.edit import Edit, Origin
from editor.ui.preview import PreviewPane, prepare_environment, register_scheme
from editor.ui.preview.bridge import WORLD

ROUNDS = 5
_PAINTED = (
    "window.painted = 0; requestAnimationFrame(() => requestAnimationFrame(() => {"
    "window.painted = 1; document.title = 'painted ' + (window.count = (window.count || 0) + 1)}))"
)
_BARE = (
    "(() => {{ const body = document.querySelector('.sf-group'); "
    "const node = document.createElement('div'); node.className = 'sf-block'; "
    "node.innerHTML = {html}; body.replaceChild(node, body.children[{index}]); }})()"
)


def text_of(size: int) -> str:
    """Return a post of about `size` bytes: headings, paragraphs, lists, quotes, code."""
    words = "the harbour was quiet before the ferry came in with the morning papers".split()  # noqa: SIM905
    parts = ["---\ntitle: A long post\n---\n"]
    length = number = 0
    while length < size:
        number += 1
        start = number % len(words)
        sentence = " ".join((words[start:] + words[:start]) * 4).capitalize() + "."
        part = {
            0: f"## Part {number}\n\n",
            3: f"- {sentence}\n- **Second** point\n- [third](https://example.org/{number})\n\n",
            5: f"> {sentence}\n\n",
            8: f"```python\nprint({number})\n```\n\n",
        }.get(number % 11, f"{sentence} *Number* {number}. {sentence}\n\n")
        parts.append(part)
        length += len(part)
    return "".join(parts)


class Bench:
    """A pane on the offscreen screen."""

    def __init__(self) -> None:
        self.pane = PreviewPane()
        self.pane.resize(600, 900)
        self.pane.show()
        self.shown: list[int] = []
        self.pane.page_shown.connect(self.shown.append)

    def wait(self, done: Callable[[], bool]) -> None:
        while not done():
            QApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents
                | QEventLoop.ProcessEventsFlag.WaitForMoreEvents,
                5,
            )

    def run(self, code: str) -> None:
        assert self.pane._web.page is not None
        self.pane._web.page.runJavaScript(code, WORLD)

    def until_painted(self, begin: Callable[[], None]) -> float:
        """Return the milliseconds from `begin` to the second frame after what it caused."""
        page = self.pane._web.page
        assert page is not None
        titles: list[str] = []
        page.titleChanged.connect(titles.append)
        start = time.perf_counter()
        begin()
        self.run(_PAINTED)
        self.wait(lambda: any(each.startswith("painted") for each in titles))
        taken = (time.perf_counter() - start) * 1000
        page.titleChanged.disconnect(titles.append)
        return taken

    def measure(self, size: int, keys: int) -> tuple[float, float, float, float]:
        """Return first page, key to patch, key to painted, bare splice to painted, in ms."""
        document = Document.new(text_of(size))
        self.shown.clear()
        start = time.perf_counter()
        self.pane.show_document(document)
        self.wait(lambda: bool(self.shown))
        first = (time.perf_counter() - start) * 1000
        line = next(
            number
            for number in range(document.line_count // 2, document.line_count)
            if "*Number*" in document.lines[number]
        )
        self.pane.scroll_to_line(line - 2)
        self.wait_frames()
        patched, painted = [], []
        for number in range(keys):

            def key(number: int = number) -> None:
                before = time.perf_counter()
                document.apply(Edit(line, 3 + number, "", "x"), Origin.TYPING)
                self.wait(lambda: self.pane.shown_revision == document.revision)
                patched.append((time.perf_counter() - before) * 1000)

            painted.append(self.until_painted(key))
        index = 1
        html = json.dumps("<p>" + document.lines[line] * 2 + "</p>")
        bare = [
            self.until_painted(lambda: self.run(_BARE.format(html=html, index=index)))
            for _ in range(keys)
        ]
        return (
            first,
            statistics.median(patched),
            statistics.median(painted),
            statistics.median(bare),
        )

    def wait_frames(self) -> None:
        for _ in range(6):
            self.until_painted(lambda: None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    prepare_environment()
    register_scheme()
    app = QApplication([])
    bench = Bench()
    print(f"{'size':>8} {'open':>9} {'patch':>9} {'painted':>9} {'bare':>9} {'ratio':>7}   (ms)")
    ours: dict[int, float] = {}
    for size in (5_000, 50_000, 500_000, 5_000_000):
        rounds = [bench.measure(size, arguments.keys) for _ in range(arguments.rounds)]
        first, patch, painted, bare = (
            statistics.median(column) for column in zip(*rounds, strict=True)
        )
        ours[size] = painted
        print(
            f"{size // 1000:>5} KB {first:>9.1f} {patch:>9.2f} {painted:>9.2f} {bare:>9.2f} "
            f"{painted / bare:>7.2f}"
        )
    for size, wanted in ((500_000, 1.3), (5_000_000, 2.0)):
        flatness = ours[size] / ours[5_000]
        print(f"painted at {size // 1000} KB / 5 KB: {flatness:.2f}  (wanted {wanted})")
    bench.pane.close_down()
    del app


if __name__ == "__main__":
    main()
