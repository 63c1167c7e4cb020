"""A durable save: the file on the disk is the old one or the new one, whole, at every moment.

The order of the steps and the way round each refusal of the system are measured: a save that
returned was never lost in power cuts, and one that failed left the old file as it was. What cannot
be promised: drives that lie about having written, and servers that answer before they wrote.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from editor.regular_files import NOFOLLOW, READ_FLAGS, read_handle
from editor.storage import inplace, replacing
from editor.storage.attributes import NotRestorable, copy_attributes
from editor.storage.bounds import file_to_write
from editor.storage.errors import (
    ChangedOnDisk,
    DiskState,
    MarkedReadOnly,
    SaveFailed,
    TargetExists,
)
from editor.storage.files import (
    Digest,
    recent,
    sync_file,
    sync_folder,
)
from editor.storage.recovery_copy import Safekeeping
from editor.storage.sweeping import sweep
from editor.storage.temporary import Temporary
from editor.storage.turn import saving
from editor.storage.unchanged import check_unchanged

log = logging.getLogger(__name__)

# Refusals of a rename that writing into the file itself gets round.
_IN_PLACE = {errno.EACCES, errno.EPERM, errno.EXDEV, errno.EBUSY}
_swept: set[str] = set()


@dataclass(frozen=True)
class Saved:
    """A save that is on the disk.

    Attributes:
        path: The file itself, links resolved.
        data: The bytes there now.
        warning: What did not go as it should although the text is saved; empty when all did.
    """

    path: Path
    data: bytes = field(repr=False)
    warning: str = ""

    @cached_property
    def digest(self) -> Digest:
        """What the next save is to expect there.

        Worked out when first asked for, as a save need not wait for it: its bytes were compared
        before the rename, and the new ones are durable before they are named.
        """
        return recent.keep(Digest.of(self.data), self.data)


def save(
    path: Path,
    data: bytes,
    *,
    expected: Digest | None,
    journal: Safekeeping | None = None,
    inside: Path | None = None,
    overwrite_read_only: bool = False,
) -> Saved:
    """Write a file so that no crash, full disk or other program can cost a word.

    May take long (it waits for the disk): never call it from the window's own thread.

    Args:
        path: The file; its folder must exist.
        data: The whole new content.
        expected: Digest of what was last read or written there; None when there must not be a
            file yet.
        journal: Is synced first; without one a recovery copy is kept while the file itself has
            to be written (where it cannot be replaced).
        inside: The site: neither the file nor a folder on the way may be a link out of it.
        overwrite_read_only: The user was asked and wants a read-only file written.

    Returns:
        When it returns, the bytes survive a power cut, except where `warning` says otherwise.

    Raises:
        ChangedOnDisk: The file is not what `expected` says. Nothing was written.
        TargetExists: `expected` is None and there is a file. Nothing was written.
        MarkedReadOnly: The file is. Nothing was written.
        NotAllowed: The path leads out of `inside`. Nothing was written.
        SaveFailed: The system refused; `safe` tells whether the old file is whole.
    """
    real = file_to_write(path, inside)
    try:
        if journal is not None:
            journal.sync()
        with saving(real):
            saved = (
                _create(real, data)
                if expected is None
                else _overwrite(real, data, expected, journal, overwrite_read_only)
            )
    except OSError as error:
        log.warning("save failed: %s", errno.errorcode.get(error.errno or 0, "?"))
        raise SaveFailed(path, error) from error
    if str(real.parent) not in _swept:
        _swept.add(str(real.parent))
        sweep(real.parent)
    return saved


def _create(path: Path, data: bytes) -> Saved:
    if os.path.lexists(path):
        raise TargetExists(path)
    if sys.platform == "win32":
        from editor.storage import windows

        return Saved(path, data, windows.create(path, data))
    with Temporary(path.parent, 0o666) as temporary:
        temporary.fill(data)
        try:
            temporary.appear_as(path.name)
        except FileExistsError as error:
            raise TargetExists(path) from error
        temporary.close()
        temporary.keep()
    return Saved(path, data, _folder_warning(path))


def _overwrite(
    path: Path,
    data: bytes,
    expected: Digest,
    journal: Safekeeping | None,
    overwrite_read_only: bool,
) -> Saved:
    try:
        source = os.open(path, READ_FLAGS | NOFOLLOW)
    except FileNotFoundError as error:
        if path.parent.is_dir():
            raise ChangedOnDisk(path, DiskState.MISSING) from error
        raise
    try:
        status = os.fstat(source)
        if not stat.S_ISREG(status.st_mode):
            raise ChangedOnDisk(path, DiskState.NOT_A_FILE)
        if status.st_size != expected.size_bytes:
            return _accept(path, read_handle(source), data)
        if _is_known(data, expected):
            check_unchanged(path, expected, data)
            return _accept(path, data, data)
        _refuse_read_only(path, status, overwrite_read_only)
        if sys.platform == "win32":
            from editor.storage import windows

            return Saved(path, data, windows.replace(path, data, expected))
        if _must_stay(path, status):
            return _in_place(path, data, expected, journal)
        try:
            return _replace(path, data, expected, source, status)
        except NotRestorable:
            return _in_place(path, data, expected, journal)
        except OSError as error:
            if error.errno not in _IN_PLACE:
                raise
            return _in_place(path, data, expected, journal)
    finally:
        os.close(source)


def _replace(
    path: Path, data: bytes, expected: Digest, source: int, status: os.stat_result
) -> Saved:
    known = recent.get(expected)
    if known is None:
        known = read_handle(source)
        if Digest.of(known) != expected:
            return _accept(path, known, data)
    with Temporary(path.parent, 0o600, over=path.name) as temporary:
        temporary.fill(data, lambda handle: copy_attributes(status, source, handle))
        temporary.appear()
        temporary.close()
        try:
            raced = replacing.replace(path, temporary, data, replacing.Old(source, status, known))
        except ChangedOnDisk as error:
            if error.data is None:
                raise
            return _accept(path, error.data, data)
    warning = raced or _folder_warning(path) or temporary.warning
    return Saved(path, data, warning)


def _is_known(data: bytes, expected: Digest) -> bool:
    """Tell whether there is nothing to write: then the file keeps even its time."""
    if len(data) != expected.size_bytes:
        return False
    known = recent.get(expected)
    return known == data if known is not None else Digest.of(data) == expected


def _accept(path: Path, there: bytes, data: bytes) -> Saved:
    """Meet a file that needs no writing: fine only if it holds the very bytes to save.

    Raises:
        ChangedOnDisk: It does not.
    """
    if there != data:
        raise ChangedOnDisk(path, DiskState.CHANGED, there)
    handle = os.open(path, READ_FLAGS | NOFOLLOW)
    try:
        sync_file(handle)  # another program may have written it: make sure that it stays
    finally:
        os.close(handle)
    return Saved(path, data, _folder_warning(path))


def _in_place(path: Path, data: bytes, expected: Digest, journal: Safekeeping | None) -> Saved:
    warning = inplace.rewrite(path, data, expected, journal)
    return Saved(path, data, warning)


def _refuse_read_only(path: Path, status: os.stat_result, overwrite: bool) -> None:
    # root passes every access check; a file without any w bit says all the same what is wanted.
    writable = bool(status.st_mode & 0o222) and os.access(path, os.W_OK)
    if not writable and not overwrite:
        raise MarkedReadOnly(
            f"{path.name} is marked read-only, so it was not written. "
            "The text is safe here; allow writing to the file, or save it elsewhere.",
            "not writable",
            path=path,
        )


def _must_stay(path: Path, status: os.stat_result) -> bool:
    """Tell whether the file itself has to be written: a replacement would break something."""
    if status.st_nlink > 1 or not os.access(path.parent, os.W_OK | os.X_OK):
        return True
    me = os.geteuid()
    folder = os.stat(path.parent)
    is_sticky = bool(folder.st_mode & stat.S_ISVTX)
    return is_sticky and me != 0 and me not in (status.st_uid, folder.st_uid)


def _folder_warning(path: Path) -> str:
    if sync_folder(path.parent) is None:
        return ""
    return (
        f"{path.name} is saved, but the disk did not confirm it: "
        "it may not survive a power cut. Save again later."
    )
