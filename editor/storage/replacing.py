"""A new file takes an old one's name, and what it takes it from is looked at.

Between the last look at a file and the rename over it another program may put its own there, and a
rename tells nobody what it went over. So the two exchange their names where the system can do that:
then what was replaced is at hand, under the new file's temporary name, and if it is not what was
expected it gets its name back. Elsewhere the file that was looked at last is held open: what is
written into it meanwhile is found there, and a file that came in its place is seen but for the
moment between two system calls.
"""

from __future__ import annotations

import errno
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from editor.regular_files import NOFOLLOW, read_bytes
from editor.storage.errors import ChangedOnDisk, DiskState
from editor.storage.files import difference_of
from editor.storage.names import exchange_names
from editor.storage.temporary import Temporary

log = logging.getLogger(__name__)

_TURNS = 100


@dataclass(frozen=True, slots=True)
class Old:
    """The file that is to be replaced, open.

    Attributes:
        handle: For reading.
        status: Which file it is.
        known: What it has to hold.
    """

    handle: int
    status: os.stat_result
    known: bytes

    def at(self, path: Path) -> bytes | None:
        """Return what a name holds now: `known` itself, something else, or None for no file.

        Raises:
            OSError: It cannot be looked at.
        """
        if not os.path.samestat(os.stat(path, follow_symlinks=False), self.status):
            return _content(path)
        now = difference_of(self.handle, self.known)
        return self.known if now is None else now


def replace(path: Path, fresh: Temporary, data: bytes, old: Old) -> str:
    """Put a file that has its temporary name in place of another, if that is what is expected.

    Args:
        path: The old file's name.
        fresh: The new file, whole and synced.
        data: What it holds.
        old: The old file.

    Returns:
        A warning: another program wrote in the same moment, and what it wrote is kept among the
        versions. Empty when all went well.

    Raises:
        ChangedOnDisk: Another program was quicker, and what it wrote stands at the path.
        OSError: The system refused; nothing was changed.
    """
    aside = path.parent / fresh.name
    try:
        _require(path, old, old.at(path))
        if not exchange_names(aside, path):
            return _rename_over(path, fresh, old)
    except FileNotFoundError as error:
        raise ChangedOnDisk(path, DiskState.MISSING) from error
    found = _look(path, aside, fresh, old)
    if found == old.known:
        return ""
    try:
        _give_back(path, aside, data, found)
    except OSError as error:
        log.warning("what was replaced did not get its name back: %s", type(error).__name__)
        is_kept, warning = keep_and_tell(path, found, fresh.name)
        if not is_kept:
            fresh.keep()
        return warning


def _require(path: Path, old: Old, found: bytes | None) -> None:
    if found is None:
        raise ChangedOnDisk(path, DiskState.NOT_A_FILE)
    if found != old.known:
        raise ChangedOnDisk(path, DiskState.CHANGED, found)


def _look(path: Path, aside: Path, fresh: Temporary, old: Old) -> bytes | None:
    """Return what was replaced; what cannot be looked at gets its name back.

    Raises:
        OSError: It cannot; the old file has its name again, or else it is left aside.
    """
    try:
        return old.at(aside)
    except OSError:
        try:
            exchange_names(aside, path)
        except OSError:
            fresh.keep()
            raise
        raise


def _give_back(path: Path, aside: Path, ours: bytes, theirs: bytes | None) -> NoReturn:
    """Let what was replaced have its name again, and find out whether that was too late.

    Raises:
        ChangedOnDisk: Always, when it is done: another program's content stands at the path.
        OSError: The system refused; what was not given back stands aside.
    """
    should_leave: bytes | None = ours
    comes_back = theirs
    for _ in range(_TURNS):
        exchange_names(aside, path)
        left = _content(aside)
        if left == should_leave:
            break
        # Yet another was put there meanwhile: it is newer than the one that was just given back.
        should_leave, comes_back = comes_back, left
    else:
        log.warning("two programs write one file without end")
    if should_leave is not ours and should_leave is not None:
        _keep(path, should_leave)
    state = DiskState.NOT_A_FILE if comes_back is None else DiskState.CHANGED
    raise ChangedOnDisk(path, state, comes_back)


def _rename_over(path: Path, fresh: Temporary, old: Old) -> str:
    _require(path, old, old.at(path))
    if not os.path.samestat(os.stat(path, follow_symlinks=False), old.status):
        _require(path, old, _content(path))
    os.rename(path.parent / fresh.name, path)
    fresh.keep()
    found = difference_of(old.handle, old.known)
    return "" if found is None else keep_and_tell(path, found)[1]


def _content(path: Path) -> bytes | None:
    """Return what a file holds; None for what is no file (a folder, a link)."""
    try:
        return read_bytes(path, flags=NOFOLLOW)
    except IsADirectoryError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        raise


def keep_and_tell(path: Path, data: bytes | None, beside: str = "") -> tuple[bool, str]:
    """Keep what another program wrote in the same moment, and say where it is.

    Args:
        path: The post.
        data: What it wrote; None for what is no file.
        beside: Name of the hidden file that holds it too, where there is one.

    Returns:
        Whether it is among the versions, and a warning for the user.
    """
    if data is not None and _keep(path, data):
        return True, (
            f"{path.name} is saved, but another program wrote to it in the same moment: what it "
            "wrote is the newest of the post's past versions."
        )
    if not beside:
        return False, f"{path.name} is saved over what another program wrote in the same moment."
    return False, (
        f"{path.name} is saved, but another program wrote to it in the same moment: what it "
        f"wrote is in {beside} beside it."
    )


def _keep(path: Path, data: bytes) -> bool:
    from editor.storage import versions  # only when there is something to keep

    return versions.keep(path, data)
