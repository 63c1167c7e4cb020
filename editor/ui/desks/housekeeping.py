"""What is put in order beside the work, off the window's thread: nothing of it holds a word up."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path

from editor.storage import sweep, versions

log = logging.getLogger(__name__)

_NEVER = frozenset({"_site", "node_modules", "vendor"})


def post_folders(root: Path) -> list[Path]:
    """Return every folder of a site that may hold posts: drafts, sub-folders and collections too.

    Those are the folders with an underscore, and what is in them; there are a few more with one
    (`_includes`), which costs nothing. Neither configuration nor posts are read, as that would hold
    up the keys on a large site. Reads the disk: not for the window's own thread.

    Args:
        root: The site; one that is gone or cannot be read has none.
    """
    found = []
    for folder, names, _ in os.walk(root):
        names[:] = [each for each in names if each not in _NEVER and not each.startswith(".")]
        path = Path(folder)
        if path == root or any(part.startswith("_") for part in path.relative_to(root).parts):
            found.append(path)
    return found


def tidy(folders: Iterable[Path], *, kept: int, days: int) -> None:
    """Sweep what a crash left beside posts, and forget versions that are too old or too many.

    Reads the disk: not for the window's own thread.

    Args:
        folders: Of posts.
        kept: How many versions of each post the user keeps.
        days: For how many days.
    """
    swept = sum(len(sweep(folder)) for folder in folders)
    forgotten = versions.prune(kept=kept, days=days)
    log.info("tidied: %d temporary files, %d versions", swept, forgotten)
