"""The indexer's process: reads a site's posts while the window takes keys."""

from __future__ import annotations

import contextlib
import logging
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from editor.processes import WorkerProcess, start_worker
from editor.site import indexer

log = logging.getLogger(__name__)


class Indexing(QObject):
    """A running indexer of one site. A thread starts it and reads its pipe; gone when it ends."""

    progressed = Signal(int, int)  # posts read, posts to read
    refreshed = Signal(bool)  # the index is up to date; whether anything changed
    failed = Signal(str)  # a sentence

    _ended = Signal()  # the thread's last word

    def __init__(self, root: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._root = root
        self._worker: WorkerProcess | None = None
        self._is_stopped = False
        self._is_over = False
        self._is_asked = False
        self._ended.connect(self.deleteLater, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the first refresh comes by itself."""
        threading.Thread(target=self._run, name="indexer-reader", daemon=True).start()

    def ask(self) -> bool:
        """Ask for another refresh, and tell whether there is a process that will make it."""
        if self._is_over or self._is_stopped:
            return False
        worker = self._worker
        if worker is None:
            self._is_asked = True  # it is just starting
            return True
        try:
            worker.connection.send("refresh")
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End it now; nothing is told any more."""
        self._is_stopped = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _run(self) -> None:
        try:
            self._read()
        finally:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._ended.emit()

    def _read(self) -> None:
        try:
            worker = start_worker(indexer.work, str(self._root))
        except OSError as error:
            log.warning("indexer not started: %s", type(error).__name__)
            self._is_over = True
            self._tell("failed", self.tr("The list of posts could not be brought up to date."))
            return
        self._worker = worker
        if self._is_stopped:
            worker.kill()
            return
        with contextlib.suppress(OSError):
            if self._is_asked:
                worker.connection.send("refresh")
        try:
            while not self._is_stopped:
                self._tell(*worker.connection.recv())
        except (EOFError, OSError, ValueError, TypeError):
            pass
        finally:
            self._is_over = True
            worker.kill()

    def _tell(self, kind: str, *values: object) -> None:
        if self._is_stopped:
            return
        with contextlib.suppress(RuntimeError):  # the window is gone
            if kind == "progress":
                self.progressed.emit(*values)
            elif kind == "refreshed":
                found = values[0] if isinstance(values[0], dict) else {}
                changed = any(found.get(each) for each in ("added", "changed", "removed"))
                self.refreshed.emit(changed)
            elif kind == "failed":
                self.failed.emit(str(values[0]))
