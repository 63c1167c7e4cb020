"""The hand of tests/faults/typist.py: types into whatever editing pane is shown."""

from __future__ import annotations

import random
import threading
import time

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.ui.text import EditorPane


class Typist(QObject):
    """Types as long as it lives."""

    beat = Signal()  # time for the next word

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self._number = 0
        self._pauses = random.Random(seed + 1)
        self.beat.connect(self._on_tick, Qt.ConnectionType.QueuedConnection)
        # A thread, as no timer can be started before there is an application.
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        while True:
            time.sleep(self._pauses.choice((0.002, 0.01, 0.03, 0.06)))
            self.beat.emit()

    @Slot()
    def _on_tick(self) -> None:
        panes = [
            each
            for each in QApplication.allWidgets()
            if isinstance(each, EditorPane) and each.isVisible() and not each.isReadOnly()
        ]
        if not panes:
            return
        pane = panes[0]
        if self._number == 0:
            QTest.keyClick(pane, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        self._number += 1
        # QTest.keyClicks wants a QWidget; each key goes through keyPressEvent.
        QTest.keyClicks(pane, f"w{self._number} ")
        print(f"typed {self._number} {time.monotonic()}", flush=True)
        deed = self._chance.randrange(40)
        if deed == 0:
            QTest.keyClick(pane.window(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        elif deed == 1 and pane.shown_document is not None:
            pane.shown_document.set_field("counter", self._number)
