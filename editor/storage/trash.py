"""Deleting is moving to the system's trash; nothing here deletes a post for good."""

from __future__ import annotations

import logging
from pathlib import Path

from editor.storage.bounds import name_to_change
from editor.storage.errors import TrashFailed

log = logging.getLogger(__name__)


def move_to_trash(path: Path, *, inside: Path | None = None) -> None:
    """Move a file or folder to the system's trash, from where the user can take it back.

    A link is moved itself, not what it leads to.

    Args:
        path: The file or folder.
        inside: The site: no folder on the way may lead out of it.

    Raises:
        NotAllowed: The path leads out of `inside`.
        TrashFailed: It could not be moved; it is where it was.
    """
    from send2trash import send2trash

    name_to_change(path, inside)
    if not path.is_symlink() and not path.exists():
        raise TrashFailed(
            f"{path.name} is no longer there: it was moved or deleted already.",
            "ENOENT",
            path=path,
        )
    try:
        send2trash(path.absolute())
    except Exception as error:  # its errors differ by platform and backend
        log.warning("trash refused: %s", type(error).__name__)
        raise TrashFailed(
            f"{path.name} could not be moved to the trash, so it was not deleted. "
            "Delete it with the file manager if it has to go.",
            type(error).__name__,
            path=path,
        ) from error
