"""The durable save on Windows, written after Microsoft's documentation; NOT TESTED on Windows.

`ReplaceFileW` keeps the old file's attributes and access list, and the old file itself under
another name, where it is looked at; `MoveFileExW` is the documented way where it refuses. Search
indexers, virus scanners and sync clients hold files open for a moment, so a sharing violation is
tried again for up to two seconds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editor.regular_files import read_bytes
from editor.storage.errors import TargetExists
from editor.storage.files import Digest, sync_file, write_all
from editor.storage.replacing import keep_and_tell
from editor.storage.temporary import temporary_name
from editor.storage.unchanged import check_unchanged

log = logging.getLogger(__name__)

_MOVEFILE_REPLACE_EXISTING = 0x1
_MOVEFILE_WRITE_THROUGH = 0x8
_REPLACEFILE_IGNORE_MERGE_ERRORS = 0x2
_BUSY = {5, 32, 33}  # access denied, sharing violation, lock violation
_NO_SUCH_FILE = {2, 3}
_PATIENCE_S = 2.0


def create(path: Path, data: bytes) -> str:
    """Write a new file; returns a warning, empty when there is none.

    Raises:
        TargetExists: There is a file of that name.
        OSError: The system refused.
    """
    temporary = _written(path.parent, data)
    try:
        _patiently(lambda: _move(temporary, path, _MOVEFILE_WRITE_THROUGH))
    except OSError as error:
        if path.exists():
            raise TargetExists(path) from error
        raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return ""


def replace(path: Path, data: bytes, expected: Digest) -> str:
    """Replace a file; returns a warning, empty when there is none.

    Raises:
        ChangedOnDisk: It is not the expected one any more.
        OSError: The system refused for longer than two seconds.
    """
    temporary = _written(path.parent, data)
    replaced = path.parent / temporary_name(path.name)
    try:
        check_unchanged(path, expected)
        try:
            _patiently(lambda: _replace(temporary, path, replaced))
        except OSError:
            flags = _MOVEFILE_REPLACE_EXISTING | _MOVEFILE_WRITE_THROUGH
            _patiently(lambda: _move(temporary, path, flags))
            return ""
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return _look_at(replaced, path, expected)


def _look_at(replaced: Path, path: Path, expected: Digest) -> str:
    """Look at what was replaced, keep it if another program was quicker, and remove it."""
    try:
        found = read_bytes(replaced)
        if Digest.of(found) != expected:
            is_kept, warning = keep_and_tell(path, found, replaced.name)
            if not is_kept:
                return warning
        else:
            warning = ""
        replaced.unlink()
    except OSError as error:
        log.warning("what was replaced was not looked at: %s", type(error).__name__)
        return ""
    return warning


def _written(folder: Path, data: bytes) -> Path:
    path = folder / temporary_name()
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        write_all(handle, data)
        sync_file(handle)
        if os.fstat(handle).st_size != len(data):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    os.close(handle)
    return path


def _patiently(action: Callable[[], None]) -> None:
    """Try again while another program holds the file: after 10, 20, 40 … ms, 2 s in all."""
    wait_s = 0.01
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            action()
        except OSError as error:
            code = getattr(error, "winerror", 0)
            if code not in _BUSY or time.monotonic() + wait_s > deadline:
                raise
        else:
            return
        time.sleep(wait_s)
        wait_s *= 2


def _kernel() -> Any:
    return ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]


def _replace(source: Path, target: Path, backup: Path) -> None:
    flags = _REPLACEFILE_IGNORE_MERGE_ERRORS
    names = str(target), str(source), str(backup)
    if not _kernel().ReplaceFileW(*names, flags, None, None):
        raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined,unused-ignore]


def _move(source: Path, target: Path, flags: int) -> None:
    if not _kernel().MoveFileExW(str(source), str(target), flags):
        raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined,unused-ignore]
