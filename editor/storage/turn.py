"""One save of a file at a time, over all processes of this user."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from editor.dirs import state_dir
from editor.storage.files import CLOEXEC

log = logging.getLogger(__name__)

_BUCKETS = 64
_PATIENCE_S = 10.0


@contextlib.contextmanager
def saving(path: Path) -> Iterator[None]:
    """Hold the turn to save a file; waits for the one that holds it.

    A holder that hangs (a dead network folder) is not waited for for ever: the digest is compared
    again before the file is replaced, so that the turn is a courtesy, not the safeguard.
    """
    handle = _open(path)
    try:
        if handle >= 0:
            _wait(handle)
        yield
    finally:
        if handle >= 0:
            with contextlib.suppress(OSError):
                os.close(handle)


def _open(path: Path) -> int:
    if sys.platform == "win32":
        return -1
    number = hashlib.sha256(os.fsencode(path)).digest()[0] % _BUCKETS
    file = f"{_folder(os.environ.get('XDG_STATE_HOME', ''))}/{number:02d}"
    flags = os.O_RDWR | os.O_CREAT | CLOEXEC
    try:
        try:
            return os.open(file, flags, 0o600)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
            return os.open(file, flags, 0o600)
    except OSError:
        return -1


@cache
def _folder(_: str) -> Path:
    """Return where the turns are; asked for once for each state folder, as it is asked often."""
    try:
        return state_dir() / "turns"
    except OSError:
        return Path("/nonexistent")


def _wait(handle: int) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                log.warning("another save has hung; going on without its turn")
                return
            time.sleep(0.005)
        except OSError:
            return
        else:
            return
