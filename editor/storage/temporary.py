"""A new file that has no name until it is whole, or where that cannot be, a hidden one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from editor.regular_files import NOFOLLOW
from editor.storage.files import CLOEXEC, sync_file, temporary_name, write_all

_O_TMPFILE = getattr(os, "O_TMPFILE", 0)
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1


class Temporary:
    """A file on its way into a folder; leaves nothing behind unless `keep` was called.

    Attributes:
        name: What it is called in the folder at the moment; empty while it has no name.
        warning: What `adopt` had to say.
    """

    def __init__(self, folder: Path, mode: int) -> None:
        """Open it.

        Args:
            folder: Where it is to appear; must be on the same file system, so it is there.
            mode: Permissions, before the process's mask.

        Raises:
            OSError: The folder takes no new file.
        """
        self.name = ""
        self.warning = ""
        self._folder = folder
        self._mode = mode
        self._handle = -1
        self._content: tuple[bytes, Callable[[int], str] | None] = (b"", None)
        if _O_TMPFILE:
            # Refused by NFS, FUSE and others: then it is a hidden file with a short name.
            with contextlib.suppress(OSError):
                self._handle = os.open(folder, _O_TMPFILE | os.O_RDWR | CLOEXEC, mode)
        if self._handle < 0:
            self._open_named()

    def __enter__(self) -> Temporary:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handle >= 0:
            with contextlib.suppress(OSError):
                os.close(self._handle)
        if self.name:
            with contextlib.suppress(OSError):
                os.unlink(self._folder / self.name)

    def fill(self, data: bytes, adopt: Callable[[int], str] | None = None) -> None:
        """Write the content, take over attributes, sync, and check that all of it arrived.

        Args:
            data: The whole content.
            adopt: Gives the open file its owner and the like; returns a warning.
        """
        self._content = (data, adopt)
        write_all(self._handle, data)
        if adopt is not None:
            self.warning = adopt(self._handle)
        sync_file(self._handle)
        if os.fstat(self._handle).st_size != len(data):
            # Some file systems claim a short write as complete.
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def appear(self) -> None:
        """Give the file a temporary name, so that it can be renamed over another."""
        if not self.name:
            self._link(temporary_name())

    def appear_as(self, name: str) -> None:
        """Give the file its final name.

        Raises:
            FileExistsError: Something has that name already.
        """
        if not self.name:
            self._link(name)
        if self.name != name:
            take_name(self._folder / self.name, self._folder / name)
            self.name = name

    def close(self) -> None:
        """Close the file; network file systems report a failed write only now.

        Raises:
            OSError: The content may not be whole.
        """
        handle, self._handle = self._handle, -1
        os.close(handle)

    def keep(self) -> None:
        """Leave the file where it is: it has become what it was made for."""
        self.name = ""

    def _link(self, name: str) -> None:
        folder = os.open(self._folder, os.O_RDONLY | CLOEXEC | os.O_DIRECTORY)
        try:
            os.link(f"/proc/self/fd/{self._handle}", name, dst_dir_fd=folder, follow_symlinks=True)
        except FileExistsError:
            raise
        except OSError:
            # No /proc, or a file system that refuses such links: write it anew, with a name.
            os.close(self._handle)
            self._handle = -1
            self._open_named()
            self.fill(*self._content)
        else:
            self.name = name
        finally:
            os.close(folder)

    def _open_named(self) -> None:
        name = temporary_name()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | NOFOLLOW | CLOEXEC
        self._handle = os.open(self._folder / name, flags | getattr(os, "O_BINARY", 0), self._mode)
        self.name = name


def take_name(source: Path, target: Path) -> None:
    """Rename a file, never over another.

    Raises:
        FileExistsError: Something has the target's name; nothing was changed.
        OSError: Any other refusal; the source is where it was.
    """
    if sys.platform == "win32":  # its rename refuses to replace
        os.rename(source, target)
        return
    refused = _rename_without_replacing(source, target)
    if refused == 0:
        return
    if refused not in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
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


def _rename_without_replacing(source: Path, target: Path) -> int:
    """Return 0 or the error number of the one call that renames without replacing."""
    function = _renameat2()
    if function is None:
        return errno.ENOSYS
    ctypes.set_errno(0)
    result = function(
        _AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE
    )
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
