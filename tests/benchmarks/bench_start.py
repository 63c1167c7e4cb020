"""The start of the window, seen from outside, beside ghostwriter and two bare windows in one run.

    python -m tests.benchmarks.bench_start [--rounds 3]

Prints the seconds until a window is mapped and until the last large repaint, and the memory (PSS)
of all processes, on a virtual screen with a post of 5 KB: medians of the rounds, the programs in
turn, after one start each that fills the caches. Wanted: mapped <= 1.0 x ghostwriter, last repaint
<= 1.3 x ghostwriter, memory <= 1.15 x the bare window with a web view. Needs the measuring tool of
../shared/tools and Debian's xvfb, openbox and wmctrl; without ghostwriter its row is left out.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shared import TOOLS

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ("map_s", "paint_s", "pss_mb")


def programs() -> dict[str, list[str]]:
    """Return what is measured: a name, and the tool's words that start it."""
    python = shlex.quote(sys.executable)
    bare = [shlex.quote(str(TOOLS / name)) for name in ("bare_text.py", "bare_web.py")]
    found = {
        "ours": ["--name", "ours", "--cmd", f"{python} -m editor {{file}}"],
        "bare text": ["--name", "bare-text", "--cmd", f"{python} {bare[0]} {{file}}"],
        "bare web view": ["--name", "bare-web", "--cmd", f"{python} {bare[1]} {{file}}"],
    }
    if shutil.which("ghostwriter"):
        found["ghostwriter"] = ["--peer", "ghostwriter"]
    return found


def measured(words: list[str], text: Path) -> dict[str, float]:
    """Start a program once and return its figures."""
    ended = subprocess.run(
        [sys.executable, str(TOOLS / "peer_latency.py"), *words, "--file", str(text),
         "--start-only"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    found = json.loads(ended.stdout.splitlines()[-1])
    return {each: float(found[each]) for each in FIGURES}


def main() -> int:
    """Measure, print, and return 1 when a figure is not as wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    compileall.compile_dir(ROOT / "editor", quiet=1)
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in programs()}
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        subprocess.run([sys.executable, str(TOOLS / "make_texts.py"), folder], check=True)
        for number in range(rounds + 1):
            for name, words in programs().items():
                figures = measured(words, Path(folder, "n5000.md"))
                if number:
                    taken[name].append(figures)
    medians = {
        name: {each: statistics.median(row[each] for row in rows) for each in FIGURES}
        for name, rows in taken.items()
    }
    print(f"{'':15} {'mapped, s':>10} {'repaint, s':>10} {'PSS, MB':>10}")
    for name, row in medians.items():
        print(f"{name:15} {row['map_s']:>10.2f} {row['paint_s']:>10.2f} {row['pss_mb']:>10.0f}")
    ours = medians["ours"]
    ratios = [("memory / bare web view", ours["pss_mb"] / medians["bare web view"]["pss_mb"], 1.15)]
    if "ghostwriter" in medians:
        peer = medians["ghostwriter"]
        ratios += [
            ("mapped / ghostwriter", ours["map_s"] / peer["map_s"], 1.0),
            ("last repaint / ghostwriter", ours["paint_s"] / peer["paint_s"], 1.3),
        ]
    for name, ratio, wanted in ratios:
        print(f"{name:27} {ratio:.2f}  (wanted {wanted})")
    return int(any(ratio > wanted for _, ratio, wanted in ratios))


if __name__ == "__main__":
    sys.exit(main())
