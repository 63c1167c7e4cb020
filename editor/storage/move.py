"""Renaming and publishing: a file gets another name, never one that is taken."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path

from editor.regular_files import NOFOLLOW, read_bytes
from editor.storage.bounds import name_to_change
from editor.storage.errors import (
    ChangedOnDisk,
    DiskState,
    MoveFailed,
    StorageError,
    TargetExists,
    reason_of,
)
from editor.storage.files import Digest, sync_folder
from editor.storage.names import take_name
from editor.storage.save import Saved, save
from editor.storage.temporary import temporary_name

log = logging.getLogger(__name__)


def move(
    source: Path,
    target: Path,
    *,
    data: bytes | None = None,
    expected: Digest | None = None,
    inside: Path | None = None,
) -> Saved:
    """Give a file another name, and new content with it where that is asked for.

    A crash leaves the old name, the new one, or with new content both: never none.

    Args:
        source: The file, or a link: the link itself is moved.
        target: Its new name; its folder must exist.
        data: New content (a published draft gets its date); None to keep it.
        expected: What the source must hold; None to take it as it is.
        inside: The site: neither name may stand in a folder that a link leads out of it.

    Raises:
        TargetExists: Something has that name. Nothing was changed.
        NotAllowed: A name leads out of `inside`. Nothing was changed.
        ChangedOnDisk: The source is not what `expected` says, or gone. Nothing was changed.
        MoveFailed: The system refused. The source is where it was.
        SaveFailed: The new content could not be written. The source is where it was.
    """
    name_to_change(source, inside)
    name_to_change(target, inside)
    old = _content(source)
    if expected is not None and Digest.of(old) != expected:
        raise ChangedOnDisk(source, DiskState.CHANGED, old)
    if data is not None and data != old and not _same_file(source, target):
        return _move_with_content(source, target, data, Digest.of(old), inside)
    try:
        if _same_file(source, target):  # only the case of the name changes
            os.rename(source, target)
        else:
            take_name(source, target)
    except FileExistsError as error:
        raise TargetExists(target) from error
    except OSError as error:
        if error.errno == errno.EXDEV:
            return _move_with_content(source, target, old, Digest.of(old), inside)
        raise _failed(source, target, error) from error
    warning = _synced(source, target)
    if data is not None and data != old:
        return save(target, data, expected=Digest.of(old), inside=inside)
    return Saved(target, old, warning)


def _move_with_content(
    source: Path, target: Path, data: bytes, expected: Digest, inside: Path | None
) -> Saved:
    saved = save(target, data, expected=None, inside=inside)
    _keep_mode(source, target)
    try:
        _take_away(source, expected)
    except (OSError, StorageError) as error:
        log.warning("the old name stays after a move: %s", type(error).__name__)
        return Saved(
            saved.path,
            data,
            f"{target.name} is written, but {source.name} could not be removed; "
            "both are there now.",
        )
    return Saved(saved.path, data, saved.warning or _synced(source, target))


def _take_away(source: Path, expected: Digest) -> None:
    """Remove a file if it is what is expected; looked at where no other program writes to it.

    Raises:
        StorageError: Another program has written to it meanwhile: it stays.
        OSError: The system refused; it stays.
    """
    aside = source.parent / temporary_name()
    take_name(source, aside)
    try:
        if Digest.of(_content(aside)) != expected:
            raise ChangedOnDisk(source, DiskState.CHANGED)
        os.unlink(aside)
    except (OSError, StorageError):
        try:
            take_name(aside, source)
        except FileExistsError:
            # A third program has made a new file of that name: this one is kept as a version.
            from editor.storage import versions

            if versions.keep(source, _content(aside)):
                os.unlink(aside)
        raise


def _keep_mode(source: Path, target: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        os.chmod(target, os.stat(source).st_mode & 0o777)
    except OSError as error:
        log.info("the mode was not kept over a move: %s", type(error).__name__)


def _content(source: Path) -> bytes:
    try:
        return read_bytes(source, flags=0 if source.is_symlink() else NOFOLLOW)
    except FileNotFoundError as error:
        raise ChangedOnDisk(source, DiskState.MISSING) from error
    except IsADirectoryError as error:
        raise ChangedOnDisk(source, DiskState.NOT_A_FILE) from error
    except OSError as error:
        raise _failed(source, source, error) from error


def _same_file(source: Path, target: Path) -> bool:
    if source == target or source.parent != target.parent:
        return source == target
    if source.name.casefold() != target.name.casefold():
        return False
    try:
        # A hard link of another case is another name, listed on its own.
        return os.path.samefile(source, target) and target.name not in os.listdir(target.parent)
    except OSError:
        return False


def _synced(source: Path, target: Path) -> str:
    refused = sync_folder(target.parent)
    if source.parent != target.parent:
        refused = sync_folder(source.parent) or refused
    if refused is None:
        return ""
    return (
        f"{target.name} has its new name, but the disk did not confirm it: "
        "it may have the old one again after a power cut."
    )


def _failed(source: Path, target: Path, error: OSError) -> MoveFailed:
    return MoveFailed(
        f"{source.name} could not be moved to {target.name}: {reason_of(error)}. "
        "It is where it was; nothing is lost.",
        errno.errorcode.get(error.errno or 0, ""),
        path=source,
    )
