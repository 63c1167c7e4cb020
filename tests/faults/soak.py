"""Works with the running editor for a long time and watches what grows.

    python -m tests.faults.soak [--minutes 30] [--rate 50] [--seed 0]

Starts `editor.ui.app.main` (no screen) on a site of its own with a hand in it
(tests/faults/soak_hand.py) that types, deletes, undoes, saves, switches, closes and opens tabs,
changes fields, renames, kills render workers and the preview's page, and writes the same files as
another program would: posts without and with unsaved words. Each minute it prints what was counted
(tests/faults/soak_count.py), at the end a table with slopes. Exit status 1 when a budget does not
hold, or a document, its pane or its file is not what was typed.

`memory` is this process's resident memory; `others` are the web engine's and the workers', what
they share counted in shares: a page fills its heap for minutes before it collects.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

POSTS = 4


def make_site(root: Path) -> list[Path]:
    """Write a small site and return its posts."""
    (root / "_posts").mkdir(parents=True)
    (root / "_config.yml").write_text("title: T\n", "utf-8")
    made = []
    for number in range(1, POSTS + 1):
        path = root / "_posts" / f"2026-01-0{number}-day-{number}.md"
        path.write_text(f"---\ntitle: Day {number}\ncounter: 0\n---\n\nThe tide.\n", "utf-8")
        made.append(path)
    return made


def main() -> int:
    """Run it; see the module's words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="standfirst-soak-") as name:
        home = Path(name)
        for each in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{each}_HOME"] = str(home / each.lower())
        os.environ |= {"HOME": name, "XDG_RUNTIME_DIR": name, "QT_QPA_PLATFORM": "offscreen"}
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        posts = make_site(home / "site")
        # Imported here: the render workers read this module again, and need no Qt.
        from editor.ui import app
        from tests.faults.soak_hand import Hand

        hand = Hand(home, posts, options.minutes * 60, options.rate, options.seed)
        app.main([str(posts[0])])
        logging.shutdown()
        problems = hand.problems()
        for each in problems:
            print(f"BROKEN: {each}", flush=True)
        if not problems:
            print("every budget holds; every text is what was typed", flush=True)
        hand.deleteLater()
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
