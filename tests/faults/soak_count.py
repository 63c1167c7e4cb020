"""What tests/faults/soak.py counts each minute, its table at the end, and its budgets.

The budgets are those of a working day (8 h: 20 MB after the first hour, then less than 1 MB an
hour) as far as a shorter run can tell: what a minute's noise hides is not judged, only printed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

from PySide6.QtCore import QCoreApplication, QEvent, QObject

OURS = ("editor.ui", "editor.document", "editor.preview", "editor.site", "editor.storage")
UNDO = ("Step", "Edit")  # grow with what was done; packed after a while
WARM_S = 120.0
LONG_S = 600.0  # from here on the second half is long enough to be judged by itself

MEMORY_GROWN_MB = 20.0
MEMORY_LATE_MB = 2.0  # in the second half: noise; a leak of 8 MB an hour shows in half an hour
OTHERS_GROWN = 1.2  # the other processes' highest, second half against first
FILES_GROWN = 6  # a spare worker may be just starting, or just dead
THREADS_GROWN = 6  # the web engine's come and go
PYTHON_THREADS_GROWN = 2  # a timer of the watch
OBJECTS_GROWN = 0.01
OBJECTS_UNDER_WAY = 6  # tasks, and buttons about to be deleted
KIND_GROWN = 30  # of our own objects; below that a cache may still fill
NONE_LOST_SHARE = 1 / 10_000  # of the changes
VERSIONS_KEPT = 20
PRUNED_S = 2 * 600.0 + 60  # a content that no list names is gone after so long


@dataclass(frozen=True, slots=True)
class Mark:
    """What was there at a moment.

    Attributes:
        seconds: Since the work began.
        changes: Made so far, in all posts.
        saves: Made so far.
        numbers: The rows of the table: by name, in the row's unit.
        qt: Qt's objects that Python knows, by kind.
        ours: Our own objects by kind.
    """

    seconds: float
    changes: int
    saves: int
    numbers: dict[str, float]
    qt: Counter[str]
    ours: Counter[str]

    @property
    def line(self) -> str:
        """One line for each minute."""
        values = "  ".join(f"{name} {value:.5g}" for name, value in self.numbers.items())
        return f"{self.seconds:6.0f} s  {values}  changes {self.changes}"


def measure(home: Path, seconds: float, changes: int, saves: int, key_ms: float) -> Mark:
    """Count what this process holds; nothing else may be under way."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    # Not by `findChildren`: it makes an object of Python's for every object of Qt's that it finds,
    # and those of a text that is shown anew stay until the end.
    kinds = [type(each) for each in gc.get_objects()]
    qt = Counter(each.__name__ for each in kinds if issubclass(each, QObject))
    ours = Counter(
        each.__name__
        for each in kinds
        if str(each.__module__).startswith(OURS) and not issubclass(each, QObject)
    )
    others = list(_others())
    state, cache = home / "state" / "standfirst", home / "cache"
    numbers = {
        "memory MB": _pages() * os.sysconf("SC_PAGE_SIZE") / 1e6,
        "others MB": sum(map(_proportional_mb, others)),
        "processes": len(others) + 1,
        "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "threads": sum(1 for _ in Path("/proc/self/task").iterdir()),
        "Python threads": threading.active_count(),
        "QObjects": qt.total(),
        "our objects": ours.total() - sum(ours[each] for each in UNDO),
        "undo steps": ours["Step"],
        "None": sys.getrefcount(None),
        "journals KB": _size(state / "journals") / 1e3,
        "versions KB": _size(state / "versions") / 1e3,
        "versions": sum(1 for _ in _files(state / "versions" / "contents")),
        "cache KB": _size(cache) / 1e3,
        "state files": sum(1 for _ in _files(state)),
        "key p99 ms": key_ms,
    }
    return Mark(seconds, changes, saves, numbers, qt, ours)


def left_behind(home: Path) -> list[str]:
    """Return what should be gone once the window is closed."""
    state = home / "state" / "standfirst"
    found = [*_files(state / "journals"), *_files(state / "locks")]
    return [f"left after the end: {each.relative_to(state)}" for each in found]


def errors_told(home: Path) -> list[str]:
    """Return what the editor's log holds of errors, with the lines of code that follow them."""
    found: list[str] = []
    is_error = False
    for file in sorted((home / "state" / "standfirst" / "log").glob("*.log*"), reverse=True):
        for line in file.read_text("utf-8", "replace").splitlines():
            if line[:4].isdigit():
                is_error = " ERROR " in line or " CRITICAL " in line
            if is_error:
                found.append(f"log: {line}")
    return found[:60]


class Judge:
    """Reads the marks of a whole run."""

    def __init__(self, marks: Sequence[Mark], posts: int) -> None:
        self._marks = marks
        self._posts = posts
        length = marks[-1].seconds
        self._first = next(each for each in marks if each.seconds >= min(WARM_S, length / 4))
        self._late = [each for each in marks if each.seconds >= length / 2] or [marks[-1]]
        self._early = [each for each in marks if self._first.seconds <= each.seconds < length / 2]
        self._last = marks[-1]

    def table(self) -> str:
        """Start, after warm-up, end, and the slope over the second half."""
        warm = f"at {self._first.seconds:.0f} s"
        rows = [f"{'':<16}{'start':>11}{warm:>11}{'end':>11}{'slope/h':>12}   (second half)"]
        for name in self._last.numbers:
            values = [each.numbers[name] for each in (self._marks[0], self._first, self._last)]
            cells = "".join(f"{value:>11,.1f}" for value in values)
            rows.append(f"{name:<16}{cells}{self._slope(name):>+12,.1f}")
        rows.append("kinds that grew most after warm-up:")
        for title, counted in (("Qt's", _qt), ("ours", _ours)):
            grown = (counted(self._last) - counted(self._first)).most_common(5)
            words = ", ".join(f"{kind} +{more}" for kind, more in grown) or "none"
            rows.append(f"  {title}: {words}")
        return "\n".join(rows)

    def problems(self) -> list[str]:
        """Return the budgets that do not hold."""
        first, last = self._first, self._last
        found = []

        def judge(name: str, most: float, *, since: Mark = first) -> None:
            more = last.numbers[name] - since.numbers[name]
            if more > most:
                found.append(f"{name}: {more:+.1f} since {since.seconds:.0f} s, {most:.1f} allowed")

        judge("memory MB", MEMORY_GROWN_MB)
        judge("files", FILES_GROWN)
        judge("threads", THREADS_GROWN)
        judge("Python threads", PYTHON_THREADS_GROWN)
        judge("QObjects", first.numbers["QObjects"] * OBJECTS_GROWN + OBJECTS_UNDER_WAY)
        lost = first.numbers["None"] - last.numbers["None"]
        if lost > max(10, last.changes * NONE_LOST_SHARE) and sys.version_info < (3, 12):
            found.append(f"references to None: {lost:.0f} lost")
        for kind, more in (_ours(last) - _ours(self._late[0])).items():
            if more > max(KIND_GROWN, _ours(self._late[0])[kind] // 10):
                found.append(f"our objects: {more} more of {kind} in the second half")
        before = [each for each in self._marks if each.seconds <= last.seconds - PRUNED_S]
        fresh = last.saves - (before[-1].saves if before else 0)
        most = self._posts * VERSIONS_KEPT + fresh
        if last.numbers["versions"] > most:
            found.append(f"versions: {last.numbers['versions']:.0f} kept, {most} allowed")
        if last.seconds >= LONG_S and self._early:
            late_h = (last.seconds - self._late[0].seconds) / 3600
            if self._slope("memory MB") * late_h > max(MEMORY_LATE_MB, late_h):
                found.append(
                    f"memory MB: {self._slope('memory MB'):+.1f} an hour in the second half"
                )
            early = max(each.numbers["others MB"] for each in self._early)
            late = max(each.numbers["others MB"] for each in self._late)
            if late > early * OTHERS_GROWN:
                found.append(f"others MB: {late:.0f} in the second half, {early:.0f} before")
        return found

    def _slope(self, name: str) -> float:
        if len(self._late) < 2:
            return 0.0
        hours = [each.seconds / 3600 for each in self._late]
        return linear_regression(hours, [each.numbers[name] for each in self._late]).slope


def _qt(mark: Mark) -> Counter[str]:
    return mark.qt


def _ours(mark: Mark) -> Counter[str]:
    return Counter({kind: count for kind, count in mark.ours.items() if kind not in UNDO})


def _pages(pid: int | str = "self") -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])


def _others() -> Iterator[int]:
    """Name the processes that this one started, and that they started."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((folder / "stat").read_text("utf-8").rsplit(")", 1)[1].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    todo = [os.getpid()]
    while todo:
        for each in parents.get(todo.pop(), ()):
            todo.append(each)
            yield each


def _proportional_mb(pid: int) -> float:
    """Return a process's memory, what it shares with others counted in shares."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def _size(folder: Path) -> int:
    total = 0
    for each in _files(folder):
        with contextlib.suppress(OSError):
            total += each.stat().st_size
    return total
