"""The longest pause of the window after a save in a large site, beside that in a site of ten posts.

`python -m tests.benchmarks.bench_pause [--posts 20000]`. Offscreen; medians of five saves. After a
save the site is looked at anew, the list and the form follow: none of it may hold up the keys.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="standfirst-bench-")
for _name in ("CONFIG", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))

from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from editor.settings import Settings  # noqa: E402
from editor.site import Site, indexer  # noqa: E402
from editor.ui import look  # noqa: E402
from editor.ui.window import MainWindow  # noqa: E402

AFTER_S = 1.5
GOAL_MS = 50.0


def make_site(root: Path, count: int) -> Path:
    """Write a site of as many posts, index it, and return one from the middle of its list."""
    (root / "_posts").mkdir(parents=True)
    (root / "_config.yml").write_text("title: T\n", "utf-8")
    for number in range(count):
        name = f"20{number % 20:02}-0{number % 9 + 1}-1{number % 9}-n{number}.md"
        text = f"---\ntitle: Number {number}\ncategories: [News]\ntags: [a]\n---\n\nWords.\n"
        (root / "_posts" / name).write_text(text, "utf-8")
    indexer.refresh(Site.open(root))
    return sorted((root / "_posts").iterdir())[count // 2]


def longest_pause_ms(window: MainWindow) -> float:
    """Save, go on typing, and return the longest time in which the window did nothing else."""
    tab = window.workbench.posts.current
    pane = window.workbench.views.active.pane
    QTest.keyClicks(pane, "words ")
    window.desks.saving.save(tab)
    longest = 0.0
    began = last = time.perf_counter()
    while last - began < AFTER_S:
        QApplication.processEvents()
        QTest.qWait(1)
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now
    return longest * 1000


def measure(count: int) -> float:
    """Return the median of the longest pauses after five saves in a site of as many posts."""
    with tempfile.TemporaryDirectory() as name:
        path = make_site(Path(name) / "site", count)
        window = MainWindow(Settings(hidden_panels=("preview",)))
        window.resize(1280, 800)
        window.show()
        window.desks.sites.open_path(path)
        while window.workbench.posts.shown is None or window.workbench.session.usage is None:
            QTest.qWait(10)
        QTest.qWait(2000)  # what the opening has begun is done
        pauses = [longest_pause_ms(window) for _ in range(5)]
        window.workbench.posts.drop(window.workbench.posts.current, discard=True)
        window.close()
        return statistics.median(pauses)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    count = parser.parse_args().posts
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.apply(app, dark=False)
    small, large = measure(10), measure(count)
    print(
        f"longest pause after a save: {small:.0f} ms with 10 posts, {large:.0f} ms with {count:,} "
        f"= {large / small:.1f} x (goal: at most {GOAL_MS:.0f} ms)"
    )
    return 0 if large <= GOAL_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
