"""Whether a file still holds what it is expected to hold."""

from __future__ import annotations

from pathlib import Path

from editor.regular_files import NOFOLLOW, read_bytes
from editor.storage.errors import ChangedOnDisk, DiskState
from editor.storage.files import Digest, difference


def check_unchanged(path: Path, expected: Digest, known: bytes | None = None) -> None:
    """Compare the file's content with what is expected.

    Args:
        path: The file.
        expected: Its digest.
        known: The bytes of that digest, where they are at hand: comparing is quicker than hashing.

    Raises:
        ChangedOnDisk: It is another.
    """
    try:
        if known is not None:
            now = difference(path, known, flags=NOFOLLOW)
        else:
            now = read_bytes(path, flags=NOFOLLOW)
            now = None if Digest.of(now) == expected else now
    except FileNotFoundError as error:
        raise ChangedOnDisk(path, DiskState.MISSING) from error
    except IsADirectoryError as error:
        raise ChangedOnDisk(path, DiskState.NOT_A_FILE) from error
    if now is not None:
        raise ChangedOnDisk(path, DiskState.CHANGED, now)
