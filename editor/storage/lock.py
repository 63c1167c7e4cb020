"""Who has a post open: one window writes, the second reads and is told who holds it."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

from editor.dirs import state_dir
from editor.storage.errors import PostLocked
from editor.storage.files import CLOEXEC, boot_id, is_running
from editor.storage.locking import try_lock


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post.

    Attributes:
        pid: Process id on that machine; 0 when unknown.
        host: Name of the machine; empty when unknown.
        since: When it was opened there, seconds since 1970.
        is_here: Whether it is this machine.
    """

    pid: int
    host: str
    since: float
    is_here: bool

    def sentence(self, name: str) -> str:
        """Say who holds a post, for the bar above a post that is open for reading only."""
        at = ""
        if self.since:
            moment = datetime.datetime.fromtimestamp(self.since, datetime.UTC).astimezone()
            today = datetime.datetime.now(datetime.UTC).astimezone().date()
            shape = "%H:%M" if moment.date() == today else "%d %B, %H:%M"
            at = f" since {moment.strftime(shape)}"
        where = "in another window" if self.is_here else f"on {self.host or 'another computer'}"
        return (
            f"{name} is open {where}{at}, so it can only be read here. "
            "Close it there to edit it here."
        )


class PostHeld(PostLocked):
    """Another window or computer has the post open.

    Attributes:
        holder: Who.
        can_take_over: Whether the user may be offered to take it over: the holder cannot be asked
            from here (another computer), so only the user knows.
    """

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(holder.sentence(path.name), "held", path=path)
        self.holder = holder
        self.can_take_over = not holder.is_here


class PostLock:
    """One post held for writing. The system lets go of it when the process ends."""

    def __init__(self, path: Path, file: Path, handle: int) -> None:
        """Use `take`."""
        self.path = path
        self._file = file
        self._handle = handle

    @classmethod
    def take(cls, path: Path, *, take_over: bool = False, folder: Path | None = None) -> PostLock:
        """Hold a post for writing.

        What a crash left is taken over without a word; another computer's lock only when asked.

        Args:
            path: The post; two names of one file (links) are one post.
            take_over: The user was asked and wants another computer's lock broken.
            folder: Where locks are kept; by default in the user's state folder.

        Raises:
            PostHeld: Another window or computer has it; `holder` says who.
        """
        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
        file = Path(f"{name}.lock")
        try:
            folder = folder or state_dir() / "locks"
            file = folder / file
            folder.mkdir(parents=True, exist_ok=True)
            for _ in range(100):
                handle = os.open(file, os.O_RDWR | os.O_CREAT | CLOEXEC, 0o600)
                held = cls._hold(path, file, handle, take_over)
                if held is not None:
                    return held
                os.close(handle)
        except OSError:
            # A state folder that takes no file must not keep anyone from writing.
            return cls(path, file, -1)
        raise PostHeld(path, _holder_of(b""))

    @classmethod
    def try_take(cls, path: Path, *, take_over: bool = False) -> PostLock | PostHeld:
        """Hold a post for writing if it is free; never raises, so a task can hand it on.

        Args:
            path: The post; two names of one file (links) are one post.
            take_over: The user was asked and wants another computer's lock broken.

        Returns:
            The lock, or who has the post: what `take` would raise.
        """
        try:
            return cls.take(path, take_over=take_over)
        except PostHeld as error:
            return error

    def release(self) -> None:
        """Let go of the post; a second call does nothing."""
        handle, self._handle = self._handle, -1
        if handle < 0:
            return
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(handle), os.stat(self._file)):
                os.unlink(self._file)
        with contextlib.suppress(OSError):
            os.close(handle)

    def __enter__(self) -> PostLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    @classmethod
    def _hold(cls, path: Path, file: Path, handle: int, take_over: bool) -> PostLock | None:
        """Return the lock; None when the file was replaced meanwhile and has to be opened anew."""
        try:
            is_ours = try_lock(handle)
            holder = _holder_of(os.pread(handle, 4096, 0) if hasattr(os, "pread") else b"")
            if is_ours and holder.pid and holder.is_here:
                # A crash left the mark and another process has its number by now; or the file
                # system knows no locks, and the mark is all there is.
                is_ours = _knows_locks(file)
            if not is_ours or (holder.pid and not holder.is_here):
                if not take_over or holder.is_here:
                    raise PostHeld(path, holder)
                if not is_ours:
                    os.unlink(file)
                    return None
            if not os.path.samestat(os.fstat(handle), os.stat(file)):
                return None
            os.ftruncate(handle, 0)
            os.write(handle, _own_mark())
        except FileNotFoundError:
            return None
        except BaseException:
            os.close(handle)
            raise
        return cls(path, file, handle)


def _knows_locks(file: Path) -> bool:
    """Tell whether a file that is locked here cannot be locked a second time."""
    second = os.open(file, os.O_RDWR | CLOEXEC)
    try:
        return not try_lock(second)
    finally:
        os.close(second)


def _own_mark() -> bytes:
    mark = {"pid": os.getpid(), "host": platform.node(), "boot": boot_id(), "since": time.time()}
    return json.dumps(mark).encode()


def _holder_of(mark: bytes) -> Holder:
    try:
        values = json.loads(mark)
        pid, host = int(values["pid"]), str(values["host"])
        since, boot = float(values["since"]), str(values["boot"])
    except (ValueError, KeyError, TypeError):
        return Holder(0, "", 0.0, is_here=True)
    is_here = host == platform.node()
    if is_here and (boot != boot_id() or not is_running(pid)):
        return Holder(0, host, since, is_here=True)
    return Holder(pid, host, since, is_here)
