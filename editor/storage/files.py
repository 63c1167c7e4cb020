"""Bytes on the disk: reading them whole, naming them by their hash, making them durable."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from editor.regular_files import open_regular, read_bytes, read_handle
from editor.storage.errors import ReadFailed, reason_of

_PIECE = 1 << 17
CLOEXEC = getattr(os, "O_CLOEXEC", 0)

_RECENT = 16
_RECENT_BYTES = 2_000_000


POST_BYTES = 64_000_000
"""The largest file that is read as a post: what is larger takes the memory for what is no text."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What tells one content from another. Times never do: a clock may go back.

    Attributes:
        sha256: In hexadecimal.
        size_bytes: Length of the content.
    """

    sha256: str
    size_bytes: int

    @classmethod
    def of(cls, data: bytes) -> Digest:
        """Return the digest of a content; 1 ms for 500 KB."""
        return cls(hashlib.sha256(data).hexdigest(), len(data))


class Recent:
    """The contents read and saved last, by digest: comparing is ten times as quick as hashing.

    Holds what open posts hold anyway; at most 16 of at most 2 MB.
    """

    def __init__(self) -> None:
        self._contents: OrderedDict[Digest, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, digest: Digest, data: bytes) -> Digest:
        """Keep a content for a while; returns its digest."""
        if len(data) <= _RECENT_BYTES:
            with self._lock:
                self._contents[digest] = data
                self._contents.move_to_end(digest)
                while len(self._contents) > _RECENT:
                    self._contents.popitem(last=False)
        return digest

    def get(self, digest: Digest) -> bytes | None:
        """Return a content, if it is still kept."""
        with self._lock:
            return self._contents.get(digest)


recent = Recent()


def read(path: Path, *, limit_bytes: int | None = None) -> tuple[bytes, Digest]:
    """Read a whole file.

    Args:
        path: Symbolic links are followed.
        limit_bytes: Refuse a larger file instead of reading it.

    Raises:
        ReadFailed: It cannot be read, is no file, or is too large; the sentence says which.
    """
    try:
        data = read_bytes(path, limit_bytes=limit_bytes)
    except FileNotFoundError as error:
        raise ReadFailed(
            f"{path.name} does not exist any more: it was moved or deleted. Look for it in the "
            "list of posts or in the trash.",
            "ENOENT",
            path=path,
        ) from error
    except IsADirectoryError as error:
        raise ReadFailed(
            f"{path.name} is not a file, so it cannot be opened as a post. Choose a file.",
            "not a regular file",
            path=path,
        ) from error
    except OSError as error:
        if error.errno == errno.EFBIG and limit_bytes is not None:
            raise ReadFailed(
                f"{path.name} is larger than {limit_bytes // 1_000_000} MB and was not opened. "
                "It is unchanged on the disk.",
                "too large",
                path=path,
            ) from error
        raise ReadFailed(
            f"{path.name} could not be read: {reading_reason(error)}. It is unchanged on the disk.",
            errno.errorcode.get(error.errno or 0, ""),
            path=path,
        ) from error
    return data, recent.keep(Digest.of(data), data)


def read_post(path: Path) -> tuple[bytes, Digest]:
    """Read a post's file; raises as `read`, and refuses one that no writer made (over 64 MB)."""
    return read(path, limit_bytes=POST_BYTES)


def reading_reason(error: OSError) -> str:
    """Return why a read was refused, in plain words."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "you have no permission to read it"
    return reason_of(error)


def difference(path: Path | str, known: bytes, *, flags: int = 0) -> bytes | None:
    """Compare a regular file with a content.

    Returns:
        What the file holds instead; None when it holds the very same.

    Raises:
        IsADirectoryError: There is a folder, device or pipe.
        OSError: Any other refusal of the system.
    """
    handle = open_regular(path, flags=flags)
    try:
        return difference_of(handle, known)
    finally:
        os.close(handle)


def difference_of(handle: int, known: bytes) -> bytes | None:
    """Compare an open file with a content, piece by piece: each stays in the processor's cache.

    Returns:
        What it holds instead; None when it holds the very same.

    Raises:
        OSError: Any refusal of the system.
    """
    os.lseek(handle, 0, os.SEEK_SET)
    place = 0
    while (part := os.read(handle, _PIECE)) and known.startswith(part, place):
        place += len(part)
    if not part and place == len(known):
        return None
    os.lseek(handle, 0, os.SEEK_SET)
    now = read_handle(handle)
    return None if now == known else now


def write_all(handle: int, data: bytes) -> None:
    """Write everything, however little the system takes at once.

    Raises:
        OSError: The system refused; EIO when it takes nothing and names no reason.
    """
    rest = memoryview(data)
    while rest:
        count = os.write(handle, rest)
        if count <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[count:]


def sync_file(handle: int) -> None:
    """Make an open file's bytes survive a power cut.

    A failed sync is never tried again: the system may have dropped the pages and then report
    success.

    Raises:
        OSError: The bytes are not known to be on the disk.
    """
    if sys.platform == "darwin":  # untested: written after fcntl(2)
        import fcntl

        # fsync leaves the bytes in the drive's cache there; only this asks the drive to write.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_folder(folder: Path | str) -> OSError | None:
    """Make a folder's names survive a power cut.

    Returns:
        The refusal, if there was one that matters: folders that cannot be synced at all (Windows,
        some network file systems) give none.
    """
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(folder, os.O_RDONLY | CLOEXEC | getattr(os, "O_DIRECTORY", 0))
    except OSError as error:
        return error if error.errno not in {errno.EACCES, errno.EPERM} else None
    try:
        os.fsync(handle)
    except OSError as error:
        return None if error.errno in {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS} else error
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
    return None


@cache
def boot_id() -> str:
    """Return what names this run of the machine; empty where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes().strip().decode()
    except (OSError, UnicodeDecodeError):
        return ""


def is_running(pid: int) -> bool:
    """Tell whether a process of this machine exists."""
    if pid <= 0:
        return False
    if sys.platform == "win32":  # untested: written after OpenProcess's documentation
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
