"""Workers as interpreters of their own: where the system cannot fork them from a host."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from editor.processes.running import run


def start(call: bytes, memory_bytes: int) -> tuple[SpawnedHandle, Connection]:
    """Start a worker in a new interpreter.

    Args:
        call: `(target, args)`, pickled.
        memory_bytes: Cap on its address space.

    Returns:
        The process, and our end of the pipe to it.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(call, theirs, memory_bytes), daemon=True)
    process.start()
    theirs.close()
    return SpawnedHandle(process), ours


class SpawnedHandle:
    """A process of `multiprocessing`."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """The process id, or -1 when it never started."""
        return self._process.pid or -1

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it at once, and wait until it has; a dead one stays dead."""
        self._process.kill()
        self._process.join()

    def join(self, timeout_s: float) -> None:
        """Wait until it ends, but not longer than so many seconds."""
        self._process.join(timeout_s)


def _run(call: bytes, connection: Connection, memory_bytes: int) -> None:
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    run(call, connection, memory_bytes)


def _end_with_parent() -> None:
    """Wait for the end of the parent, told by the end of its pipe, and leave with it.

    A worker that computes does not read its own pipe, so it would not learn of it.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
