"""Files that can be made again at any time, such as rendered pages: whole, but not synced."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from editor.regular_files import NOFOLLOW
from editor.storage.bounds import name_to_change
from editor.storage.errors import SaveFailed
from editor.storage.files import CLOEXEC, write_all
from editor.storage.temporary import temporary_name


def write_output(path: Path, data: bytes, *, inside: Path) -> None:
    """Write a file of an output folder, over one that is there; folders are made.

    A link of that name is replaced, never followed.

    Args:
        path: The file.
        data: Its content.
        inside: The output folder; made where it is missing.

    Raises:
        NotAllowed: A link on the way leads out of the output folder; nothing was written.
        SaveFailed: The system refused; what was there is as it was.
    """
    try:
        os.makedirs(inside, exist_ok=True)
        name_to_change(path, inside)  # before a folder is made where it leads
        os.makedirs(path.parent, exist_ok=True)
        fresh = path.parent / temporary_name()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NOFOLLOW | CLOEXEC
        handle = os.open(fresh, flags | getattr(os, "O_BINARY", 0), 0o666)
        try:
            try:
                write_all(handle, data)
            finally:
                os.close(handle)
            os.replace(fresh, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(fresh)
            raise
    except OSError as error:
        raise SaveFailed(path, error) from error
