"""Where a site's posts and drafts are: one walk, by `lib/jekyll/readers/post_reader.rb`."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from editor.site.document import DATE_NAME, DATELESS_NAME

if TYPE_CHECKING:
    from editor.site.entry_filter import EntryFilter
    from editor.site.folder_stamps import FolderStamps

log = logging.getLogger(__name__)

# Never a post, though Jekyll would read and then drop them: pictures kept beside posts.
_NOT_TEXT = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".heic", ".tif", ".tiff"),
        *(".bmp", ".ico", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".mov", ".webm", ".ogg", ".wav"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls"),
    )
)
_MAX_DEPTH = 40


class PostReader:
    """Walks one site; follows links as far as they stay inside of it."""

    def __init__(
        self,
        root: Path,
        config: Mapping[str, Any],
        entry_filter: EntryFilter,
        known: Container[str] = (),
    ) -> None:
        """Make one.

        Args:
            root: The site's folder.
            config: Its settings.
            entry_filter: What of it is read at all.
            known: Site paths that an earlier walk with these settings gave: that their names are
                posts' is not asked again.
        """
        self.root = root
        self._known = known
        self.config = config
        self.entry_filter = entry_filter
        destination = config.get("destination")
        self._destination = destination if isinstance(destination, str) else "_site"

    def scan(self, stamps: FolderStamps | None = None) -> Iterator[tuple[str, os.stat_result]]:
        """Give every post and draft as site path and stat. Runs over a whole site.

        Args:
            stamps: Takes note of the folders that were looked into.
        """
        top = self.config["collections_dir"]
        for folder in self._folders("", 0, set(), stamps):
            if top and not f"/{folder}".startswith(f"/{top}"):
                continue
            prefix = f"{folder}/" if folder else ""
            yield from self._entries(f"{prefix}_posts", "", DATE_NAME, stamps)
            yield from self._entries(f"{prefix}_drafts", "", DATELESS_NAME, stamps)

    def _folders(
        self,
        folder: str,
        depth: int,
        seen: set[tuple[int, int]],
        stamps: FolderStamps | None,
    ) -> Iterator[str]:
        yield folder
        if depth > _MAX_DEPTH:
            return
        if stamps is not None:
            stamps.take(self.root / folder)
        try:
            with os.scandir(self.root / folder) as entries:
                found = [each for each in entries if self._is_folder(each)]
        except OSError as error:
            log.warning("folder not read: %s", type(error).__name__)
            return
        for entry in sorted(found, key=lambda each: each.name):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if path == self._destination or not self.entry_filter.accepts(
                folder, entry.name, is_folder=True
            ):
                continue
            if entry.is_symlink():
                stat = entry.stat()
                if (stat.st_dev, stat.st_ino) in seen:
                    continue
                seen.add((stat.st_dev, stat.st_ino))
            yield from self._folders(path, depth + 1, seen, stamps)

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            if not entry.is_symlink():
                return entry.is_dir()
            # A link to a folder above would go round for ever.
            target = Path(entry.path).resolve()
            return (
                target.is_dir()
                and target.is_relative_to(self.root)
                and not Path(entry.path).is_relative_to(target)
            )
        except (OSError, RuntimeError):
            return False

    def _entries(
        self,
        base: str,
        below: str,
        pattern: re.Pattern[str],
        stamps: FolderStamps | None,
        depth: int = 0,
    ) -> Iterator[tuple[str, os.stat_result]]:
        prefix = f"{base}/{below}"
        try:
            if depth == 0 and not self._leads_inside(self.root / base):
                return
            if stamps is not None:
                stamps.take(self.root / prefix)
            entries = os.scandir(self.root / prefix)
        except OSError:
            return
        folders: list[str] = []
        known = self._known
        with entries:
            for entry in entries:
                name = entry.name
                path = prefix + name
                is_known = path in known
                if not is_known:
                    if entry.is_dir(follow_symlinks=False):
                        if name[0] != "." and depth < _MAX_DEPTH:
                            folders.append(name)
                        continue
                    if not self._is_posts_name(base, below, name, pattern):
                        continue
                try:
                    if entry.is_symlink() and not self._leads_inside(Path(entry.path)):
                        continue
                    stat = entry.stat()
                except OSError:
                    continue
                # A pipe or device of a post's name is no post: reading one would wait for ever.
                if S_ISREG(stat.st_mode):
                    yield path, stat
                elif is_known and entry.is_dir(follow_symlinks=False) and depth < _MAX_DEPTH:
                    folders.append(name)
        for name in folders:
            yield from self._entries(base, f"{below}{name}/", pattern, stamps, depth + 1)

    def _is_posts_name(self, base: str, below: str, name: str, pattern: re.Pattern[str]) -> bool:
        if name[0] == "." or name[name.rfind(".") :].lower() in _NOT_TEXT:
            return False
        if not (pattern.match if pattern is DATE_NAME else pattern.search)(name):
            return False
        try:
            name.encode("utf-8")
        except UnicodeEncodeError:
            return False
        return self.entry_filter.accepts(base, below + name, is_folder=False)

    def _leads_inside(self, path: Path) -> bool:
        return not path.is_symlink() or (self._is_inside(path) and path.exists())

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            return False
