"""Where the program may write: decided here, by where a path really leads, for every writer.

A link in a site may lead anywhere: to a photograph archive, to another site, to a folder of the
system. What leads out of the site is not written through it, neither a file nor a folder's names.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from editor.storage.errors import NotAllowed, SaveFailed


def file_to_write(path: Path, inside: Path | None) -> Path:
    """Return the file that writing to a path would change, its links followed.

    Args:
        path: As it was named; need not exist.
        inside: The site (or another folder) that has to hold the file; None for a file that the
            user named by itself.

    Raises:
        NotAllowed: The path leads out of `inside`.
        SaveFailed: Its links lead in a circle.
    """
    try:
        real = Path(os.path.realpath(path))
        if path.is_symlink() and real.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    except OSError as error:
        raise SaveFailed(path, error) from error
    if inside is not None and not leads_inside(real, inside):
        raise NotAllowed(_sentence(path), "link out of the site", path=path)
    return real


def name_to_change(path: Path, inside: Path | None) -> Path:
    """Return where a name stands that is to be made, moved or taken away.

    The folder's links are followed; a link of that name is the name's own.

    Raises:
        NotAllowed: The folder is not in `inside`.
    """
    real = Path(os.path.realpath(path.parent), path.name)
    if inside is not None and not leads_inside(real.parent, inside):
        raise NotAllowed(_sentence(path), "folder out of the site", path=path)
    return real


def leads_inside(path: Path, inside: Path) -> bool:
    """Tell whether a path, its links followed, is in a folder (or is that folder)."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(inside))


def _sentence(path: Path) -> str:
    what = "is a link" if path.is_symlink() else "stands in a folder that is a link"
    return (
        f"{path.name} {what} to a place outside the site, so it was not written. "
        "Nothing is lost: save it elsewhere, or name that file itself."
    )
