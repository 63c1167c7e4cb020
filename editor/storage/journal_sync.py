"""The one thread that makes the journals' words survive a power cut. It only waits."""

from __future__ import annotations

import logging
import threading
import time
from functools import cache
from typing import Protocol

log = logging.getLogger(__name__)


class Syncable(Protocol):
    """What the thread looks after."""

    def due_s(self, now_s: float) -> float | None:
        """Return in how many seconds a sync is due; None when there is nothing to sync."""

    def sync(self) -> int:
        """Sync; never raises."""

    def finish(self) -> bool:
        """Do what its ending asks for; False when another thread is about to do it."""


class JournalSync:
    """Syncs each journal within a second of its first unsynced change, sooner when it rests.

    What a closed journal leaves to do with its file is done here too, so that who closes a post
    never waits for the disk.
    """

    def __init__(self) -> None:
        self._journals: list[Syncable] = []
        self._ended: list[Syncable] = []
        self._lock = threading.Lock()
        self._all_finished = threading.Condition(self._lock)
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

    def end(self, journal: Syncable) -> None:
        """Finish a journal that was added, and look after it no more. Returns at once."""
        with self._lock:
            self._journals.remove(journal)
            self._ended.append(journal)
        self.wake()

    def wake(self) -> None:
        """Look at the journals now: one has something to do that had nothing."""
        self._woken.set()

    def finish(self, timeout_s: float) -> bool:
        """Wait until all that ended is finished.

        Returns:
            Whether it is; where a disk hangs it may not be in time.
        """
        with self._all_finished:
            return self._all_finished.wait_for(lambda: not self._ended, timeout_s)

    def _run(self) -> None:
        while True:
            with self._lock:
                journals = tuple(self._journals)
                ended = tuple(self._ended)
            for journal in ended:
                self._finish(journal)
            rests = [rest for journal in journals if (rest := self._rest_s(journal)) is not None]
            # A journal that cannot be written is due again at once: never spin on it.
            self._woken.wait(max(min(rests), 0.02) if rests else None)
            self._woken.clear()

    def _rest_s(self, journal: Syncable) -> float | None:
        """Sync a journal that is due; return in how many seconds it is again."""
        rest = journal.due_s(time.monotonic())
        if rest is None or rest > 0.0:
            return rest
        try:
            journal.sync()
        except Exception as error:  # noqa: BLE001 - one journal's fault must not cost the others'
            log.error("journal sync: %s", type(error).__name__)  # noqa: TRY400 - it may quote text
        return journal.due_s(time.monotonic())

    def _finish(self, journal: Syncable) -> None:
        try:
            is_finished = journal.finish()
        except Exception as error:  # noqa: BLE001 - as above
            log.error("journal end: %s", type(error).__name__)  # noqa: TRY400
            is_finished = True
        if is_finished:
            with self._all_finished:
                self._ended.remove(journal)
                self._all_finished.notify_all()


@cache
def shared_sync() -> JournalSync:
    """Return the process's own thread of this kind."""
    return JournalSync()


def finish_journals(timeout_s: float) -> bool:
    """Wait until the journals of closed posts are where they belong: removed, kept or put aside.

    What is not done in time when the process ends is no loss: the next start drops a saved post's
    journal and offers the words of any other.

    Args:
        timeout_s: How long at most; a hanging disk must not keep the program from ending.

    Returns:
        Whether all are.
    """
    return shared_sync().finish(timeout_s)
