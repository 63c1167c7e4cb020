"""What a site holds besides its posts, listed as `lib/jekyll/reader.rb` and `collection.rb` do.

Only listed: a file is opened for its first line, to tell a page from a static file, and read whole
when it is a page. What was read once is remembered as long as the file stays the same.
"""

from __future__ import annotations

import datetime
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.post import Post
from editor.regular_files import read_bytes, read_start
from editor.site.document import DATELESS_NAME
from editor.site.pages import Page, StaticFile, has_front_matter
from editor.site.site import Site, own_data

log = logging.getLogger(__name__)

MAX_PAGE_BYTES = 8 * 1024 * 1024
MAX_FILES = 200_000
_MAX_DEPTH = 40
_HEAD_BYTES = 64
# These begin with bytes of their own, never with a fence: they need not be opened.
_NEVER_PAGES = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".tif", ".tiff", ".ico"),
        *(".pdf", ".zip", ".gz", ".mp3", ".mp4", ".mov", ".webm", ".ogg", ".wav", ".woff"),
        *(".woff2", ".ttf", ".eot", ".otf"),
    )
)

Stamp = tuple[int, int, int]


class FileMemory:
    """What was read of files, kept while they stay the same."""

    def __init__(self) -> None:
        self.heads: dict[str, tuple[Stamp, bool]] = {}
        self.pages: dict[str, tuple[Stamp, Mapping[str, Any], str]] = {}


@dataclass(slots=True)
class CollectionFiles:
    """What is in a collection's folder: its documents and its static files, as site paths."""

    label: str
    documents: list[str] = field(default_factory=list)
    files: list[StaticFile] = field(default_factory=list)


class SiteFiles:
    """The pages, static files and collections of a site at one moment.

    Args:
        site: The site.
        memory: What was read before; a new one by default.
        theme_root: Folder of the theme's gem, whose `assets` are the site's too.
    """

    def __init__(
        self, site: Site, memory: FileMemory | None = None, theme_root: Path | None = None
    ) -> None:
        self._site = site
        self._memory = memory or FileMemory()
        self._theme_root = theme_root
        self._left = MAX_FILES
        self._listed: tuple[list[Page], list[StaticFile]] | None = None
        self._collections: dict[str, CollectionFiles] = {}

    @property
    def pages(self) -> list[Page]:
        """The pages by file name; the theme's own come last."""
        return self._lists()[0]

    @property
    def static_files(self) -> list[StaticFile]:
        """The static files by path, then those of collections, then the theme's."""
        return self._lists()[1]

    def collection(self, label: str) -> CollectionFiles:
        """Return what is in a collection's folder, in the order of its paths."""
        if label not in self._collections:
            self._collections[label] = self._collection(label)
        return self._collections[label]

    def listed(self) -> Iterator[tuple[str, os.stat_result]]:
        """Give the site path and stat of what may be a page or a static file; opens nothing."""
        known: set[str] = set()
        for path, stat in self._walk("", 0, set()):
            known.add(path)
            yield path, stat
        # Files that `include` names, below folders that are not read by themselves.
        for entry in self._site.config["include"]:
            path = os.path.normpath("/" + entry).lstrip("/")
            included = self._stat(self._site.root / path)
            if included is not None and path not in known:
                known.add(path)
                yield path, included

    def listed_of(self, label: str) -> Iterator[tuple[str, os.stat_result]]:
        """Give the site path and stat of what is in a collection's folder; opens nothing."""
        top = str(self._site.config["collections_dir"] or "").strip("/")
        folder = f"{top}/_{label}" if top else f"_{label}"
        for below, stat in self._below(folder, "", 0):
            yield f"{folder}/{below}", stat

    def _lists(self) -> tuple[list[Page], list[StaticFile]]:
        if self._listed is None:
            pages: list[Page] = []
            static: list[StaticFile] = []
            for path, stat in self.listed():
                self._take(path, stat, pages, static)
            pages = [each for each in pages if self._is_published(each)]
            pages.sort(key=lambda each: each.name)
            static.sort(key=lambda each: each.path)
            collections = self._site.config["collections"]
            for label in collections:
                if label not in ("posts", "data"):
                    static += self.collection(label).files
            self._take_theme(pages, static)
            self._listed = pages, static
        return self._listed

    def _take(
        self, path: str, stat: os.stat_result, pages: list[Page], static: list[StaticFile]
    ) -> None:
        if self._is_page(self._site.root / path, stat):
            page = self._page(path, stat)
            if page is not None:
                pages.append(page)
        else:
            static.append(self._static("/" + path, path, stat))

    def _take_theme(self, pages: list[Page], static: list[StaticFile]) -> None:
        if self._theme_root is None:
            return
        known = {each.path for each in pages}
        known_files = {each.path for each in static}
        for folder, folders, names in os.walk(self._theme_root / "assets"):
            folders.sort()
            for name in sorted(names):
                place = Path(folder) / name
                path = place.relative_to(self._theme_root).as_posix()
                stat = self._stat(place, self._theme_root)
                if place.is_symlink() or stat is None:
                    continue
                if self._is_page(place, stat):
                    page = self._page(path, stat, self._theme_root)
                    if page is not None and path not in known:
                        pages.append(page)
                elif "/" + path not in known_files:
                    static.append(self._static("/" + path, path, stat))

    def _is_published(self, page: Page) -> bool:
        config = self._site.config
        if page.value("published") is False and not config.get("unpublished"):
            return False
        date = page.value("date")
        if config.get("future") or not isinstance(date, datetime.datetime):
            return True
        aware = date if date.tzinfo else date.replace(tzinfo=datetime.UTC)
        return aware <= self._site.now()

    def _walk(
        self, folder: str, depth: int, seen: set[tuple[int, int]]
    ) -> Iterator[tuple[str, os.stat_result]]:
        destination = self._site.config.get("destination")
        skipped = destination if isinstance(destination, str) else "_site"
        try:
            with os.scandir(self._site.root / folder) as found:
                entries = sorted(found, key=lambda each: each.name)
        except OSError as error:
            log.warning("folder not read: %s", type(error).__name__)
            return
        folders: list[str] = []
        files: list[tuple[str, os.stat_result]] = []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                path.encode("utf-8")
                is_folder = entry.is_dir()
                if path == skipped or not self._site.entry_filter.accepts(
                    folder, entry.name, is_folder=is_folder
                ):
                    continue
                if entry.is_symlink() and not self._site.is_inside(Path(entry.path)):
                    continue
                if is_folder:
                    stat = entry.stat()
                    if (stat.st_dev, stat.st_ino) not in seen and depth < _MAX_DEPTH:
                        seen.add((stat.st_dev, stat.st_ino))
                        folders.append(path)
                elif entry.is_file():
                    files.append((path, entry.stat()))
            except (OSError, UnicodeEncodeError):
                continue
        self._left -= len(files)
        if self._left < 0:
            return
        for each in folders:
            yield from self._walk(each, depth + 1, seen)
        yield from files

    def _collection(self, label: str) -> CollectionFiles:
        result = CollectionFiles(label)
        for path, stat in self.listed_of(label):
            if self._is_page(self._site.root / path, stat):
                if DATELESS_NAME.search(path):
                    result.documents.append(path)
            else:
                below = path.partition(f"_{label}/")[2]
                result.files.append(self._static(f"_{label}/{below}", path, stat, label))
        return result

    def _below(self, folder: str, below: str, depth: int) -> Iterable[tuple[str, os.stat_result]]:
        base = self._site.root / folder
        if depth > _MAX_DEPTH or not self._site.is_inside(base):
            return
        try:
            with os.scandir(base / below) as found:
                entries = sorted(found, key=lambda each: each.name)
        except OSError:
            return
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            try:
                path.encode("utf-8")
                if entry.is_dir(follow_symlinks=False):
                    # `Dir["**/*"]` does not go into folders that begin with a dot.
                    if not entry.name.startswith("."):
                        yield from self._below(folder, path, depth + 1)
                    continue
                if not self._site.entry_filter.accepts(f"_{folder[1:]}", path, is_folder=False):
                    continue
                if entry.is_symlink() and not self._site.is_inside(Path(entry.path)):
                    continue
                if entry.is_file():
                    yield path, entry.stat()
            except (OSError, UnicodeEncodeError):
                continue

    def _stat(self, path: Path, root: Path | None = None) -> os.stat_result | None:
        try:
            if not path.resolve().is_relative_to((root or self._site.root).resolve()):
                return None
            return path.stat() if path.is_file() else None
        except (OSError, RuntimeError):
            return None

    def _static(
        self, shown: str, path: str, stat: os.stat_result, collection: str = ""
    ) -> StaticFile:
        modified = datetime.datetime.fromtimestamp(
            stat.st_mtime_ns // 1_000_000_000, self._site.timezone
        )
        defaults = self._site.rules.defaults.all(shown, collection)
        return StaticFile(shown, path, modified, collection, defaults)

    def _is_page(self, path: Path, stat: os.stat_result) -> bool:
        if path.suffix.lower() in _NEVER_PAGES:
            return False
        stamp = _stamp(stat)
        kept = self._memory.heads.get(str(path))
        if kept is not None and kept[0] == stamp:
            return kept[1]
        try:
            found = has_front_matter(read_start(path, _HEAD_BYTES))
        except OSError:
            found = False
        self._memory.heads[str(path)] = (stamp, found)
        return found

    def _page(self, path: str, stat: os.stat_result, root: Path | None = None) -> Page | None:
        place = (root or self._site.root) / path
        stamp = _stamp(stat)
        kept = self._memory.pages.get(str(place))
        if kept is None or kept[0] != stamp:
            try:
                data = read_bytes(place, limit_bytes=MAX_PAGE_BYTES)
            except OSError as error:
                log.warning("page not read: %s", type(error).__name__)
                return None
            post = Post.from_bytes(data, encoding=self._site.encoding)
            kept = (stamp, dict(own_data(post) or {}), post.body)
            self._memory.pages[str(place)] = kept
        defaults = self._site.rules.defaults.all(path, "pages")
        return Page(path, kept[1], kept[2], defaults, from_theme=root is not None)


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
