"""The hand of tests/faults/quitter.py: types, saves, types on, gives that up, and quits.

It closes the post at a moment when its journal is being synced by a disk that takes a second.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.ui.window import MainWindow

SYNC_S = 1.0


class Quitter(QObject):
    """Does one thing after the other, each when what it waits for has come."""

    beat = Signal()  # time to look whether the next thing can be done

    def __init__(self) -> None:
        super().__init__()
        self._syncing = threading.Event()
        self._slow_down()
        self._steps = self._work()
        self._wanted: Callable[[], bool] = self._is_open
        self.beat.connect(self._on_beat, Qt.ConnectionType.QueuedConnection)
        # A thread, as no timer can be started before there is an application.
        threading.Thread(target=self._beat, daemon=True).start()

    def _slow_down(self) -> None:
        real = os.fdatasync

        def sync(handle: int) -> None:
            self._syncing.set()
            time.sleep(SYNC_S)
            real(handle)

        setattr(os, "fdatasync", sync)  # noqa: B010 - mypy knows it under two types

    def _beat(self) -> None:
        while True:
            time.sleep(0.02)
            self.beat.emit()

    @Slot()
    def _on_beat(self) -> None:
        if self._wanted():
            self._wanted = next(self._steps, lambda: False)

    @property
    def _window(self) -> MainWindow | None:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
        return windows[0] if windows else None

    def _is_open(self) -> bool:
        return self._window is not None and self._window.workbench.posts.shown is not None

    def _work(self) -> Iterator[Callable[[], bool]]:
        window = self._window
        assert window is not None
        tab = window.workbench.posts.current
        pane = window.workbench.views.active.pane
        QTest.keyClick(pane, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(pane, "saved ")
        window.desks.saving.save(tab)
        yield lambda: not tab.file.is_saving and not tab.document.modified
        self._syncing.clear()
        QTest.keyClicks(pane, "given up")
        yield self._syncing.is_set
        window.workbench.posts.drop(tab, discard=True)
        window.close()
