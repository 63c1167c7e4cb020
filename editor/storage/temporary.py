"""A new file that has no name until it is whole, or where that cannot be, a hidden one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from editor.regular_files import NOFOLLOW
from editor.storage.files import CLOEXEC, boot_id, sync_file, write_all
from editor.storage.names import take_name

_O_TMPFILE = getattr(os, "O_TMPFILE", 0)

_PREFIX = ".~sf-"
_LENGTH = 26
_LENGTH_OVER = _LENGTH + 9


def temporary_name(over: str = "") -> str:
    """Return a short name of fixed length for a file that lives for a moment.

    It says who made it (boot and process), so that what a crash left can be swept away, and for
    which name it was made, if it is to replace a file: for a moment it holds that file's content.

    Args:
        over: The name of the file that it is to replace.
    """
    boot = boot_id().replace("-", "")[:8] or "0" * 8
    name = f"{_PREFIX}{boot}-{os.getpid():08x}-{secrets.token_hex(4)}"
    return f"{name}-{mark_of(over)}" if over else name


def is_temporary(name: str) -> bool:
    """Tell whether a file is one of ours that should live for a moment only."""
    return name.startswith(_PREFIX) and len(name) - len(_PREFIX) in (_LENGTH, _LENGTH_OVER)


def maker_of(name: str) -> tuple[str, str, str]:
    """Return what a temporary file's name says: boot, process in hexadecimal, and `mark_of`."""
    boot, pid, _, *over = name[len(_PREFIX) :].split("-")
    return boot, pid, over[0] if over else ""


def mark_of(name: str) -> str:
    """Return what stands for a file's name in that of its temporary file."""
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:8]


class Temporary:
    """A file on its way into a folder; leaves nothing behind unless `keep` was called.

    Attributes:
        name: What it is called in the folder at the moment; empty while it has no name.
        warning: What `adopt` had to say.
    """

    def __init__(self, folder: Path, mode: int, *, over: str = "") -> None:
        """Open it.

        Args:
            folder: Where it is to appear; must be on the same file system, so it is there.
            mode: Permissions, before the process's mask.
            over: The name of the file that it is to replace, if any.

        Raises:
            OSError: The folder takes no new file.
        """
        self.name = ""
        self.warning = ""
        self._folder = folder
        self._mode = mode
        self._over = over
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
            self._link(temporary_name(self._over))

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
        name = temporary_name(self._over)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | NOFOLLOW | CLOEXEC
        self._handle = os.open(self._folder / name, flags | getattr(os, "O_BINARY", 0), self._mode)
        self.name = name
