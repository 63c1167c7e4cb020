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
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import NoReturn

from editor.processes.errors import ProcessError
from editor.processes.forked import ForkedHandle, Request, request_of
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
    # The system reaps the workers; whoever waits for one has its pidfd.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control = Connection(descriptor)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        path, preload = control.recv()
        sys.path[:] = path
        _load(preload)
        # Kept out of the collector, so that its marks are not written into the shared pages.
        gc.collect()
        gc.freeze()
        while True:
            _answer(control, control.recv())


def _answer(control: Connection, request: Request) -> None:
    theirs = Connection(recv_handle(control))
    try:
        pid, process = _fork((control,), theirs, request)
    except OSError as error:
        control.send(f"{type(error).__name__}: {error}")
        return
    finally:
        theirs.close()
    control.send(pid)
    send_handle(control, process, os.getppid())
    os.close(process)


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
    not_its_own: Sequence[Connection], connection: Connection, request: Request
) -> tuple[int, int]:
    """Fork a worker, and return its number and a pidfd of it.

    Raises:
        OSError: The system has no process for us.
    """
    if threading.active_count() > 1:
        raise OSError("a library that was loaded has started a thread")
    parent = os.getpid()
    # The worker begins when its pidfd is open: one that ended at once would be reaped, and its
    # number would mean nothing or another process.
    may_begin, begin = os.pipe()
    try:
        pid = os.fork()
        if pid == 0:
            os.close(begin)
            _be_worker(parent, may_begin, not_its_own, connection, request)
        return pid, os.pidfd_open(pid)
    finally:
        os.close(may_begin)
        os.close(begin)


def _be_worker(
    parent: int,
    may_begin: int,
    not_its_own: Sequence[Connection],
    connection: Connection,
    request: Request,
) -> NoReturn:
    status = 1
    try:
        _end_with(parent)
        os.read(may_begin, 1)  # until it is closed
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in not_its_own:
            each.close()
        be_host(_Worker(connection))
        call, memory_bytes, environment, folder, path = request
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
        try:
            return ForkedHandle(
                *_fork((self._connection, ours), theirs, request_of(call, memory_bytes))
            ), ours
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
