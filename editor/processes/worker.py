"""Workers as the rest of the program sees them: a function in a process of its own, and a pipe."""

from __future__ import annotations

import atexit
import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from editor.processes.errors import ProcessError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

log = logging.getLogger(__name__)

_MEBIBYTE = 1024 * 1024


class Handle(Protocol):
    """A running process, however it was started. All methods may be called from any thread."""

    @property
    def pid(self) -> int:
        """The process id."""

    def is_alive(self) -> bool:
        """Tell whether it still runs."""

    def kill(self) -> None:
        """End it at once, and wait until it has; a dead one stays dead."""

    def join(self, timeout_s: float) -> None:
        """Wait until it ends, but not longer than so many seconds."""


class WorkerProcess:
    """A process with a pipe to it.

    Attributes:
        connection: The parent's end; the worker's function gets the other end as first argument.
    """

    def __init__(self, handle: Handle, connection: Connection) -> None:
        self._handle = handle
        self.connection = connection

    @property
    def pid(self) -> int:
        """The process id."""
        return self._handle.pid

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._handle.is_alive()

    def resident_bytes(self) -> int:
        """Return the resident memory in bytes; 0 where the system does not tell (not Linux)."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return pages * 4096

    def kill(self) -> None:
        """End the process at once and reap it; a dead one stays dead."""
        self._handle.kill()
        with contextlib.suppress(OSError):
            self.connection.close()

    def close(self, timeout_s: float = 1.0) -> None:
        """Close the pipe, wait for the worker to leave by itself, else kill it."""
        with contextlib.suppress(OSError):
            self.connection.close()
        self._handle.join(timeout_s)
        self._handle.kill()


def prepare_workers(*preload: str) -> None:
    """Start the host that workers are forked from, with what they need loaded; returns at once.

    Without this call the first worker starts the host, with nothing loaded. Where workers are not
    forked, this does nothing.

    Args:
        preload: Modules to import, by name; with `module:function` that is called, too.
    """
    from editor.processes import forked

    if forked.is_possible():
        with _HOST_LOCK, contextlib.suppress(ProcessError):
            _running_host(preload)


def start_worker(
    target: Callable[..., None], *args: object, memory_bytes: int = 1024 * _MEBIBYTE
) -> WorkerProcess:
    """Start `target(connection, *args)` in a process of its own.

    It never is a fork of this process (a fork of one with threads and Qt may hang) but of a host
    without threads, or a new interpreter. It works with this process' environment and folder, has
    an address space of `memory_bytes` where the system can hold it to that, leaves no core dump,
    and ends with this process.

    Args:
        target: A function at the top level of a module; its arguments must pickle.
        args: What follows the connection.
        memory_bytes: Cap on the address space; ignored on Windows and macOS.

    Returns:
        The running worker. It ends when its function returns; the function should return when
        reading from its connection raises EOFError.

    Raises:
        OSError: The system has no process for us (`ProcessError` and its own).
    """
    import pickle

    from editor.processes import forked, spawned

    call = pickle.dumps((target, args))
    if forked.is_possible():
        with _HOST_LOCK:
            for _ in range(2):  # a host that was killed is followed by another
                try:
                    return WorkerProcess(*_running_host(()).start(call, memory_bytes))
                except ProcessError as error:
                    log.warning("no worker from the host: %s", error)
                    _drop_host()
    return WorkerProcess(*spawned.start(call, memory_bytes))


class Host(Protocol):
    """What workers are forked by."""

    def start(self, call: bytes, memory_bytes: int) -> tuple[Handle, Connection]:
        """Fork a worker for a pickled call; a `ProcessError` tells why not."""

    def close(self) -> None:
        """End it."""


# Shared by all of the process: that it is one, and loaded once, is the point of a host.
_HOST_LOCK = threading.Lock()
_hosts: list[Host] = []


def _running_host(preload: Sequence[str]) -> Host:
    if not _hosts:
        from editor.processes import forked

        _hosts.append(forked.HostClient(preload))
        atexit.register(_drop_host)
    return _hosts[0]


def _drop_host() -> None:
    while _hosts:
        _hosts.pop().close()


def be_host(host: Host) -> None:
    """Have this process, just forked, take its own workers from this host."""
    global _HOST_LOCK  # noqa: PLW0603 - another thread of the parent may have held it
    _HOST_LOCK = threading.Lock()
    _hosts[:] = [host]
