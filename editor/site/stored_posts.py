"""A site's posts as a theme asks for them: from the index, in Jekyll's order, no more than asked.

A page that prints ten posts costs ten rows, whether the site has a hundred or twenty thousand
(`tests/benchmarks/bench_site.py`). What a row does not hold (`StoredPost.front` is None) is read
from the post.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from editor.site.collecting import no_collecting
from editor.site.excerpt import RawExcerpt
from editor.site.fronts import unpacked
from editor.site.index import HAVING, storable

if TYPE_CHECKING:
    from editor.site.index import SiteIndex

_COLUMNS = "posts.path, url, problem, date, draft, front"
_FROM = "FROM posts LEFT JOIN fronts ON fronts.id = posts.id"
# As the index `posts_by_date` has it: `Document#<=>` of Jekyll compares dates, then paths.
_OLDEST_FIRST = "ORDER BY date, posts.path"
_NEWEST_FIRST = "ORDER BY date DESC, posts.path DESC"


@dataclass(frozen=True, slots=True)
class Included:
    """Which posts a build has.

    Attributes:
        until: Its time: posts after it are left out; None for a site that builds the future too.
        drafts: Drafts are posts as well.
        unpublished: So is what says `published: false`.
    """

    until: datetime.datetime | None
    drafts: bool = False
    unpublished: bool = False


@dataclass(slots=True)
class StoredPost:
    """A post as the index has it.

    Attributes:
        path: Site path.
        url: Below the site's `url` and `baseurl`; empty where Jekyll makes none.
        problem: A sentence when Jekyll could not read it, or would stop on it.
        timestamp: Its date, in seconds since 1970.
        draft: 1 for one that lies in a `_drafts` folder.
        front: What `data` and `excerpt` are made of; None when the post has to be read for them.
        zone: The site's.
    """

    path: str
    url: str
    problem: str
    timestamp: float
    draft: int
    front: bytes | None = field(repr=False)
    zone: datetime.tzinfo
    _read: tuple[dict[str, Any], RawExcerpt | None] | None = field(default=None, repr=False)

    @property
    def date(self) -> datetime.datetime:
        """Its date, in the site's zone."""
        return datetime.datetime.fromtimestamp(self.timestamp, self.zone)

    @property
    def data(self) -> dict[str, Any]:
        """Defaults, front matter and what Jekyll adds, but for the excerpt; made when asked for.

        Raises:
            ValueError: The index does not hold it.
        """
        return self._unpacked()[0]

    @property
    def excerpt(self) -> RawExcerpt | None:
        """The raw excerpt and its link definitions; None where the data has one, or none is made.

        Raises:
            ValueError: The index does not hold it.
        """
        return self._unpacked()[1]

    def _unpacked(self) -> tuple[dict[str, Any], RawExcerpt | None]:
        if self._read is None:
            if self.front is None:
                raise ValueError("the index does not hold this post's front matter")
            self._read = unpacked(self.front, self.date)
        return self._read


def read_all(posts: Iterable[StoredPost]) -> None:
    """Make the data of many posts at once, as a page that lists them all needs it."""
    with no_collecting():
        for each in posts:
            if each.front is not None:
                each.data  # noqa: B018 - it is kept


class StoredPosts:
    """The posts of one build, in an index. One object belongs to the thread of its index."""

    def __init__(self, index: SiteIndex, included: Included) -> None:
        self._file = index.file
        self._zone = index.site.timezone
        tests = []
        self._values: dict[str, Any] = {}
        if not included.drafts:
            tests.append("draft = 0")
        if not included.unpublished:
            tests.append("(published OR draft)" if included.drafts else "published")
        if included.until is not None:
            # Of a second that has begun all is the past, as Jekyll's times have no parts of one.
            tests.append("date < :until")
            self._values["until"] = int(included.until.timestamp()) + 1
        self._included = " AND ".join(tests) or "1"

    @property
    def revision(self) -> int:
        """A number that is another one whenever the posts in the index are."""
        rows = self._file.all("SELECT value FROM meta WHERE key = 'revision'")
        return int(rows[0][0]) if rows else 0

    def count(self, label: str = "", value: str = "") -> int:
        """Return how many posts there are; see `page` for the arguments."""
        where, values = self._where(label, value)
        rows = self._file.all(f"SELECT count(*) FROM posts WHERE {where}", values)  # noqa: S608
        return int(rows[0][0]) if rows else 0

    def page(
        self,
        offset: int = 0,
        limit: int = -1,
        *,
        newest_first: bool = True,
        label: str = "",
        value: str = "",
    ) -> list[StoredPost]:
        """Return posts in their order.

        Args:
            offset: How many to pass over.
            limit: How many at most; -1 for all.
            newest_first: As `site.posts` has them; else as a collection's `docs` has them.
            label: Only posts with this `value` as `category`, `tag`, `author` or `layout`.
            value: See `label`.
        """
        where, values = self._where(label, value)
        order = _NEWEST_FIRST if newest_first else _OLDEST_FIRST
        values |= {"limit": limit, "offset": offset}
        return self._posts(f"WHERE {where} {order} LIMIT :limit OFFSET :offset", values)

    def unheld(self) -> list[StoredPost]:
        """Return all posts that have to be read, in no order, whether the build has them or not.

        A post that Jekyll could not read has the build's time as its date: the index cannot know
        when that is.
        """
        return self._posts("WHERE front IS NULL", {})

    def named(self, path: str) -> StoredPost | None:
        """Return the post of a site path, None where the build has none."""
        where, values = self._where()
        found = self._posts(f"WHERE {where} AND posts.path = :path", {**values, "path": path})
        return found[0] if found else None

    def neighbours(
        self, path: str, date: datetime.datetime
    ) -> tuple[StoredPost | None, StoredPost | None]:
        """Return the next older and the next newer post of one that has, or would have, this place.

        Args:
            path: Site path; the row that the index has of it does not count.
            date: The post's date now, saved or not.
        """
        where, values = self._where()
        values |= {"path": storable(path), "date": date.timestamp()}
        where = f"WHERE {where} AND posts.path <> :path AND (date, posts.path)"
        older = self._posts(f"{where} < (:date, :path) {_NEWEST_FIRST} LIMIT 1", values)
        newer = self._posts(f"{where} > (:date, :path) {_OLDEST_FIRST} LIMIT 1", values)
        return older[0] if older else None, newer[0] if newer else None

    def _where(self, label: str = "", value: str = "") -> tuple[str, dict[str, Any]]:
        if not label:
            return self._included, dict(self._values)
        return f"{self._included} AND {HAVING[label]}", {**self._values, label: storable(value)}

    def _posts(self, rest: str, values: dict[str, Any]) -> list[StoredPost]:
        query = f"SELECT {_COLUMNS} {_FROM} {rest}"
        zone = self._zone
        with no_collecting():
            return [
                StoredPost(path, url, problem, timestamp, draft, front, zone)
                for path, url, problem, timestamp, draft, front in self._file.all(query, values)
            ]
