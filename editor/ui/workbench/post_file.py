"""A post's file as a task finds it: its bytes, and whether this window may write it.

All of it asks the disk, which may be a share that is slow or hangs: never in the window's thread.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from editor.storage import Digest, PostHeld, PostLock, read


@dataclass(frozen=True, slots=True)
class PostFile:
    """What was found.

    Attributes:
        path: Where it was looked for.
        data: The bytes; None where they were not asked for, or there is no such file.
        digest: Of the bytes.
        same: The open post that is the same file, by this name or another; None when none is.
        lock: Held from now on; or who holds it; None when an open post here does.
    """

    path: Path
    data: bytes | None
    digest: Digest | None
    same: Path | None
    lock: PostLock | PostHeld | None

    def let_go(self) -> None:
        """Hold it no more: nobody needs it."""
        let_go(self.lock)

    @property
    def is_held_here(self) -> bool:
        """Whether this very program holds it: another task was quicker."""
        lock = self.lock
        return isinstance(lock, PostHeld) and lock.holder.pid == os.getpid() and lock.holder.is_here


def let_go(lock: PostLock | PostHeld | None) -> None:
    """Release a lock, if it is one."""
    if isinstance(lock, PostLock):
        lock.release()


@dataclass(frozen=True, slots=True)
class FindPost:
    """Finds out which open post a file is, holds it for writing if it is none, and reads it.

    Attributes:
        path: The file.
        open_posts: The files of the open posts, each with whether it is held here.
        reads: Whether its bytes are wanted.
        limit_bytes: Refuse a larger file.
        may_be_missing: No such file is no error: then there are no bytes.
    """

    path: Path
    open_posts: Mapping[Path, bool]
    reads: bool = True
    limit_bytes: int | None = None
    may_be_missing: bool = False

    def __call__(self) -> PostFile:
        """Do it.

        Raises:
            ReadFailed: It cannot be read; nothing is held then.
        """
        same = same_file(self.path, self.open_posts)
        lock = None
        if same is None or not self.open_posts[same]:
            lock = PostLock.try_take(self.path)
        try:
            data, digest = self._read()
        except BaseException:
            let_go(lock)
            raise
        return PostFile(self.path, data, digest, same, lock)

    def _read(self) -> tuple[bytes | None, Digest | None]:
        if not self.reads or (self.may_be_missing and not self.path.exists()):
            return None, None
        return read(self.path, limit_bytes=self.limit_bytes)


def same_file(path: Path, others: Iterable[Path]) -> Path | None:
    """Return the one of other files that this is, by whatever name; None when it is none."""
    if path in (others := tuple(others)):
        return path
    for other in others:
        with contextlib.suppress(OSError):
            if other.samefile(path):
                return other
    return None
