"""Which post, page or document of a site answers at which address: part of its index.

Worked out once for each file, when the file is new or has changed; a question is one look into an
index of SQLite, however large the site. Of what plug-ins make only the redirects of
jekyll-redirect-from are known; archives and feeds have no source.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from editor.post import Post
from editor.regular_files import read_start
from editor.site.document import place_of
from editor.site.errors import UrlImpossible
from editor.site.index import SiteIndex, storable
from editor.site.pages import has_front_matter, page_url
from editor.site.reader import SiteFiles
from editor.site.redirects import has_redirects
from editor.site.site import Site

# Other files are pages too when they have front matter; a link to them names the file itself.
_ENDINGS = (
    *(".md", ".markdown", ".mkd", ".mkdn", ".mkdown"),
    *(".html", ".htm", ".xhtml", ".xml", ".json", ".txt"),
    *(".scss", ".sass", ".coffee"),  # what is made of these has another name
)
_HEAD_BYTES = 66_000  # the front matter may have 64 KB

_Row = tuple[str, int, int, bool, str, str | None]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file of the site is found on the web.

    Attributes:
        url: Below the site's own `url` and `baseurl`.
        path: Site path of the file.
    """

    url: str
    path: str


def plain_address(url: str) -> str:
    """Return an address without what servers add themselves: `index.html`, `.html`, `/`."""
    url = unquote(url)
    for ending in ("/index.html", ".html", "/"):
        url = url.removesuffix(ending)
    return url or "/"


class AddressBook:
    """The addresses in a site's index. One object belongs to the thread of its index."""

    def __init__(self, site: Site, index: SiteIndex) -> None:
        self._site = site
        self._index = index
        self._gone_pages: list[str] = []

    @property
    def is_complete(self) -> bool:
        """Whether all of the site has been read once; before, an address not found says nothing."""
        query = "SELECT value FROM meta WHERE key = 'addressed'"
        return self._index.file.connection.execute(query).fetchone() is not None

    def near(self, url: str) -> list[Address]:
        """Return what answers at an address, give or take its case, `.html` and the last slash.

        Args:
            url: Below the site's own `url` and `baseurl`; may be percent-encoded.
        """
        query = "SELECT url, path FROM addresses WHERE plain = ? COLLATE NOCASE ORDER BY path"
        rows = self._index.file.connection.execute(query, (storable(plain_address(url)),))
        return [Address(*row) for row in rows]

    def refresh(self) -> int:
        """Read what is new or changed since the last time; return how many files that were.

        The posts' come from the index, so that is refreshed first (`indexer.refresh`).

        Raises:
            sqlite3.Error: The index cannot be written.
        """
        rows = [*self._changed_posts(), *self._changed_pages()]
        connection = self._index.file.connection
        connection.execute("BEGIN")
        try:
            connection.execute(
                "DELETE FROM addresses WHERE NOT page AND path NOT IN (SELECT path FROM posts)"
            )
            gone = [(path,) for path in self._gone_pages]
            connection.executemany("DELETE FROM addresses WHERE page AND path = ?", gone)
            changed = [(path,) for path in dict.fromkeys(row[0] for row in rows)]
            connection.executemany("DELETE FROM addresses WHERE path = ?", changed)
            connection.executemany("INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('addressed', '1')")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return len(changed)

    def _changed_posts(self) -> Iterator[_Row]:
        changed = self._index.file.connection.execute(
            "SELECT posts.path, posts.mtime_ns, posts.size, posts.url FROM posts"
            " LEFT JOIN addresses ON addresses.path = posts.path"
            " WHERE addresses.path IS NULL OR addresses.mtime_ns <> posts.mtime_ns"
            " OR addresses.size <> posts.size"
        ).fetchall()
        redirects = has_redirects(self._site)
        for path, mtime_ns, size, url in changed:
            urls = [url]
            if redirects:
                head = _head(self._site.root / path)
                if b"redirect_from" in head:
                    urls += _redirects(Post.from_bytes(head, encoding=self._site.encoding))
            yield from _rows(path, (mtime_ns, size), urls, page=False)

    def _changed_pages(self) -> Iterator[_Row]:
        known = {
            path: (mtime_ns, size)
            for path, mtime_ns, size in self._index.file.connection.execute(
                "SELECT path, mtime_ns, size FROM addresses WHERE page"
            )
        }
        redirects = has_redirects(self._site)
        for path, stat in _pages(self._site):
            stamp = (stat.st_mtime_ns, stat.st_size)
            if known.pop(path, None) != stamp:
                urls = _urls_of(self._site, path)
                yield from _rows(path, stamp, urls if redirects else urls[:1], page=True)
        self._gone_pages = list(known)


def _rows(path: str, stamp: tuple[int, int], urls: list[str], *, page: bool) -> Iterator[_Row]:
    # A file without an address is kept as well, so that it is not read again each time.
    for url in urls or [""]:
        plain = storable(plain_address(url)) if url else None
        yield path, *stamp, page, storable(url), plain


def _pages(site: Site) -> Iterator[tuple[str, os.stat_result]]:
    """Give the files that may be pages, or documents of a collection that is written."""
    files = SiteFiles(site)
    yield from _of_pages(files.listed())
    collections = site.config["collections"]
    for label, options in collections.items() if isinstance(collections, Mapping) else ():
        if label != "posts" and isinstance(options, Mapping) and options.get("output"):
            yield from _of_pages(files.listed_of(label))


def _of_pages(
    files: Iterable[tuple[str, os.stat_result]],
) -> Iterator[tuple[str, os.stat_result]]:
    return (each for each in files if each[0].lower().endswith(_ENDINGS))


def _urls_of(site: Site, path: str) -> list[str]:
    """Return the addresses of a page; none for a file without front matter, which stays a file."""
    head = _head(site.root / path)
    if not has_front_matter(head):
        return []
    post = Post.from_bytes(head, encoding=site.encoding)
    if place_of(path, site.config).label != "posts":
        url = site.describe(path, post).url
    else:
        data = {**site.rules.defaults.all(path, "pages"), **post.data}
        try:
            url = page_url(site.rules, path, data.get("permalink"))
        except UrlImpossible:
            url = ""
    return [url, *_redirects(post)]


def _redirects(post: Post) -> list[str]:
    """Return the old addresses that a post or page names (jekyll-redirect-from)."""
    named = post.data.get("redirect_from")
    return [
        each if each.startswith("/") else f"/{each}"
        for each in (named if isinstance(named, list) else [named])
        if isinstance(each, str) and each
    ]


def _head(path: Path) -> bytes:
    try:
        return read_start(path, _HEAD_BYTES)
    except OSError:
        return b""
