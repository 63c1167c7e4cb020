"""Reading files that others put there: only regular ones are opened, and none is waited for.

A named pipe, a device or a socket may bear a post's name. Opening a pipe waits for a writer, for
ever; opening a device may start something. So all of the program reads a site's files here.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_CHUNK = 64 << 20
# Should a pipe take a file's place between the look and the opening, it is not waited for either.
READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def open_regular(path: Path | str, *, flags: int = 0) -> int:
    """Open a regular file for reading.

    Args:
        path: Symbolic links are followed, unless `flags` hold `NOFOLLOW`.
        flags: Of `open(2)`, besides those for reading.

    Returns:
        The handle; the caller closes it.

    Raises:
        IsADirectoryError: There is a folder, device, pipe or socket; it was not opened.
        OSError: Any other refusal of the system.
    """
    is_followed = not (NOFOLLOW and flags & NOFOLLOW)
    status = os.stat(path, follow_symlinks=is_followed)
    if not stat.S_ISREG(status.st_mode) and (is_followed or not stat.S_ISLNK(status.st_mode)):
        raise _not_regular(path)
    handle = os.open(path, READ_FLAGS | flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _not_regular(path)
    return handle


def read_bytes(path: Path | str, *, flags: int = 0, limit_bytes: int | None = None) -> bytes:
    """Read a regular file to its end.

    Raises:
        IsADirectoryError: There is a folder, device, pipe or socket.
        OSError: Any other refusal of the system; EFBIG over the limit.
    """
    handle = open_regular(path, flags=flags)
    try:
        return read_handle(handle, limit_bytes=limit_bytes)
    finally:
        os.close(handle)


def read_start(path: Path | str, count: int) -> bytes:
    """Read the first bytes of a regular file, `count` at most; raises as `read_bytes`."""
    handle = open_regular(path)
    try:
        count = min(count, os.fstat(handle).st_size)
        parts = []
        while count > 0 and (part := os.read(handle, min(count, _CHUNK))):
            parts.append(part)
            count -= len(part)
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def read_listed(path: str, size_bytes: int, limit_bytes: int) -> bytes:
    """Read a file that a listing has just shown to be a regular one, with no look before.

    Runs for every post of a site.

    Args:
        path: Symbolic links are followed.
        size_bytes: As the listing had it.
        limit_bytes: The most to read.

    Raises:
        IsADirectoryError: A folder, device, pipe or socket has taken its place by now.
        OSError: Any other refusal of the system; EFBIG over the limit.
    """
    handle = os.open(path, READ_FLAGS)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _not_regular(path)
        if status.st_size == size_bytes <= limit_bytes:
            data = os.read(handle, size_bytes + 1)
            if len(data) == size_bytes:
                return data
            os.lseek(handle, 0, os.SEEK_SET)
        return read_handle(handle, limit_bytes=limit_bytes)
    finally:
        os.close(handle)


def read_text(path: Path | str, *, errors: str = "strict") -> str:
    """Read a regular file of UTF-8, its line ends as a bare newline.

    Raises:
        IsADirectoryError: There is a folder, device, pipe or socket.
        UnicodeDecodeError: It is not UTF-8, and `errors` is `strict`.
        OSError: Any other refusal of the system.
    """
    text = read_bytes(path).decode("utf-8", errors)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_handle(handle: int, *, limit_bytes: int | None = None) -> bytes:
    """Read an open regular file from where it stands to its end; raises as `read_bytes`."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if limit_bytes is not None and status.st_size > limit_bytes:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    parts = []
    want = status.st_size + 1
    while part := os.read(handle, max(min(want, _CHUNK), 4096)):
        parts.append(part)
        want -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _not_regular(path: Path | str) -> IsADirectoryError:
    return IsADirectoryError(errno.EISDIR, "not a regular file", str(path))
