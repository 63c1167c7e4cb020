"""The window's side of the checks: the newest text wins, and a worker that hangs is replaced."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path

from editor.checks.worker import Checked, CheckRequest, Ready, instead_of_findings, work
from editor.processes import WorkerProcess, start_worker

log = logging.getLogger(__name__)

_STOPPED = (
    "The checks of this post were stopped: they take too much time or memory. "
    "The text is unharmed; it is checked again when it changes."
)
_NO_START = (
    "The checks could not be started. The text is unharmed; "
    "they are tried again when it changes, and the log says more."
)
_MEBIBYTE = 1024 * 1024
_LOOK_S = 0.25


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """What a worker is allowed.

    Attributes:
        deadline_s: So long may one text take.
        start_s: So long may a worker take to start.
        idle_s: After so long without a text the worker is let go, and its memory with it.
        resident_bytes: With more memory in use, it is killed.
        address_bytes: Cap on its address space, held by the system.
    """

    deadline_s: float = 20.0
    start_s: float = 30.0
    idle_s: float = 30.0
    resident_bytes: int = 512 * _MEBIBYTE
    address_bytes: int = 1024 * _MEBIBYTE


class CheckClient:
    """Checks the open posts of one site in a process that may be killed at any time.

    One text is out and one waits at most: a newer one takes the waiting one's place, and what is
    found in a text that a newer one has overtaken is not told. All methods but `close` return at
    once.
    """

    def __init__(
        self,
        site_root: Path,
        on_findings: Callable[[Checked], None],
        *,
        limits: CheckLimits | None = None,
        target: Callable[..., None] = work,
    ) -> None:
        """Make a client; the worker starts with the first text.

        Args:
            site_root: The site's folder.
            on_findings: Called from the thread `check-reader` with what was found.
            limits: What a worker is allowed.
            target: The worker's function; another one in tests.
        """
        self._root = str(site_root)
        self._on_findings = on_findings
        self._limits = limits or CheckLimits()
        self._target = target
        self._lock = threading.Lock()  # over what follows, up to the thread
        self._waiting: CheckRequest | None = None
        self._closing = False
        self._started = False
        self._wake_in, self._wake_out = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="check-reader", daemon=True)
        # The thread's own:
        self._worker: WorkerProcess | None = None
        self._ready = False
        self._out: CheckRequest | None = None
        self._since = 0.0  # when the worker started, was sent a text, or answered
        self.kills = 0
        """How many workers were killed so far because they hung, grew too large, or died."""

    def check(self, request: CheckRequest) -> None:
        """Have a text checked; one that waits still is dropped for it."""
        with self._lock:
            if self._closing:
                return
            self._waiting = request
            if not self._started:
                self._started = True
                self._thread.start()
            self._nudge()

    def close(self) -> None:
        """End the worker and the thread. Nothing is told afterwards."""
        with self._lock:
            was_closing, self._closing = self._closing, True
            if not was_closing and self._started:
                self._nudge()
        if self._started:
            if threading.current_thread() is not self._thread:
                self._thread.join()
        elif not was_closing:
            self._wake_in.close()
            self._wake_out.close()

    def worker_pid(self) -> int:
        """Return the process id of the worker, or -1 while there is none."""
        worker = self._worker
        return worker.pid if worker is not None else -1

    def _nudge(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._wake_out.send_bytes(b"1")

    # ---- the thread

    def _run(self) -> None:
        try:
            while not self._closing:
                self._turn()
        except Exception:
            log.exception("the thread of the checks ended")
        finally:
            if self._worker is not None:
                self._worker.kill()
                self._worker = None
            with self._lock:
                self._closing = True
                self._wake_in.close()
                self._wake_out.close()

    def _turn(self) -> None:
        self._send_next()
        sources = [self._wake_in]
        if self._worker is not None:
            sources.append(self._worker.connection)
        ready = wait(sources, self._time_left())
        if self._wake_in in ready:
            while self._wake_in.poll():
                self._wake_in.recv_bytes()
        if self._worker is None or self._closing:
            return
        if self._worker.connection in ready:
            try:
                message: Ready | Checked = self._worker.connection.recv()
            except (EOFError, OSError):
                self._drop_worker("ended")
            else:
                self._take(message)
        else:
            self._watch(self._worker)

    def _send_next(self) -> None:
        """Send what waits, once the worker reads its pipe: so this thread is never held up."""
        with self._lock:
            waits = self._waiting is not None
        if not waits or self._out is not None:
            return
        if self._worker is None:
            self._ready = False
            self._since = time.monotonic()
            try:
                self._worker = start_worker(
                    self._target, self._root, memory_bytes=self._limits.address_bytes
                )
            except OSError as error:
                log.warning("the checks' worker was not started: %s", type(error).__name__)
                self._tell_instead(self._take_waiting(), _NO_START)
        elif self._ready:
            self._out = self._take_waiting()
            self._since = time.monotonic()
            # A worker that has just died is noticed where its pipe is read.
            with contextlib.suppress(OSError):
                self._worker.connection.send(self._out)

    def _take_waiting(self) -> CheckRequest | None:
        with self._lock:
            request, self._waiting = self._waiting, None
        return request

    def _time_left(self) -> float | None:
        if self._worker is None:
            return None
        left = max(self._since + self._limit_s() - time.monotonic(), 0.0)
        # Memory is looked at between; nothing ticks while no text is out.
        return left if self._ready and self._out is None else min(left, _LOOK_S)

    def _limit_s(self) -> float:
        if not self._ready:
            return self._limits.start_s
        return self._limits.deadline_s if self._out is not None else self._limits.idle_s

    def _take(self, message: Ready | Checked) -> None:
        self._since = time.monotonic()
        if isinstance(message, Ready):
            self._ready = True
            return
        self._out = None
        with self._lock:
            overtaken = self._waiting is not None or self._closing
        if not overtaken:
            self._on_findings(message)

    def _watch(self, worker: WorkerProcess) -> None:
        late = time.monotonic() - self._since >= self._limit_s()
        if self._ready and self._out is None:
            if late:
                self._worker = None
                worker.close()
        elif late:
            self._drop_worker("takes too long")
        elif worker.resident_bytes() > self._limits.resident_bytes:
            self._drop_worker("uses too much memory")

    def _drop_worker(self, why: str) -> None:
        log.warning("the checks' worker %s and is dropped", why)
        if self._worker is not None:
            self._worker.kill()
        out, self._out, self._worker = self._out, None, None
        self.kills += 1
        if not self._ready:
            self._tell_instead(self._take_waiting(), _NO_START)
        else:
            self._tell_instead(out, _STOPPED)

    def _tell_instead(self, request: CheckRequest | None, sentence: str) -> None:
        with self._lock:
            overtaken = self._waiting is not None or self._closing
        if request is not None and not overtaken:
            self._on_findings(instead_of_findings(request, sentence))
