"""The window: how long a save holds it up, what a key costs, how long a post takes to open.

`python -m tests.benchmarks.bench_window`. Offscreen; medians. Each figure stands beside a bare loop
of the same run: the key in a plain QPlainTextEdit, the opening of a post by its `setPlainText`.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="standfirst-bench-")
for _name in ("CONFIG", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name, _name.lower()))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402

from editor.document import Document  # noqa: E402
from editor.settings import Settings  # noqa: E402
from editor.ui import look  # noqa: E402
from editor.ui.window import MainWindow  # noqa: E402

SAVE_GOAL_MS = 2.0
PARAGRAPH = (
    "A paragraph of some **length** with *words* that lean, [a link](https://example.org/a) and "
    "`code`, written so that every line of the text has something to be highlighted in it. "
    "It goes on for a while, as paragraphs of real articles do.\n\n## A heading\n\n> A quote.\n\n"
)


def milliseconds(began: float) -> float:
    """Return the time since then."""
    return (time.perf_counter() - began) * 1000


def keys(widget: QPlainTextEdit, count: int = 100) -> float:
    """Return the median time of a key."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        QTest.keyClick(widget, Qt.Key.Key_A)
        taken.append(milliseconds(began))
    return statistics.median(taken)


def main() -> int:
    """Measure and print."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.apply(app, dark=False)
    window = MainWindow(Settings(hidden_panels=("preview",)))
    window.show()
    app.processEvents()
    missed = 0
    folder = Path(_HOME.name)
    for size_kb in (4, 500, 5000):
        body = (PARAGRAPH * (size_kb * 1000 // len(PARAGRAPH) + 1))[: size_kb * 1000]
        path = folder / f"2025-01-01-{size_kb}.md"
        path.write_text(f"---\ntitle: x\ndate: 2025-01-01\n---\n\n{body}", "utf-8")
        bare = QPlainTextEdit()
        bare.show()
        began = time.perf_counter()
        bare.setPlainText(body)
        app.processEvents()
        bare_open_ms = milliseconds(began)
        began = time.perf_counter()
        tab = window.workbench.posts.add(Document.from_bytes(path.read_bytes()), path)
        window.workbench.posts.show(tab)
        app.processEvents()
        open_ms = milliseconds(began)
        key_ms, bare_key_ms = keys(window.workbench.views.active.pane), keys(bare)
        saves = []
        for _ in range(15):
            QTest.keyClick(window.workbench.views.active.pane, Qt.Key.Key_B)
            began = time.perf_counter()
            window.desks.saving.save(tab)
            saves.append(milliseconds(began))
            while tab.file.is_saving:
                app.processEvents()
        save_ms = statistics.median(saves)
        # At 5 MB the text's bytes are made in the window's thread; the goal is for posts.
        missed += size_kb <= 500 and save_ms > SAVE_GOAL_MS
        print(
            f"{size_kb:>5} KB: open {open_ms:7.1f} ms (bare {bare_open_ms:7.1f}), "
            f"key {key_ms:.3f} ms (bare {bare_key_ms:.3f}), "
            f"a save holds the window {save_ms:.2f} ms"
        )
        window.workbench.posts.drop(tab, discard=True)
        bare.close()
    window.close()
    print("goal missed" if missed else f"goal met: a save holds the window <= {SAVE_GOAL_MS} ms")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
