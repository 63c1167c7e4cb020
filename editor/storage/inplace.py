"""Writing into the file itself, where it cannot be replaced by a new one.

Hard links, folders that take no new file, and owners that cannot be given back need this. A crash
in the middle can tear the file, so the words must be durable elsewhere first.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from editor.regular_files import NOFOLLOW, read_bytes, read_handle
from editor.storage.errors import ChangedOnDisk, DiskState, SaveFailed
from editor.storage.files import CLOEXEC, Digest, sync_file, write_all
from editor.storage.recovery_copy import Safekeeping, recovery_copy


def rewrite(path: Path, data: bytes, expected: Digest, journal: Safekeeping | None) -> str:
    """Write new content into a file, sync it, and read it back.

    Args:
        path: The file.
        data: The whole new content.
        expected: What must be there now.
        journal: Holds the new content already, where there is one.

    Returns:
        A warning for the user; empty when there is none.

    Raises:
        ChangedOnDisk: Something else is there; nothing was written.
        SaveFailed: It went wrong; `safe` says whether the old content is back.
    """
    with recovery_copy(path, data, journal):
        flags = os.O_RDWR | NOFOLLOW | CLOEXEC | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags)
        try:
            old = read_handle(handle)
            if Digest.of(old) != expected:
                raise ChangedOnDisk(path, DiskState.CHANGED, old)
            if len(data) > len(old):
                # A full disk has to refuse before the first byte is changed.
                _reserve(handle, len(old), len(data))
            try:
                _fill(handle, data)
            except OSError as error:
                raise SaveFailed(path, error, safe=_put_back(handle, old)) from error
            now = _replaced_by(path, handle)
            if now is not None:
                # Another program put its own file there: what was written here has no name now.
                raise ChangedOnDisk(path, DiskState.CHANGED, now)
        except BaseException:
            with contextlib.suppress(OSError):
                os.close(handle)
            raise
        try:
            os.close(handle)
        except OSError as error:
            raise SaveFailed(path, error, safe=False) from error
    return ""


def _replaced_by(path: Path, handle: int) -> bytes | None:
    """Return what the file that took an open file's name holds; None when none did."""
    if os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False)):
        return None
    return read_bytes(path, flags=NOFOLLOW)


def _reserve(handle: int, old_size: int, new_size: int) -> None:
    if not hasattr(os, "posix_fallocate"):
        return
    try:
        os.posix_fallocate(handle, old_size, new_size - old_size)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, old_size)
            raise
        # Not offered here: the write itself will tell.


def _fill(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    write_all(handle, data)
    os.ftruncate(handle, len(data))
    sync_file(handle)
    os.lseek(handle, 0, os.SEEK_SET)
    if read_handle(handle) != data:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _put_back(handle: int, old: bytes) -> bool:
    """Write the old content again; its place on the disk is still the file's."""
    try:
        _fill(handle, old)
    except OSError:
        return False
    return True
