"""Making folders, durably, and only where one may write."""

from __future__ import annotations

from pathlib import Path

from editor.storage.bounds import name_to_change
from editor.storage.errors import SaveFailed
from editor.storage.files import sync_folder


def make_folder(folder: Path, *, inside: Path | None = None) -> None:
    """Make a folder and those above it, durably; one that is there is left alone.

    Args:
        folder: As it was named.
        inside: The site: no link on the way may lead out of it.

    Raises:
        NotAllowed: The path leads out of `inside`; nothing was made.
        SaveFailed: The system refused.
    """
    if inside is not None:
        name_to_change(folder / "any", inside)
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for each in reversed(missing):
        try:
            each.mkdir(exist_ok=True)
        except OSError as error:
            raise SaveFailed(each, error) from error
        sync_folder(each.parent)
