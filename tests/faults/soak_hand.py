"""The hand of tests/faults/soak.py: works in the window, knows what every text must be."""

from __future__ import annotations

import difflib
import gc
import os
import random
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from editor.ui.window import MainWindow, PostTab

FILES_GROWN = 12  # a save, a worker's pipes and a listing may be under way when it is counted
THREADS_GROWN = 6
NONE_LOST = 100
LONGEST = 6_000  # characters of a body; then from its end
WARM_S = 60.0


@dataclass(slots=True)
class Model:
    """What a post must hold."""

    number: int
    tab: PostTab
    body: str = "The tide.\n"  # what the pane shows: the blank line before it is not in it
    counter: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        head = f"---\ntitle: Day {self.number}\ncounter: {self.counter}\n---\n\n"
        return head + self.body


@dataclass(frozen=True, slots=True)
class Mark:
    """What was counted at a moment."""

    seconds: float
    resident_mb: float
    files: int
    threads: int
    objects: int
    widgets: int
    children: int
    none: int


@dataclass(frozen=True, slots=True)
class _Key:
    tab: PostTab
    key: str

    def __call__(self) -> None:
        # QTest.keyClicks takes the key as a letter.
        QTest.keyClicks(self.tab.pane, self.key)


class Hand(QObject):
    """Works for a time, then saves everything and closes the window."""

    beat = Signal()  # time for the next key

    def __init__(self, posts: list[Path], seconds: float, rate: float, seed: int) -> None:
        super().__init__()
        self._posts = posts
        self._seconds = seconds
        self._pause = 1 / rate
        self._chance = random.Random(seed)
        self._models: list[Model] = []
        self._keys: deque[Callable[[], None]] = deque()
        self._deeds: Counter[str] = Counter()
        self._marks: list[Mark] = []
        self._found: list[str] = []
        self._began = 0.0
        self._opened = 0
        self._next_mark = 0.0
        self._busy = False
        self._is_closing = False
        self._stop = threading.Event()
        self._due = threading.Semaphore(0)
        self.beat.connect(self._on_beat, Qt.ConnectionType.QueuedConnection)
        # A thread, as no timer can be started before there is an application.
        threading.Thread(target=self._run_beats, name="hand", daemon=True).start()

    def problems(self) -> list[str]:
        """Return what broke."""
        if not self._is_closing:
            self._found.append("the editor ended before the hand was done")
        return self._found

    def _run_beats(self) -> None:
        due = time.monotonic()
        while not self._stop.is_set():
            due = max(due + self._pause, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
            self.beat.emit()
            self._due.acquire(timeout=5)  # never more than one in the queue

    @Slot()
    def _on_beat(self) -> None:
        self._due.release()
        window = _window()
        if window is None or self._stop.is_set():
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            self._answer(dialog)
        elif self._busy:
            pass  # inside a key's own event loop
        elif len(self._models) < len(self._posts):
            self._open(window)
        else:
            self._busy = True
            try:
                self._work(window)
            finally:
                self._busy = False

    def _open(self, window: MainWindow) -> None:
        if window.site is None:
            return
        if len(window.tabs.all) > len(self._models):
            tab = window.tabs.all[len(self._models)]
            self._models.append(Model(len(self._models) + 1, tab))
        elif self._opened == len(self._models):
            if self._opened:
                window.tabs.open_path(self._posts[self._opened])
            self._opened += 1
        self._began = time.monotonic()

    def _answer(self, dialog: QDialog) -> None:
        slug = dialog.findChild(QLineEdit, "rename-slug")
        if slug is not None:
            slug.setText(f"day-{self._chance.randrange(10**6)}")
            slug.textEdited.emit(slug.text())
            dialog.accept()
            return
        self._found.append(f"a question nobody expected: {dialog.objectName()}")
        dialog.reject()

    # --- work ---

    def _work(self, window: MainWindow) -> None:
        now = time.monotonic() - self._began
        if now >= self._next_mark:
            self._mark(window, now)
        if now >= self._seconds and not self._keys:
            self._finish(window)
        elif self._keys:
            self._keys.popleft()()
        else:
            self._begin_deed(window)

    def _model(self, window: MainWindow) -> Model:
        return next(each for each in self._models if each.tab is window.tab)

    def _begin_deed(self, window: MainWindow) -> None:
        deeds: list[tuple[Callable[[MainWindow], None], int]] = [
            (self._type, 300),
            (self._break_line, 20),
            (self._undo, 10),
            (self._switch, 20),
            (self._set_field, 20),
            (self._save, 15),
            (self._rename, 3),
            (self._kill_worker, 4),
            (self._kill_page, 1),
        ]
        if len(self._model(window).body) > LONGEST:
            deed: Callable[[MainWindow], None] = self._delete
        else:
            (deed,) = self._chance.choices([each for each, _ in deeds], [each for _, each in deeds])
        self._deeds[deed.__name__.strip("_").replace("_", " ")] += 1
        deed(window)

    def _type(self, window: MainWindow) -> None:
        model = self._model(window)
        lines = model.body.split("\n")
        at = self._chance.randrange(len(lines))
        first = model.text.count("\n") - model.body.count("\n")
        tab = model.tab
        tab.pane.go_to_line(first + at, 0)
        word = f"w{self._deeds['type']} "
        lines[at] = word + lines[at]
        model.body = "\n".join(lines)
        self._keys.extend(_Key(tab, key) for key in word)
        self._keys.popleft()()

    def _break_line(self, window: MainWindow) -> None:
        model = self._model(window)
        _to_end(model.tab)
        model.body += "\n"
        QTest.keyClick(model.tab.pane, Qt.Key.Key_Return)

    def _delete(self, window: MainWindow) -> None:
        model = self._model(window)
        _to_end(model.tab)
        count = LONGEST // 10
        model.body = model.body[:-count]
        pane = model.tab.pane
        self._keys.extend([lambda: QTest.keyClick(pane, Qt.Key.Key_Backspace)] * count)

    def _undo(self, window: MainWindow) -> None:
        # Taken back and done again: the text stays what it was.
        tab = self._model(window).tab
        window.undo()
        self._keys.append(tab.pane.redo_step)

    def _switch(self, window: MainWindow) -> None:
        window.tabs.step(self._chance.choice((1, -1, 2)))

    def _set_field(self, window: MainWindow) -> None:
        model = self._model(window)
        model.counter += 1
        model.tab.document.set_field("counter", model.counter)

    def _save(self, window: MainWindow) -> None:
        QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def _rename(self, window: MainWindow) -> None:
        tab = self._model(window).tab
        if not tab.is_saving:
            window.saver.save(tab, _Renaming(window, tab))

    def _kill_worker(self, window: MainWindow) -> None:
        client = window.preview._client
        worker = client._worker if client is not None else None
        if worker is not None and worker.pid > 0:
            os.kill(worker.pid, signal.SIGKILL)

    def _kill_page(self, window: MainWindow) -> None:
        page = window.preview._page
        pid = page.renderProcessPid() if page is not None else 0
        if pid > 0:
            os.kill(pid, signal.SIGKILL)

    # --- counting ---

    def _mark(self, window: MainWindow, now: float) -> None:
        mark = measure(window, now)
        self._marks.append(mark)
        self._next_mark = now + min(60.0, self._seconds / 4)
        keys = sum(each.tab.document.revision for each in self._models)
        print(
            f"{mark.seconds:6.0f} s  {mark.resident_mb:6.1f} MB  {mark.files} files  "
            f"{mark.threads} threads  {mark.objects} QObjects known to Python  "
            f"{mark.widgets} widgets  {mark.children} in the window  "
            f"{mark.none} references to None  {keys} changes",
            flush=True,
        )

    def _finish(self, window: MainWindow) -> None:
        if any(each.tab.is_saving for each in self._models):
            return
        if any(each.tab.document.modified for each in self._models):
            window.saver.save_all()
            return
        self._mark(window, time.monotonic() - self._began)
        self._judge()
        self._stop.set()
        self._is_closing = True
        window.close()

    def _judge(self) -> None:
        settled = min(WARM_S, self._seconds / 4)
        first = next(each for each in self._marks if each.seconds >= settled)
        last = self._marks[-1]
        print(
            f"from {first.seconds:.0f} s to {last.seconds:.0f} s: "
            f"{last.resident_mb - first.resident_mb:+.1f} MB, {last.files - first.files:+d} files, "
            f"{last.threads - first.threads:+d} threads, {last.objects - first.objects:+d} "
            f"QObjects known to Python, {last.widgets - first.widgets:+d} widgets, "
            f"{last.children - first.children:+d} in the window, "
            f"{last.none - first.none:+d} references to None"
        )
        print(", ".join(f"{count} × {name}" for name, count in sorted(self._deeds.items())))
        if last.files > first.files + FILES_GROWN:
            self._found.append(f"{last.files - first.files} more open files")
        if last.threads > first.threads + THREADS_GROWN:
            self._found.append(f"{last.threads - first.threads} more threads")
        if last.none < first.none - NONE_LOST and sys.version_info < (3, 12):
            self._found.append(f"{first.none - last.none} references to None lost")
        for model in self._models:
            tab = model.tab
            same = {
                "document": tab.document.text == model.text,
                "pane": model.text.endswith(tab.pane.body()),
                "disk": tab.path is not None and tab.path.read_bytes() == model.text.encode(),
            }
            wrong = [name for name, good in same.items() if not good]
            if wrong:
                self._found.append(f"post {model.number}: not what was typed: {', '.join(wrong)}")
                wanted, found = model.text.split("\n"), tab.document.text.split("\n")
                self._found += list(difflib.unified_diff(wanted, found, "typed", "held", n=1))[:20]


class _Renaming:
    def __init__(self, window: MainWindow, tab: PostTab) -> None:
        self._window = window
        self._tab = tab

    def __call__(self, saved: bool) -> None:
        path = self._window.site_path(self._tab)
        if saved and path is not None and not self._tab.document.modified:
            self._window.posts.rename(path)


def measure(window: MainWindow, now: float) -> Mark:
    """Count what this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Mark(
        seconds=now,
        resident_mb=pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        files=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=sum(1 for _ in Path("/proc/self/task").iterdir()),
        objects=sum(isinstance(each, QObject) for each in gc.get_objects()),
        widgets=len(QApplication.allWidgets()),
        children=len(window.findChildren(QObject)),
        none=sys.getrefcount(None),
    )


def _to_end(tab: PostTab) -> None:
    tab.pane.setFocus()
    QTest.keyClick(tab.pane, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)


def _window() -> MainWindow | None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, MainWindow):
            return each
    return None
