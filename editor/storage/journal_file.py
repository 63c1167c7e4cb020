"""A journal's file: made at once, appended to on every key, written anew where it has to be.

Two threads meet here. The one that types calls `write`, with the journal's short lock held, and
must never wait for a sync or a rename. Everything else is called by who holds the journal's sync,
may take as long as the disk takes, and takes the short lock only to exchange handles.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from editor.storage.files import CLOEXEC, write_all
from editor.storage.journal_places import make_journals_folder, sync_names
from editor.storage.locking import try_lock, unlock

_APPEND = os.O_APPEND | getattr(os, "O_BINARY", 0)
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | CLOEXEC | _APPEND


class JournalFile:
    """The file of one journal, locked for as long as it is open.

    Attributes:
        path: Where it is, or was to be.
        is_torn: Whether a record may be incomplete, so that no other may follow it; also where
            there is no file.
    """

    def __init__(self, path: Path, lock: threading.Lock) -> None:
        """Name it; `create` or `replace` makes it.

        Args:
            path: Where it is to be.
            lock: The journal's short lock.
        """
        self.path = path
        self.is_torn = True
        self._lock = lock
        self._handle = -1
        self._fresh = -1  # while it is about to take the file's place: all of it, and the same keys
        self._is_fresh_torn = False
        self._is_name_synced = False

    @property
    def is_being_replaced(self) -> bool:
        """Whether a fresh file is about to take this one's place. Asked with the lock held."""
        return self._fresh >= 0

    def create(self, path: Path, content: bytes) -> None:
        """Make the file under its own name, unsynced: an open post does not wait for the disk.

        Raises:
            OSError: There is none now.
        """
        make_journals_folder(path.parent)
        handle = os.open(path, _NEW, 0o600)
        try:
            try_lock(handle)
            write_all(handle, content)
        except BaseException:
            _drop(handle, path)
            raise
        self._handle, self.path, self.is_torn = handle, path, False

    def write(self, record: bytes) -> None:
        """Append one record. Called with the lock held. Runs on every key.

        Raises:
            OSError: The file does not hold it, and takes no other.
        """
        if self._fresh >= 0 and not self._is_fresh_torn:
            try:
                _write_once(self._fresh, record)
            except OSError:
                self._is_fresh_torn = True
        if self.is_torn:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        try:
            _write_once(self._handle, record)
        except OSError:
            self.is_torn = True
            raise

    def sync(self) -> None:
        """Make what was written survive a power cut. Waits for the disk.

        Raises:
            OSError: It may not; a failed sync of the same file must not be believed later.
        """
        _sync_data(self._handle)
        if not self._is_name_synced:
            sync_names(self.path.parent)
            self._is_name_synced = True

    def replace(self, path: Path, content: bytes, missed: Callable[[], bytes]) -> None:
        """Write the whole journal anew, synced, here or in another place. Waits for the disk.

        Keys are written all the while: into the old file until the fresh one has its name, and
        into the fresh one from when it has caught up. A kill at any moment finds all of them.

        Args:
            path: Where.
            content: All that was appended up to now.
            missed: Returns what was appended since then; called with the lock held.

        Raises:
            OSError: It is not synced there; what had been written is still to be read.
        """
        make_journals_folder(path.parent)
        fresh = path.with_name(path.name + ".new")
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        handle = os.open(fresh, _NEW, 0o600)
        try:
            try_lock(handle)
            write_all(handle, content)
            _sync_data(handle)
            with self._lock:
                write_all(handle, missed())
                self._fresh, self._is_fresh_torn = handle, False
                if sys.platform == "win32":
                    handle = self._rename_closed(handle, fresh, path)
            if sys.platform != "win32":
                os.rename(fresh, path)
        except BaseException:
            with self._lock:
                self._fresh = -1
            _drop(handle, fresh)
            raise
        with self._lock:
            old, self._handle, self._fresh = self._handle, handle, -1
            old_path, self.path = self.path, path
            self.is_torn = self._is_fresh_torn
            self._is_name_synced = False
        if old >= 0:
            with contextlib.suppress(OSError):
                os.close(old)
        sync_names(path.parent)
        self._is_name_synced = True
        if old_path != path:
            with contextlib.suppress(OSError):
                os.unlink(old_path)

    def unlock(self) -> None:
        """Let the next start have the file, though it is open still. Called with the lock held."""
        unlock(self._handle)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            handle, self._handle = self._handle, -1
            self.is_torn = True
        if handle >= 0:
            with contextlib.suppress(OSError):
                os.close(handle)

    def _rename_closed(self, handle: int, fresh: Path, path: Path) -> int:
        """Rename on Windows, where open files cannot be; untested."""
        os.close(handle)
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        os.replace(fresh, path)
        handle = os.open(path, os.O_RDWR | _APPEND)
        try_lock(handle)
        return handle


def _write_once(handle: int, record: bytes) -> None:
    # Not written on after a short write: a torn record is the last one that may stand there.
    if os.write(handle, record) != len(record):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _drop(handle: int, path: Path) -> None:
    with contextlib.suppress(OSError):
        os.close(handle)
    with contextlib.suppress(OSError):
        os.unlink(path)


def _sync_data(handle: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)
