"""All benchmarks, one after the other, in one table: `python -m tests.benchmarks [--rounds 5]`.

    python -m tests.benchmarks --rounds 5               what the whole takes: half an hour
    python -m tests.benchmarks --only cli preview       these only

Every benchmark prints lines of words and figures. Of several rounds each figure of a line is the
median. Compare two trees by running this in both, on a quiet machine, and putting the tables side
by side. A benchmark that fails is named at the end; a figure that is not as its benchmark wants it
is marked by that one alone.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")


def names() -> list[str]:
    """Return the names of all benchmarks."""
    return sorted(
        each.stem.removeprefix("bench_") for each in _ROOT.glob("tests/benchmarks/bench_*")
    )


def lines_of(name: str) -> tuple[list[str], str]:
    """Run a benchmark once.

    Returns:
        Its lines; and the end of what it said on standard error when it failed to run, else empty.
    """
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.bench_{name}"],
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in ended.stdout.splitlines() if line.strip()]
    # 1 is what a benchmark returns whose figures are not as wanted, and Python for a traceback.
    is_broken = ended.returncode > 1 or ended.returncode < 0 or "Traceback" in ended.stderr
    return lines, ended.stderr.strip()[-400:] if is_broken else ""


def together(runs: list[list[str]]) -> list[str]:
    """Return the lines of several runs as one: where there are figures, their medians.

    Lines that do not say the same in every run are left as the first run has them.
    """
    shapes = {tuple(_NUMBER.sub("#", line).split()) for line in runs[0]}
    found = []
    for number, line in enumerate(runs[0]):
        same = [run[number] for run in runs if number < len(run)]
        columns = list(zip(*(map(float, _NUMBER.findall(each)) for each in same), strict=False))
        if len(same) < len(runs) or tuple(_NUMBER.sub("#", same[-1]).split()) not in shapes:
            found.append(line)
            continue
        written = [
            _written(statistics.median(column), like)
            for column, like in zip(columns, _NUMBER.findall(line), strict=False)
        ]
        parts = _NUMBER.split(line)
        found.append("".join(a + b for a, b in zip(parts, [*written, ""], strict=False)))
    return found


def _written(value: float, like: str) -> str:
    decimals = len(like.partition(".")[2])
    return f"{value:.{decimals}f}".rjust(len(like))


def main() -> int:
    """Run, print the table, and return 1 when one could not be run."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=names(), default=names())
    arguments = parser.parse_args()
    failed = {}
    for name in arguments.only:
        runs = []
        for _ in range(arguments.rounds):
            lines, trouble = lines_of(name)
            if trouble:
                failed[name] = trouble
            else:
                runs.append(lines)
        print(f"\n## {name} (medians of {len(runs)})", flush=True)
        for line in together(runs) if runs else ():
            print(line, flush=True)
    for name, trouble in failed.items():
        print(f"\n{name} could not be run:\n{trouble}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
