"""The hand of tests/faults/soak.py: works in the window, knows what every text must be."""

from __future__ import annotations

import difflib
import os
import random
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.faults.soak_count import Judge, Mark, errors_told, left_behind, measure
from tests.ui.views import pane_of

LONGEST = 6_000  # characters of a body; then from its end
PATIENCE_S = 20.0  # for what the window does by itself: three times what it takes on a busy machine


@dataclass(slots=True)
class Model:
    """What a post must hold."""

    number: int
    tab: OpenPost
    body: str = "The tide.\n"  # what the pane shows: the blank line before it is not in it
    counter: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        head = f"---\ntitle: Day {self.number}\ncounter: {self.counter}\n---\n\n"
        return head + self.body


@dataclass(frozen=True, slots=True)
class _Key:
    tab: OpenPost
    key: str

    def __call__(self) -> None:
        # QTest.keyClicks takes the key as a letter.
        QTest.keyClicks(pane_of(self.tab), self.key)


@dataclass(frozen=True, slots=True)
class _Wait:
    """Stands among the keys until the window has done something."""

    what: str
    done: Callable[[], bool]
    until: float

    @classmethod
    def for_(cls, what: str, done: Callable[[], bool]) -> _Wait:
        return cls(what, done, time.monotonic() + PATIENCE_S)


class Hand(QObject):
    """Works for a time, then saves everything and closes the window."""

    beat = Signal()  # time for the next key

    def __init__(
        self, home: Path, posts: list[Path], seconds: float, rate: float, seed: int
    ) -> None:
        super().__init__()
        self._home = home
        self._posts = posts
        self._seconds = seconds
        self._pause = 1 / rate
        self._chance = random.Random(seed)
        self._window: MainWindow | None = None
        self._models: list[Model] = []
        self._keys: deque[Callable[[], None] | _Wait] = deque()
        self._round: deque[Callable[[MainWindow], None]] = deque()
        self._key_ms: list[float] = []
        self._closed_changes = 0  # of documents that are open no more
        self._deeds: Counter[str] = Counter()
        self._marks: list[Mark] = []
        self._found: list[str] = []
        self._began = 0.0
        self._opened = 0
        self._next_mark = 0.0
        self._ends_by = 0.0
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
        return [*self._found, *errors_told(self._home), *left_behind(self._home)]

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
        # Looked for once: asking for all windows makes objects of those that the web engine
        # opens for a moment, and they stay.
        window = self._window = self._window or _window()
        if window is None or self._stop.is_set():
            return
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            self._answer(dialog)
        elif self._busy:
            pass  # inside a key's own event loop
        elif QApplication.activeWindow() is None:
            # Without a screen no window manager gives the window its keys back after a dialog.
            window.activateWindow()
        elif len(self._models) < len(self._posts):
            self._open(window)
        else:
            self._busy = True
            try:
                self._work(window)
            finally:
                self._busy = False

    def _open(self, window: MainWindow) -> None:
        if window.workbench.session.site is None:
            return
        if len(window.workbench.posts) > len(self._models):
            tab = window.workbench.posts[len(self._models)]
            self._models.append(Model(len(self._models) + 1, tab))
        elif self._opened == len(self._models):
            if self._opened:
                window.desks.opening.open_path(self._posts[self._opened])
            self._opened += 1
        self._began = time.monotonic()

    def _answer(self, dialog: QDialog) -> None:
        slug = dialog.findChild(QLineEdit, "rename-slug")
        if slug is not None and slug.isModified():
            # Answered: it goes on as soon as its plan is there.
            outcome = dialog.findChild(QLabel, "outcome")
            if outcome is not None and outcome.property("role") == "error":
                self._found.append(f"a rename was refused: {outcome.text()}")
                dialog.reject()
            return
        if slug is not None:
            slug.setText(f"day-{self._chance.randrange(10**6)}")
            slug.textEdited.emit(slug.text())
            slug.setModified(True)
            dialog.accept()
            return
        self._found.append(f"a question nobody expected: {dialog.objectName()}")
        dialog.reject()

    # --- work ---

    def _work(self, window: MainWindow) -> None:
        now = time.monotonic() - self._began
        if self._keys:
            self._press(self._keys[0])
        elif now >= self._next_mark and not any(each.tab.file.is_saving for each in self._models):
            self._mark(window, now)
        elif now >= self._seconds:
            self._finish(window)
        else:
            self._begin_deed(window)

    def _press(self, key: Callable[[], None] | _Wait) -> None:
        if isinstance(key, _Wait):
            if not key.done():
                if time.monotonic() < key.until:
                    return
                self._found.append(f"not within {PATIENCE_S:.0f} s: {key.what}")
            self._keys.popleft()
            return
        self._keys.popleft()
        began = time.perf_counter()
        key()
        if isinstance(key, _Key):
            self._key_ms.append((time.perf_counter() - began) * 1000)

    def _model(self, window: MainWindow) -> Model:
        return next(each for each in self._models if each.tab is window.workbench.posts.shown)

    def _begin_deed(self, window: MainWindow) -> None:
        # In 8 h a writer may close and open 500 posts, save 2,000 times, rename 100; 200 times
        # another program writes, 50 workers die (facts/safety.md, section 7). Here it is denser.
        deeds: dict[Callable[[MainWindow], None], float] = {
            self._type: 300,
            self._break_line: 20,
            self._undo: 10,
            self._switch: 20,
            self._set_field: 20,
            self._save: 8,
            self._close_and_open: 1.5,
            self._outside_clean: 1,
            self._outside_dirty: 1,
            self._rename: 0.7,
            self._kill_worker: 0.7,
            self._kill_page: 0.25,
        }
        if not self._deeds:
            self._round.extend(deeds)  # each once, so that a short run does all of them too
        if len(self._model(window).body) > LONGEST:
            deed: Callable[[MainWindow], None] = self._delete
        elif self._round:
            deed = self._round.popleft()
        else:
            (deed,) = self._chance.choices(list(deeds), list(deeds.values()))
        self._deeds[deed.__name__.strip("_").replace("_", " ")] += 1
        deed(window)

    def _type(self, window: MainWindow) -> None:
        model = self._model(window)
        lines = model.body.split("\n")
        at = self._chance.randrange(len(lines))
        first = model.text.count("\n") - model.body.count("\n")
        tab = model.tab
        pane_of(tab).go_to_line(first + at, 0)
        word = f"w{self._deeds['type']} "
        lines[at] = word + lines[at]
        model.body = "\n".join(lines)
        self._keys.extend(_Key(tab, key) for key in word)

    def _break_line(self, window: MainWindow) -> None:
        model = self._model(window)
        model.body += "\n"
        _break_at_end(model.tab)

    def _delete(self, window: MainWindow) -> None:
        model = self._model(window)
        _to_end(model.tab)
        count = LONGEST // 10
        model.body = model.body[:-count]
        pane = pane_of(model.tab)
        self._keys.extend([lambda: QTest.keyClick(pane, Qt.Key.Key_Backspace)] * count)

    def _undo(self, window: MainWindow) -> None:
        # Taken back and done again: the text stays what it was.
        tab = self._model(window).tab
        if tab.document.can_undo:
            window.desks.looks.undo()
            self._keys.append(pane_of(tab).redo_step)

    def _switch(self, window: MainWindow) -> None:
        window.workbench.posts.step(self._chance.choice((1, -1, 2)))

    def _set_field(self, window: MainWindow) -> None:
        model = self._model(window)
        model.counter += 1
        model.tab.document.set_field("counter", model.counter)

    def _save(self, window: MainWindow) -> None:
        QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def _rename(self, window: MainWindow) -> None:
        model = self._model(window)
        tab, before = model.tab, model.tab.path
        renaming = _Renaming(window, tab)
        self._when_saved(window, lambda: window.desks.saving.save(tab, renaming))
        self._keys.append(_Wait.for_("the question for a name", lambda: renaming.has_begun))
        self._type_at_end(model)  # while the file is moved
        self._keys.append(_Wait.for_("another name", lambda: tab.path != before))

    # --- other programs, closing ---

    def _outside_clean(self, window: MainWindow) -> None:
        model = self._model(window)
        self._when_saved(window, lambda: self._write_outside(model))
        self._keys.append(_Wait.for_("another program's words", lambda: _is_shown(model)))

    def _outside_dirty(self, window: MainWindow) -> None:
        # The other program writes at the top, the hand at the end: merged, while keys come.
        model = self._model(window)
        tab = model.tab
        while model.body.count("\n") < 4:
            model.body += "\n"
            self._keys.append(lambda: _break_at_end(tab))
        self._when_saved(window, lambda: self._type_at_end(model, first=True))
        self._keys.append(lambda: self._write_outside(model, _disk(tab)))
        self._type_at_end(model, count=8)
        self._keys.append(_Wait.for_("both sides' words", lambda: _is_shown(model)))

    def _write_outside(self, model: Model, disk: str | None = None) -> None:
        line = f"outside {self._deeds.total()}\n"
        model.body = line + model.body
        path = model.tab.path
        if path is None:
            return
        if disk is None:
            text = model.text
        else:
            head, fence, body = disk.partition("\n---\n\n")
            text = head + fence + line + body
        if self._chance.random() < 0.5:
            path.write_bytes(text.encode())
        else:
            aside = self._home / "aside"
            aside.write_bytes(text.encode())
            aside.replace(path)

    def _close_and_open(self, window: MainWindow) -> None:
        model = self._model(window)
        tab, path = model.tab, model.tab.path
        if path is None:
            return
        self._when_saved(window, lambda: window.desks.closing.close(tab))
        self._keys.append(_Wait.for_("a closed post", lambda: tab not in window.workbench.posts))
        self._keys.append(lambda: window.desks.opening.open_path(path))
        self._keys.append(
            _Wait.for_("an open post", lambda: window.workbench.posts.at(path) is not None)
        )
        self._keys.append(lambda: self._take(window, model, path))

    def _take(self, window: MainWindow, model: Model, path: Path) -> None:
        self._closed_changes += model.tab.document.revision
        tab = window.workbench.posts.at(path)
        if tab is not None:
            model.tab = tab

    def _when_saved(self, window: MainWindow, then: Callable[[], None]) -> None:
        tab = self._model(window).tab
        self._keys.append(lambda: self._save(window))
        self._keys.append(_Wait.for_("a saved post", lambda: _is_at_rest(tab)))
        self._keys.append(then)

    def _type_at_end(self, model: Model, count: int = 1, *, first: bool = False) -> None:
        word = "".join(f"e{self._deeds.total()} " for _ in range(count))
        tab = model.tab

        def add() -> None:
            model.body += word

        keys: list[Callable[[], None] | _Wait] = [lambda: _to_end(tab), add]
        keys += [_Key(tab, key) for key in word]
        if first:
            self._keys.extendleft(reversed(keys))  # before what waits already
        else:
            self._keys.extend(keys)

    # --- killing ---

    def _kill_worker(self, window: MainWindow) -> None:
        client = window.preview._live._client
        worker = client._worker if client is not None else None
        if worker is not None and worker.pid > 0:
            os.kill(worker.pid, signal.SIGKILL)

    def _kill_page(self, window: MainWindow) -> None:
        page = window.preview._web.page
        pid = page.renderProcessPid() if page is not None else 0
        if pid > 0:
            os.kill(pid, signal.SIGKILL)

    # --- counting ---

    def _mark(self, window: MainWindow, now: float) -> None:
        changes = self._closed_changes + sum(each.tab.document.revision for each in self._models)
        keys = sorted(self._key_ms) or [0.0]
        self._key_ms = []
        late = keys[int(len(keys) * 0.99)]
        mark = measure(self._home, now, changes, self._deeds["save"], late)
        self._marks.append(mark)
        self._next_mark = now + min(60.0, self._seconds / 4)
        print(mark.line, flush=True)
        del window

    def _finish(self, window: MainWindow) -> None:
        self._ends_by = self._ends_by or time.monotonic() + PATIENCE_S
        is_at_rest = all(_is_at_rest(each.tab) for each in self._models)
        if not is_at_rest and time.monotonic() < self._ends_by:
            window.desks.saving.save_all()
            return
        self._mark(window, time.monotonic() - self._began)
        judge = Judge(self._marks, len(self._models))
        print(judge.table())
        print(", ".join(f"{count} × {name}" for name, count in sorted(self._deeds.items())))
        self._found += judge.problems()
        for model in self._models:
            self._found += _differences(model)
        self._stop.set()
        self._is_closing = True
        if not is_at_rest:
            self._found.append(f"not everything was saved within {PATIENCE_S:.0f} s")
            window.workbench.posts.drop_all()  # or it would ask, and nobody answers any more
        window.close()


class _Renaming:
    def __init__(self, window: MainWindow, tab: OpenPost) -> None:
        self._window = window
        self._tab = tab
        self.has_begun = False

    def __call__(self, saved: bool) -> None:
        self.has_begun = True
        path = self._window.workbench.site_path(self._tab)
        if saved and path is not None:
            self._window.desks.moving.rename(path)


def _is_at_rest(tab: OpenPost) -> bool:
    return not (tab.file.is_saving or tab.document.modified)


def _is_shown(model: Model) -> bool:
    return model.tab.document.text == model.text


def _disk(tab: OpenPost) -> str:
    return tab.path.read_bytes().decode() if tab.path is not None else ""


def _differences(model: Model) -> Sequence[str]:
    """Return where document, pane or disk do not hold what was typed."""
    tab = model.tab
    same = {
        "document": tab.document.text == model.text,
        "pane": model.text.endswith(pane_of(tab).body())
        and len(pane_of(tab).body()) >= len(model.body),
        "disk": _disk(tab) == model.text,
    }
    wrong = [name for name, good in same.items() if not good]
    if not wrong:
        return []
    rows = difflib.unified_diff(
        model.text.split("\n"), tab.document.text.split("\n"), "typed", "held", n=1
    )
    return [f"post {model.number}: not what was typed: {', '.join(wrong)}", *list(rows)[:20]]


def _break_at_end(tab: OpenPost) -> None:
    _to_end(tab)
    QTest.keyClick(pane_of(tab), Qt.Key.Key_Return)


def _to_end(tab: OpenPost) -> None:
    pane_of(tab).setFocus()
    QTest.keyClick(pane_of(tab), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)


def _window() -> MainWindow | None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, MainWindow):
            return each
    return None
