"""A lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys

if sys.platform == "win32":  # untested: written after the documentation of msvcrt.locking
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Lock an open file for this handle alone; False when another handle has it."""
        # Locks are mandatory there: a byte far behind the content leaves it readable.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def unlock(handle: int) -> None:
        """Let go of the lock, though the file is open still."""
        with contextlib.suppress(OSError):
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock an open file for this handle alone; False when another handle has it.

        A file system without locks lets everyone through: the names in the file still tell.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def unlock(handle: int) -> None:
        """Let go of the lock, though the file is open still."""
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
