"""The window's side of the host: asks it for workers, holds them by file descriptors.

A worker is the host's child, not ours. Its number could belong to another process by the time we
use it; a pidfd cannot (Linux `pidfd_open(2)`), so signals and waiting go through one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import weakref
from collections.abc import Sequence
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path

from editor.processes.errors import ProcessError
from editor.processes.program import HOST_WORD, own_program

# What is run, the cap on its memory, and the environment, folder and path of modules.
Request = tuple[bytes, int, dict[str, str], str, list[str]]

# Loading the libraries on a slow disk, twenty times over.
_START_S = 30.0


@cache
def is_possible() -> bool:
    """Tell whether this system has what it takes: Linux 5.4 and nothing that bars its calls."""
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.pidfd_open(os.getpid())
    except OSError:
        return False
    os.close(descriptor)
    return True


class HostClient:
    """A host that workers are forked from. Not safe for two threads at once."""

    def __init__(self, preload: Sequence[str]) -> None:
        """Start the host; it loads while this process goes on.

        Args:
            preload: As for `editor.processes.prepare_workers`.

        Raises:
            ProcessError: The system has no process for us.
        """
        self._control, theirs = Pipe()
        self._owner = os.getpid()
        command = own_program(HOST_WORD, str(theirs.fileno()))
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program with our own words
                command, stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),)
            )
            self._control.send((list(sys.path), list(preload)))
        except OSError as error:
            self._control.close()
            raise ProcessError(str(error)) from error
        finally:
            theirs.close()

    def start(self, call: bytes, memory_bytes: int) -> tuple[ForkedHandle, Connection]:
        """Fork a worker.

        Args:
            call: `(target, args)`, pickled.
            memory_bytes: Cap on its address space.

        Returns:
            The process, and our end of the pipe to it.

        Raises:
            ProcessError: The host is gone, or the system has no process for it.
        """
        if self._owner != os.getpid():
            raise ProcessError("the host belongs to another process")
        ours, theirs = Pipe()
        try:
            self._control.send(request_of(call, memory_bytes))
            send_handle(self._control, theirs.fileno(), self._process.pid)
            if not self._control.poll(_START_S):
                raise ProcessError("the host does not answer")
            answer = self._control.recv()
            if not isinstance(answer, int):
                raise ProcessError(str(answer))
            return ForkedHandle(answer, recv_handle(self._control)), ours
        except (OSError, EOFError, RuntimeError, pickle.UnpicklingError) as error:
            ours.close()
            if isinstance(error, ProcessError):
                raise
            raise ProcessError(f"{type(error).__name__}: {error}") from error
        finally:
            theirs.close()

    def close(self) -> None:
        """End the host, and with it the workers that still run."""
        with contextlib.suppress(OSError):
            self._control.close()
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()


def request_of(call: bytes, memory_bytes: int) -> Request:
    """Return what a worker has to be told, with this process' own surroundings."""
    try:
        folder = str(Path.cwd())
    except OSError:  # it has been removed: there is no such place for the worker either
        folder = "/"
    return call, memory_bytes, dict(os.environ), folder, list(sys.path)


class ForkedHandle:
    """A worker, held by a pidfd that closes with this object."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid = pid
        self._descriptor = descriptor
        weakref.finalize(self, os.close, descriptor)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._pid

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return not self._is_over(0)

    def kill(self) -> None:
        """End it at once, and wait until it has; a dead one stays dead."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
        self._is_over(None)

    def join(self, timeout_s: float) -> None:
        """Wait until it ends, but not longer than so many seconds."""
        self._is_over(timeout_s)

    def _is_over(self, timeout_s: float | None) -> bool:
        if not wait([self._descriptor], timeout_s):
            return False
        with contextlib.suppress(ChildProcessError):  # the host's, or reaped before
            os.waitid(os.P_PIDFD, self._descriptor, os.WEXITED | os.WNOHANG)
        # Its pidfd tells of the end microseconds before the system has forgotten the number.
        with contextlib.suppress(ProcessLookupError):
            while True:
                signal.pidfd_send_signal(self._descriptor, 0)
                os.sched_yield()
        return True
