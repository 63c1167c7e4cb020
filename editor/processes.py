"""Worker processes: everything that parses a post's body runs in one, and can be killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

_MEBIBYTE = 1024 * 1024

# Ruby has no limit; Python's 4,300 digits would make a post with a long number unreadable. This one
# keeps the quadratic conversion below a tenth of a second.
INTEGER_DIGITS = 100_000


class WorkerProcess:
    """A spawned process with a pipe to it.

    Attributes:
        connection: The parent's end; the worker's function gets the other end as first argument.
    """

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self._process = process
        self.connection = connection

    @property
    def pid(self) -> int:
        """The process id, or -1 when it never started."""
        return self._process.pid or -1

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.is_alive()

    def resident_bytes(self) -> int:
        """Return the resident memory in bytes; 0 where the system does not tell (not Linux)."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return pages * 4096

    def kill(self) -> None:
        """End the process at once and reap it; a dead one stays dead."""
        self._process.kill()
        self._process.join()
        with contextlib.suppress(OSError):
            self.connection.close()

    def close(self, timeout_s: float = 1.0) -> None:
        """Close the pipe, wait for the worker to leave by itself, else kill it."""
        with contextlib.suppress(OSError):
            self.connection.close()
        self._process.join(timeout_s)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def start_worker(
    target: Callable[..., None], *args: object, memory_bytes: int = 1024 * _MEBIBYTE
) -> WorkerProcess:
    """Start `target(connection, *args)` in a new interpreter.

    The worker is spawned, not forked (a fork of a process with threads and Qt may hang), has an
    address space of `memory_bytes` where the system can hold it to that, and leaves no core dump.

    Args:
        target: A function at the top level of a module; its arguments must pickle.
        args: What follows the connection.
        memory_bytes: Cap on the address space; ignored on Windows and macOS.

    Returns:
        The running worker. It ends when its function returns; the function should return when
        reading from its connection raises EOFError.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(target, theirs, memory_bytes, *args), daemon=True)
    process.start()
    theirs.close()
    return WorkerProcess(process, ours)


def _run(
    target: Callable[..., None], connection: Connection, memory_bytes: int, *args: object
) -> None:
    sys.set_int_max_str_digits(INTEGER_DIGITS)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with contextlib.suppress(KeyboardInterrupt):
        target(connection, *args)
