"""How long the quick verbs take, beside `python -c "import yaml"` in the same run.

    python -m tests.benchmarks.bench_cli

Whole processes, medians of eleven in turn, with compiled bytecode. Wanted: at most 4 times the bare
import. `set` waits five times for the disk (`fsync`), which is in its figure.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 11
WANTED = 4.0


def main() -> int:
    """Measure, print, and return 1 when a verb takes longer than wanted."""
    compileall.compile_dir(ROOT / "editor", quiet=1)
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        site = Path(folder, "site")
        shutil.copytree(ROOT / "resources" / "sample-site", site)
        post = str(min((site / "_posts").glob("*.md")))
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        for name in ("CONFIG", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(Path(folder, name.lower()))
        commands = {
            "import yaml": ["-c", "import yaml"],
            "get": ["-m", "editor", "get", post, "title"],
            "set": ["-m", "editor", "set", post],
            "check POST": ["-m", "editor", "check", post],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + 1):
            for name, words in commands.items():
                more = [f"description=Number {number}"] if name == "set" else []
                began = time.perf_counter()
                subprocess.run(
                    [sys.executable, *words, *more], env=environment, capture_output=True,
                    check=name != "check POST",
                )  # fmt: skip
                if number:  # the first one fills caches
                    times[name].append((time.perf_counter() - began) * 1000)
    bare = statistics.median(times["import yaml"])
    missed = False
    for name, taken in times.items():
        ratio = statistics.median(taken) / bare
        missed |= ratio > WANTED
        print(f"{name:12} {statistics.median(taken):7.1f} ms {ratio:6.2f} x the bare import")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
