"""The one thread that makes the journals' words survive a power cut. It only waits."""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import Protocol


class Syncable(Protocol):
    """What the thread looks after."""

    def due_s(self, now_s: float) -> float | None:
        """Return in how many seconds a sync is due; None when there is nothing to sync."""

    def sync(self) -> int:
        """Sync; never raises."""


class JournalSync:
    """Syncs each journal within a second of its first unsynced change, sooner when it rests."""

    def __init__(self) -> None:
        self._journals: list[Syncable] = []
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, journal: Syncable) -> None:
        """Look after a journal."""
        with self._lock:
            self._journals.append(journal)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="journal-sync", daemon=True)
                self._thread.start()
        self.wake()

    def remove(self, journal: Syncable) -> None:
        """Look after a journal no more."""
        with self._lock:
            if journal in self._journals:
                self._journals.remove(journal)

    def wake(self) -> None:
        """Look at the journals now: one has something to sync that had nothing."""
        self._woken.set()

    def _run(self) -> None:
        while True:
            with self._lock:
                journals = tuple(self._journals)
            now = time.monotonic()
            rests = []
            for journal in journals:
                rest = journal.due_s(now)
                if rest is not None and rest <= 0.0:
                    journal.sync()
                    rest = journal.due_s(time.monotonic())
                if rest is not None:
                    rests.append(rest)
            # A journal that cannot be written is due again at once: never spin on it.
            self._woken.wait(max(min(rests), 0.02) if rests else None)
            self._woken.clear()


@cache
def shared_sync() -> JournalSync:
    """Return the process's own thread of this kind."""
    return JournalSync()
