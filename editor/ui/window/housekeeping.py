"""What is put in order beside the work, off the window's thread: nothing of it holds a word up."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from editor.errors import StandfirstError
from editor.settings import Settings, save_settings
from editor.site import Site
from editor.storage import sweep, versions

log = logging.getLogger(__name__)


def post_folders(root: Path) -> list[Path]:
    """Return every folder of a site that holds posts: drafts, sub-folders and collections too.

    Reads the site's folders: not for the window's own thread.

    Args:
        root: The site; one that is gone or cannot be read has none.
    """
    if not root.is_dir():
        return []
    try:
        site = Site.open(root)
        found = {root, root / "_posts", root / "_drafts"}
        for path in site.post_paths():
            found.update(_up_to(path.parent, root))
        collections = site.config.get("collections")
        base = root / str(site.config.get("collections_dir") or "").strip("/")
        for name in collections if isinstance(collections, (dict, list)) else ():
            for folder, _, _ in os.walk(base / f"_{name}"):
                found.add(Path(folder))
    except (StandfirstError, OSError) as error:
        log.info("a site was not looked through: %s", type(error).__name__)
        return []
    return sorted(each for each in found if each.is_dir())


def _up_to(folder: Path, root: Path) -> Iterable[Path]:
    while folder != root and folder.is_relative_to(root):
        yield folder
        folder = folder.parent


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """Writes what the user chose; the words do not depend on it, so a refusal is logged only."""

    settings: Settings

    def __call__(self) -> None:
        """Do it; runs in a thread."""
        try:
            save_settings(self.settings)
        except OSError as error:
            log.warning("settings not written: %s", type(error).__name__)


@dataclass(frozen=True, slots=True)
class Tidied:
    """Sweeps what a crash left beside posts, and forgets versions that are too old or too many.

    Attributes:
        folders: Of posts.
        kept: How many versions of each post the user keeps.
        days: For how many days.
    """

    folders: tuple[Path, ...]
    kept: int
    days: int

    def __call__(self) -> None:
        """Do it; runs in a thread."""
        swept = sum(len(sweep(folder)) for folder in self.folders)
        forgotten = versions.prune(kept=self.kept, days=self.days)
        log.info("tidied: %d temporary files, %d versions", swept, forgotten)
