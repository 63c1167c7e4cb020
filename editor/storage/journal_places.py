"""Where journals stand: in the user's state folder, beside the post where that takes none."""

from __future__ import annotations

import contextlib
import enum
import os
import time
from functools import cache
from pathlib import Path

from editor.dirs import state_dir
from editor.regular_files import read_bytes
from editor.storage.errors import reason_of
from editor.storage.files import CLOEXEC, sync_file, sync_folder, write_all

SUFFIX = ".journal"
BESIDE = ".~standfirst-"


class JournalState(enum.Enum):
    """Where the words are."""

    OK = "ok"
    BESIDE = "beside the post"
    MEMORY = "in memory only"


def problem_of(state: JournalState, refused: OSError | None) -> str:
    """Return why the words are not where they should be, as a sentence; empty when they are."""
    reason = reason_of(refused) if refused is not None else ""
    return {
        JournalState.OK: "",
        JournalState.BESIDE: (
            f"The recovery journal cannot be written to your own folder: {reason}. "
            "For now it stands beside the post; save soon."
        ),
        JournalState.MEMORY: (
            f"The recovery journal cannot be written: {reason}. What you type now would be "
            "lost in a crash: save now, or save elsewhere."
        ),
    }[state]


def journals_folder() -> Path:
    """Return where journals are kept; a place that takes none where there is no state folder."""
    try:
        return state_dir() / "journals"
    except OSError:
        return Path(os.devnull) / "journals"


def make_journals_folder(folder: Path) -> None:
    """Make a folder for journals, for this user alone; `sync_names` makes it last."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def sync_names(folder: Path) -> None:
    """Make the names in a folder, and its own, survive a power cut. Waits for the disk.

    After a first start the state folder and those above it may be as new as the journal. Who made
    them does not matter, they are all synced, once for each folder in a process.

    Raises:
        OSError: The disk did not confirm it.
    """
    refused = sync_folder(folder)
    if refused is not None:
        raise refused
    status = os.stat(folder)
    _sync_names_above(folder, (status.st_dev, status.st_ino))


@cache
def _sync_names_above(folder: Path, identity: tuple[int, int]) -> None:
    """Sync the folders above one; `identity` tells it from one that was made anew in its place."""
    device = identity[0]
    for above in folder.absolute().parents:
        if os.stat(above).st_dev != device:
            return  # another file system: the mount point itself is none of ours
        refused = sync_folder(above)
        if refused is not None:
            raise refused


def put_aside(file: Path, folder: Path) -> bool:
    """Move a journal among the discarded ones, which are kept for 30 days.

    Args:
        file: The journal.
        folder: Where journals are kept.

    Returns:
        Whether it is there now; if not, it stands where it stood.
    """
    aside = folder / "discarded"
    target = aside / f"{int(time.time())}-{file.name.removeprefix(BESIDE)}"
    try:
        make_journals_folder(aside)
        os.utime(file)
        try:
            os.replace(file, target)
        except OSError:  # it stood beside the post, on another disk
            _copy(file, target)
            os.unlink(file)
    except OSError:
        return False
    return True


def _copy(file: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | CLOEXEC, 0o600)
    try:
        write_all(handle, read_bytes(file))
        sync_file(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(target)
        raise
    finally:
        os.close(handle)
