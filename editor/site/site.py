"""A site as Jekyll sees it, by `lib/jekyll/site.rb` and `lib/jekyll/reader.rb`."""

from __future__ import annotations

import datetime
import logging
import os
import posixpath
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.post import Post
from editor.regular_files import read_bytes
from editor.site.configuration import config_file, deep_merge, read_configuration
from editor.site.dates import zone_named
from editor.site.document import (
    PostData,
    PostInfo,
    info_of,
    people,
    place_of,
    read_document,
    url_for,
)
from editor.site.entry_filter import EntryFilter
from editor.site.errors import SiteUnreadable, UrlImpossible
from editor.site.folder_stamps import FolderStamps
from editor.site.frontmatter_defaults import FrontmatterDefaults
from editor.site.post_reader import PostReader
from editor.site.ruby_values import to_s
from editor.site.rules import Rules
from editor.site.yaml_file import BrokenYaml, read_yaml

if TYPE_CHECKING:
    from editor.site.post_urls import PostUrls
    from editor.site.resolve import Resolver, Where
    from editor.site.usage import KeyUsage

log = logging.getLogger(__name__)

USAGE_SAMPLE = 150
SAMPLE_BYTES = 1_000_000


class Site:
    """A folder of posts.

    Attributes:
        root: The folder, absolute.
        config: `_config.yml` over Jekyll's defaults.
        is_jekyll: Whether it looks like a Jekyll site at all.
        problems: A sentence for everything that is wrong with the configuration.
        timezone: The zone of its dates.
        rules: All that decides how its posts are read.
        encoding: Of its posts, such as `utf-8`.
    """

    def __init__(self, root: Path, config: dict[str, Any], problems: list[str]) -> None:
        self.root = root
        self.config: Mapping[str, Any] = config
        self.encoding: str = config["encoding"]
        self.timezone, known = zone_named(config["timezone"])
        if not known:
            problems.append(
                f"The timezone “{config['timezone']}” of _config.yml is not known here, so dates "
                "are read in UTC; the file is unchanged."
            )
        self.rules = Rules(config, self.timezone, FrontmatterDefaults(config))
        self.problems: tuple[str, ...] = (*problems, *self.rules.defaults.problems)
        self.is_jekyll = config_file(root) is not None or any(
            (root / name).is_dir() for name in ("_posts", "_drafts", "_layouts")
        )
        self.entry_filter = EntryFilter(config)
        self._post_urls: tuple[PostUrls, FolderStamps] | None = None

    @classmethod
    def open(cls, root: Path) -> Site:
        """Open a site's folder.

        Raises:
            SiteUnreadable: The folder is not there, is no folder, or may not be read.
        """
        try:
            root = Path(root).resolve(strict=True)
            with os.scandir(root):
                pass
        except FileNotFoundError:
            raise SiteUnreadable(
                "The folder is not there any more; nothing was changed. Choose another one."
            ) from None
        except NotADirectoryError:
            raise SiteUnreadable(
                "That is a file, not the folder of a site; nothing was changed."
            ) from None
        except (OSError, RuntimeError) as error:
            raise SiteUnreadable(
                "The folder may not be read; nothing was changed. Ask for the right to read it.",
                type(error).__name__,
            ) from None
        config, problems = read_configuration(root)
        return cls(root, config, problems)

    # -- paths

    def relative(self, path: Path | str) -> str:
        """Return a path as a site path with `/`; a site path is given back as it is.

        Raises:
            SiteUnreadable: The path is outside the site.
        """
        path = Path(path)
        if not path.is_absolute():
            return path.as_posix()
        for root in (self.root, self.root.resolve()):
            for each in (path, path.parent.resolve() / path.name):
                if each.is_relative_to(root):
                    return each.relative_to(root).as_posix()
        raise SiteUnreadable("That file is not in the site; nothing was changed.")

    def absolute(self, site_path: str) -> Path:
        """Return the path of a site path."""
        return self.root / site_path

    def resolve(self, reference: str, post_path: str = "", *, field: bool = False) -> Path | None:
        """Return the file of the site that a link or picture names, or None.

        Args:
            reference: As written, Liquid and all; see `references`.
            post_path: Site path of the post that holds it.
            field: It stands in the front matter.
        """
        found = self.resolver.find(reference, self.where(post_path), field=field)
        return self.root / found.path if found is not None and found.exists else None

    @cached_property
    def resolver(self) -> Resolver:
        """What tells which file a reference means."""
        from editor.site.resolve import Resolver

        return Resolver(self.root, self.config, self.post_urls)

    def where(
        self, post_path: str, post: Post | None = None, data: PostData | None = None
    ) -> Where:
        """Return where the references of a post stand: its path and its address.

        Args:
            post_path: Where the post is; empty for one that has no place yet.
            post: Its bytes; without them the address is the one that path and defaults give.
            data: What was read of it, where it was.
        """
        from editor.site.resolve import Where

        if not post_path:
            return Where()
        if data is None:
            own = own_data(post) if post is not None else {}
            data = self._read(post_path, own)
        try:
            url = "" if data.fatal or data.unread else url_for(self.rules, post_path, data)
        except UrlImpossible:
            url = ""
        return Where(post_path, url)

    def post_urls(self) -> PostUrls:
        """Return what the posts are called by `post_url`; listed anew when a folder has changed."""
        from editor.site.post_urls import PostUrls

        if self._post_urls is None or not self._post_urls[1].still_holds():
            stamps = FolderStamps()
            paths = [path for path, _ in self.scan(stamps)]
            self._post_urls = PostUrls(paths, self.config["collections_dir"]), stamps
        return self._post_urls[0]

    def is_inside(self, path: Path) -> bool:
        """Tell whether a path, followed through its links, stays in the site."""
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            return False

    def post_paths(self) -> Iterator[Path]:
        """Give the posts and drafts that Jekyll would read, unpublished ones too."""
        for site_path, _ in self.scan():
            yield self.root / site_path

    def scan(
        self, stamps: FolderStamps | None = None, known: Container[str] = ()
    ) -> Iterator[tuple[str, os.stat_result]]:
        """Give every post and draft as site path and stat. Runs over a whole site.

        Args:
            stamps: Takes note of the folders that were looked into.
            known: Site paths that an earlier scan of a site with these settings gave: that their
                names are posts' is not asked again.
        """
        return PostReader(self.root, self.config, self.entry_filter, known).scan(stamps)

    # -- what is in it

    def layouts(self) -> list[str]:
        """Return the names of the site's own layouts."""
        folder = self.root / self.config["layouts_dir"]
        if not self.is_inside(folder):
            return []
        names = set()
        for path in folder.rglob("*.*"):
            below = path.relative_to(folder).as_posix()
            if path.is_file() and self.entry_filter.accepts("", below, is_folder=False):
                names.add(below.rpartition(".")[0])
        return sorted(names)

    def authors(self) -> list[str]:
        """Return the site's authors: of `_data/authors.*`, `_config.yml` and `_authors`."""
        found: dict[str, None] = {}
        for holder in (self.data("authors"), self.config.get("authors")):
            if isinstance(holder, Mapping):
                found.update(dict.fromkeys(map(to_s, holder)))
            elif isinstance(holder, list):
                for each in holder:
                    name = (
                        each.get("short_name") or each.get("id")
                        if isinstance(each, Mapping)
                        else None
                    )
                    found[to_s(name) or people(each)] = None
        if "authors" in self.config["collections"]:
            folder = self.root / self.config["collections_dir"] / "_authors"
            found.update(dict.fromkeys(sorted(each.stem for each in folder.glob("*.*"))))
        found.update(dict.fromkeys(filter(None, [people(self.config.get("author"))])))
        found.pop("", None)
        return list(found)

    def data(self, name: str) -> object:
        """Return the value of `_data/NAME.yml` (or `.yaml`, `.json`), or None."""
        for extension in ("yml", "yaml", "json"):
            path = self.root / self.config["data_dir"] / f"{name}.{extension}"
            try:
                if path.is_file() and self.is_inside(path):
                    return read_yaml(path)
            except (OSError, BrokenYaml) as error:
                log.warning("data file unreadable: %s", type(error).__name__)
        return None

    def kramdown_options(self) -> dict[str, object]:
        """Return kramdown's options for the site's posts."""
        from editor.site.markdown import kramdown_options

        return kramdown_options(self.config, self.root)

    def output_ext(self, extension: str) -> str:
        """Return the extension of the page that Jekyll makes of a file."""
        return self.rules.output_ext(extension)

    # -- a post

    def defaults_for(self, site_path: str) -> dict[str, Any]:
        """Return the front matter defaults that apply to a post."""
        place = place_of(site_path, self.config)
        return dict(self.rules.defaults.all(place.path, place.label))

    def values_of(self, site_path: str, post: Post) -> dict[str, Any]:
        """Return a post's own values over the site's defaults, merged as Jekyll merges them.

        Maps are merged deeply, and an empty value leaves the default; what Jekyll works out
        (title and date of the name, categories of folders) is in `read`.
        """
        return deep_merge(self.defaults_for(site_path), post.data)

    def now(self) -> datetime.datetime:
        """Return the time of a build: `time` of the configuration, else the clock."""
        return self.rules.now()

    def read(
        self,
        site_path: str,
        post: Post,
        *,
        mtime: datetime.datetime | None = None,
        now: datetime.datetime | None = None,
    ) -> PostData:
        """Return a post's data as Jekyll holds it after reading.

        Args:
            site_path: Where the post is, or would be.
            post: Its bytes.
            mtime: When the file was changed; looked up for a draft where it is not given.
            now: The time of the build.
        """
        return self._read(site_path, own_data(post), mtime=mtime, now=now)

    def _read(
        self,
        site_path: str,
        own: Mapping[str, Any] | None,
        *,
        mtime: datetime.datetime | None = None,
        now: datetime.datetime | None = None,
    ) -> PostData:
        mtime = mtime or self._draft_changed(site_path)
        return read_document(self.rules, site_path, own, now=now or self.now(), mtime=mtime)

    def _draft_changed(self, site_path: str) -> datetime.datetime | None:
        """Return when a draft's file was changed: that dates an undated one."""
        if not site_path or not place_of(site_path, self.config).draft:
            return None
        try:
            return self._zoned((self.root / site_path).stat().st_mtime)
        except (OSError, ValueError):
            return None

    def describe(
        self, site_path: str, post: Post, *, mtime: datetime.datetime | float | None = None
    ) -> PostInfo:
        """Return title, date, state, address and so on as Jekyll computes them.

        Args:
            site_path: Where the post is, or would be.
            post: Its bytes.
            mtime: When the file was changed (a time, or seconds since 1970); dates an undated
                draft, and is looked up where it is not given.
        """
        now = self.now()
        reading = self.read(site_path, post, mtime=self._zoned(mtime), now=now)
        problem = ""
        if reading.unread and post.problems:
            problem = post.problems[0].sentence
        return info_of(self.rules, site_path, reading, now=now, problem=problem)

    def url_of(self, site_path: str, post: Post, *, values: Mapping[str, Any] | None = None) -> str:
        """Return the address a post has, or would have with other values or at another path.

        Args:
            site_path: Where the post is, or would be.
            post: Its bytes.
            values: Fields that take the place of the post's own (date, slug, categories …).

        Raises:
            UrlImpossible: Jekyll would stop.
        """
        own = {**(own_data(post) or {}), **(values or {})}
        reading = self._read(site_path, own)
        return "" if reading.fatal or reading.unread else url_for(self.rules, site_path, reading)

    def usage(self, newest: Sequence[str] | None = None) -> KeyUsage:
        """Return how the site's posts are written, from its newest ones.

        Args:
            newest: Their site paths, where an index has them; else all posts are looked at.
        """
        from editor.site.usage import KeyUsage

        return KeyUsage.of(self.sample(USAGE_SAMPLE, newest))

    def sample(self, count: int, newest: Sequence[str] | None = None) -> Iterator[Post]:
        """Give the newest posts by file name, parsed; what cannot be read is left out."""
        for path, data in self.sample_bytes(count, newest):
            post = Post.from_bytes(data, encoding=self.encoding)
            if post.editable and path:
                yield post

    def sample_bytes(
        self, count: int, newest: Sequence[str] | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """Give the newest posts by file name as site path and bytes."""
        if newest is None:
            paths = [path for path, stat in self.scan() if stat.st_size < SAMPLE_BYTES]
            posts = [path for path in paths if not place_of(path, self.config).draft]
            newest = sorted(posts or paths, key=posixpath.basename, reverse=True)
        for path in newest[:count]:
            try:
                yield path, read_bytes(self.root / path)
            except OSError:
                continue

    def _zoned(self, mtime: datetime.datetime | float | None) -> datetime.datetime | None:
        if mtime is None or isinstance(mtime, datetime.datetime):
            return mtime
        return datetime.datetime.fromtimestamp(mtime, self.timezone)


def own_data(post: Post) -> Mapping[str, Any] | None:
    """Return a post's front matter, or None when Jekyll cannot read it."""
    broken = not post.editable or (bool(post.problems) and not post.data)
    return None if broken and (post.has_front_matter or not post.decodable) else post.data
