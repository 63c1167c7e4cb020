"""The real window on a slow disk: it never waits for it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.storage import finish_journals
from editor.ui.window import MainWindow
from editor.ui.workbench import OpenPost
from tests.ui.views import pane_of
from tests.ui.window.conftest import opened, root, window  # noqa: F401 - fixtures

SLOW_S = 0.3
BUDGET_S = 0.05
ROOM = 3


class Heartbeat(QObject):
    """Beats in the window's thread; a gap is how long it worked on one thing or waited.

    What other programs took of the processor meanwhile is not counted: the system tells.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps_s: list[float] = []
        self._last = self._now_s()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(5)

    @staticmethod
    def _now_s() -> float:
        _, stolen, _ = Path("/proc/thread-self/schedstat").read_text().split()
        return time.monotonic() - int(stolen) / 1e9

    @Slot()
    def _on_beat(self) -> None:
        now = self._now_s()
        self.gaps_s.append(now - self._last)
        self._last = now


def slow_syncs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every sync take 300 ms; returns who asked for them."""
    asked: list[str] = []

    def slowed(real: Callable[[int], None]) -> Callable[[int], None]:
        def sync(handle: int) -> None:
            asked.append(threading.current_thread().name)
            time.sleep(SLOW_S)
            real(handle)

        return sync

    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, slowed(getattr(os, name)))
    return asked


def type_words(qtbot: QtBot, tab: OpenPost, count: int) -> None:
    for _ in range(count):
        QTest.keyClicks(pane_of(tab), "word ")
        qtbot.wait(20)


@pytest.mark.skipif(
    not Path("/proc/thread-self/schedstat").exists(),
    reason="NOT RUN: the system does not tell what other programs took of the processor",
)
def test_the_window_never_waits_for_a_slow_disk(
    qtbot: QtBot,
    window: MainWindow,  # noqa: F811
    opened: OpenPost,  # noqa: F811
    root: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    others = ["_posts/2025-08-01-the-bridge.md", "_drafts/the-tunnel.md"]
    qtbot.waitUntil(lambda: not window.workbench.kept._soon.isActive(), timeout=10_000)
    asked = slow_syncs(monkeypatch)
    heart = Heartbeat()
    tabs = [opened]
    for name in others:
        window.desks.opening.open_path(root / name, tabs.append)
        qtbot.waitUntil(
            lambda: (
                window.workbench.posts.shown is tabs[-1]
                and window.workbench.posts.shown is not opened
            ),
            timeout=10_000,
        )
    for number in range(3):
        tab = tabs[number % 3]
        window.workbench.posts.show(tab)
        type_words(qtbot, tab, 8)
        window.desks.saving.save(tab)
        type_words(qtbot, tab, 8)
    saved, dropped, kept = tabs
    qtbot.waitUntil(lambda: not any(tab.file.is_saving for tab in tabs), timeout=30_000)
    window.desks.saving.save(saved)
    qtbot.waitUntil(lambda: not saved.document.modified, timeout=30_000)
    QTest.keyClicks(pane_of(dropped), "given up ")
    type_words(qtbot, kept, 5)
    window.workbench.posts.drop(saved)
    window.workbench.posts.drop(dropped, discard=True)
    window.workbench.posts.drop(kept)
    qtbot.wait(100)
    heart._timer.stop()
    longest = max(heart.gaps_s)
    print(f"longest gap {longest * 1000:.0f} ms over {len(heart.gaps_s)} beats, {len(asked)} syncs")
    assert len(asked) > 10
    assert threading.main_thread().name not in asked
    assert [gap for gap in heart.gaps_s if gap > ROOM * BUDGET_S] == []
    assert finish_journals(timeout_s=60)
