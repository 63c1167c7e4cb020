"""The system's calls on names: take one that is free, and let two files exchange theirs."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from editor.storage.files import CLOEXEC

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2  # of macOS's renamex_np
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_names(one: Path, other: Path) -> bool:
    """Let two files have each other's names, in one step.

    Linux `renameat2(RENAME_EXCHANGE)`, macOS `renamex_np(RENAME_SWAP)`; Windows, NFS, FUSE, exFAT
    and others have nothing like it.

    Returns:
        Whether they have; False where the system or the file system does not offer it, and then
        nothing was changed.

    Raises:
        FileNotFoundError: One of them is not there.
        OSError: Any other refusal; nothing was changed.
    """
    if sys.platform == "darwin":  # untested: written after rename(2) of macOS
        refused = _renamex(one, other)
    else:
        refused = _rename_at(one, other, _RENAME_EXCHANGE)
    if refused in _NOT_OFFERED:
        return False
    if refused:
        raise OSError(refused, os.strerror(refused), str(one), None, str(other))
    return True


def take_name(source: Path, target: Path) -> None:
    """Rename a file, never over another.

    Raises:
        FileExistsError: Something has the target's name; nothing was changed.
        OSError: Any other refusal; the source is where it was.
    """
    if sys.platform == "win32":  # its rename refuses to replace
        os.rename(source, target)
        return
    refused = _rename_at(source, target, _RENAME_NOREPLACE)
    if refused == 0:
        return
    if refused not in _NOT_OFFERED:
        raise OSError(refused, os.strerror(refused), str(source), None, str(target))
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        # Neither call exists here (exFAT, some FUSE): reserve the name, then replace that.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CLOEXEC, 0o600))
        try:
            os.rename(source, target)
        except OSError:
            os.unlink(target)
            raise
    else:
        os.unlink(source)


def _rename_at(source: Path, target: Path, how: int) -> int:
    """Return 0, or the error number of Linux's rename that takes flags."""
    function = _renameat2()
    if function is None:
        return errno.ENOSYS
    ctypes.set_errno(0)
    result = function(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), how)
    return 0 if result == 0 else ctypes.get_errno() or errno.EIO


def _renamex(source: Path, target: Path) -> int:
    try:
        function = ctypes.CDLL(None, use_errno=True).renamex_np
    except (OSError, AttributeError):
        return errno.ENOSYS
    function.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
    ctypes.set_errno(0)
    result = function(os.fsencode(source), os.fsencode(target), _RENAME_SWAP)
    return 0 if result == 0 else ctypes.get_errno() or errno.EIO


@cache
def _renameat2() -> Any:
    if sys.platform != "linux":
        return None
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    function.argtypes = [
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_uint,
    ]
    return function
