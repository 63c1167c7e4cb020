"""What can go wrong between the text and the disk, each in a sentence for the writer."""

from __future__ import annotations

import enum
import errno
from pathlib import Path

from editor.errors import StandfirstError


class StorageError(StandfirstError):
    """Something could not be read from or written to the disk.

    Attributes:
        path: The file that it is about.
    """

    def __init__(self, sentence: str, detail: str = "", *, path: Path | None = None) -> None:
        super().__init__(sentence, detail)
        self.path = path


class ReadFailed(StorageError):
    """A file could not be read."""


class DiskState(enum.Enum):
    """What another program did to a file."""

    CHANGED = "changed"
    MISSING = "missing"
    NOT_A_FILE = "not a file"


class ChangedOnDisk(StorageError):
    """The file is not as it was last read or written; nothing was written.

    Attributes:
        state: What became of it.
        data: The bytes that are there now, where it is a file.
    """

    def __init__(self, path: Path, state: DiskState, data: bytes | None = None) -> None:
        sentence = {
            DiskState.CHANGED: (
                f"Another program changed {path.name} since it was opened, so it was not saved. "
                "Both texts are safe: look at what changed, then merge, keep one or save a copy."
            ),
            DiskState.MISSING: (
                f"{path.name} is no longer where it was: another program moved or deleted it. "
                "Nothing was written and the text is safe here; save it again or elsewhere."
            ),
            DiskState.NOT_A_FILE: (
                f"There is something else than a file at {path.name} now, so it was not saved. "
                "The text is safe here; save it elsewhere."
            ),
        }[state]
        super().__init__(sentence, state.value, path=path)
        self.state = state
        self.data = data


class TargetExists(StorageError):
    """There is a file of that name already; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is already a file {path.name}, and it was not overwritten. "
            "Choose another name.",
            path=path,
        )


class NotAllowed(StorageError):
    """The file must not be written: read-only, or a link that leads out of the site."""


class MarkedReadOnly(NotAllowed):
    """The file is marked read-only: the user may want it written all the same."""


class SaveFailed(StorageError):
    """The system refused to write.

    Attributes:
        reason: What the system said, in words ("the disk is full").
        safe: Whether the file on the disk is whole: the old one, or in the very last step the new.
    """

    def __init__(self, path: Path, error: OSError | str, *, safe: bool = True) -> None:
        reason = error if isinstance(error, str) else reason_of(error)
        state = (
            "The file on the disk is as it was and your text is safe in this window"
            if safe
            else "The file on the disk may be damaged; your text is safe in this window and in "
            "the recovery journal"
        )
        detail = "" if isinstance(error, str) else _detail(error)
        super().__init__(
            f"{path.name} could not be saved: {reason}. {state}. "
            "Try again, or save it somewhere else.",
            detail,
            path=path,
        )
        self.reason = reason
        self.safe = safe


class MoveFailed(StorageError):
    """A file could not be moved or renamed; it is where it was."""


class TrashFailed(StorageError):
    """A file could not be moved to the system's trash; it is where it was."""


class PostLocked(StorageError):
    """Another window or program holds the post."""


class JournalDamaged(StorageError):
    """A recovery journal holds nothing that can be read."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk is mounted for reading only",
    errno.EACCES: "you have no permission to write there",
    errno.EPERM: "the system does not permit to write there",
    errno.EIO: "the disk reported an error",
    errno.ENOENT: "its folder no longer exists",
    errno.ENOTDIR: "its folder no longer exists",
    errno.EISDIR: "there is a folder of that name",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.EBUSY: "another program is using it",
    errno.ETXTBSY: "another program is using it",
    errno.EFBIG: "the file is too large for this disk",
    errno.ESTALE: "the network folder is not reachable any more",
    errno.ETIMEDOUT: "the network folder does not answer",
    errno.ENODEV: "the disk is no longer there",
    errno.ENXIO: "the disk is no longer there",
    errno.ELOOP: "its link leads in a circle",
    errno.EINVAL: "the name or the disk does not allow it",
}


def reason_of(error: OSError) -> str:
    """Return what the system said, in plain words without a full stop."""
    known = _REASONS.get(error.errno or 0)
    if known:
        return known
    text = (error.strerror or "unknown error").rstrip(".")
    return f"the system said “{text}”"


def _detail(error: OSError) -> str:
    return f"{type(error).__name__} {errno.errorcode.get(error.errno or 0, error.errno)}"
