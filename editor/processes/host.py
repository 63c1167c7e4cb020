"""The host: one process without threads that has the libraries loaded and forks the workers.

What it has loaded the workers share, page by page, until they write to it (`fork(2)`). It ends when
the window's end of its pipe closes, which the system sees to even if the window is killed; the
workers end with the host (`PR_SET_PDEATHSIG`), even while they compute. The host starts none of the
window's code and reads nothing of a site.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle, send_handle
from pathlib import Path

from editor.processes.errors import ProcessError
from editor.processes.forked import ForkedHandle
from editor.processes.running import run
from editor.processes.worker import be_host

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def serve(descriptor: int) -> None:
    """Fork a worker for every request, until the pipe closes.

    Args:
        descriptor: Of this process' end of the pipe.
    """
    # Ctrl+C in a terminal is meant for the window; the workers follow it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = Connection(descriptor)
    running: list[int] = []  # a pidfd for each worker
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        path, preload = control.recv()
        sys.path[:] = path
        _load(preload)
        # Kept out of the collector, so that its marks are not written into the shared pages.
        gc.collect()
        gc.freeze()
        while True:
            ready = wait([control, *running])
            for each in [each for each in ready if isinstance(each, int)]:
                os.waitid(os.P_PIDFD, each, os.WEXITED)
                running.remove(each)
                os.close(each)
            if control in ready:
                _answer(control, running)


def _answer(control: Connection, running: list[int]) -> None:
    request = control.recv()
    theirs = Connection(recv_handle(control))
    try:
        pid = _fork((control, *running), theirs, *request)
    except OSError as error:
        control.send(f"{type(error).__name__}: {error}")
        return
    finally:
        theirs.close()
    # It has not been waited for, so the number is its own even if it has ended already.
    process = os.pidfd_open(pid)
    running.append(process)
    control.send(pid)
    send_handle(control, process, os.getppid())


def _load(preload: list[str]) -> None:
    """Import what the workers will need; one that cannot be is left to the worker that needs it."""
    for each in preload:
        name, _, function = each.partition(":")
        try:
            module = importlib.import_module(name)
            if function:
                getattr(module, function)()
        except Exception:  # noqa: BLE001 - the worker meets it again, and its reader hears of it
            traceback.print_exc()


def _fork(
    not_its_own: Sequence[Connection | int],
    connection: Connection,
    call: bytes,
    memory_bytes: int,
    environment: dict[str, str],
    folder: str,
    path: list[str],
) -> int:
    if threading.active_count() > 1:
        raise OSError("a library that was loaded has started a thread")
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _end_with(parent)
        for each in not_its_own:
            each.close() if isinstance(each, Connection) else os.close(each)
        be_host(_Worker(connection))
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        with contextlib.suppress(OSError):
            os.chdir(folder)
        sys.path[:] = path
        run(call, connection, memory_bytes)
        status = 0
    except BaseException:  # noqa: BLE001 - nothing may return into the host's loop
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        # Not sys.exit: what the host registered for its own exit is not the worker's.
        os._exit(status)


class _Worker:
    """A worker that needs one itself is its host: it has no threads either, and all is loaded."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, call: bytes, memory_bytes: int) -> tuple[ForkedHandle, Connection]:
        """Fork, as `HostClient.start` has it done."""
        ours, theirs = Pipe()
        given = (call, memory_bytes, dict(os.environ), str(Path.cwd()), list(sys.path))
        try:
            pid = _fork((self._connection, ours), theirs, *given)
            return ForkedHandle(pid, os.pidfd_open(pid)), ours
        except OSError as error:
            ours.close()
            raise ProcessError(str(error)) from error
        finally:
            theirs.close()

    def close(self) -> None:
        """Its workers end with it, by themselves."""


def _end_with(parent: int) -> None:
    """Have the system kill this process when its parent ends."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before that
        os._exit(1)
