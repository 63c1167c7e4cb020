"""The list of a site's posts and its search: an SQLite file that `indexer` fills, read here."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.regular_files import read_start
from editor.site.document import PostInfo
from editor.site.full_text import (
    Hit,
    first_place,
    folded,
    query_for,
    split_as_sqlite,
    tokens_of,
)
from editor.site.index_file import IndexFile, digest_of, usual_path
from editor.site.publisher import PostState

if TYPE_CHECKING:
    from editor.site.site import Site
    from editor.site.usage import KeyUsage

_SORTS = {
    "date": "date DESC, path DESC",
    "-date": "date ASC, path ASC",
    "title": "title COLLATE NOCASE ASC, path ASC",
    "-title": "title COLLATE NOCASE DESC, path ASC",
    "path": "path ASC",
    "-path": "path DESC",
}
# Whole seconds, as Jekyll compares a post's date with the time of the build.
_STATE = (
    "CASE WHEN draft THEN 'draft' WHEN NOT published THEN 'unpublished'"
    " WHEN date >= :now + 1 AND NOT :future THEN 'scheduled' ELSE 'published' END"
)
HAVING = {
    "category": "EXISTS (SELECT 1 FROM json_each(categories) WHERE value = :category)",
    "tag": "EXISTS (SELECT 1 FROM json_each(tags) WHERE value = :tag)",
    "author": "author = :author",
    "layout": "layout = :layout",
}
_COLUMNS = "path, title, date, dated, draft, published, url, slug, categories, tags, author,"
_COLUMNS += " layout, problem"
_SEARCHED_BYTES = 2_000_000


class SiteIndex:
    """The index of one site. One object belongs to one thread."""

    def __init__(self, site: Site, path: Path) -> None:
        self.site = site
        self.file = IndexFile(path, digest_of(site))

    @classmethod
    def open(cls, site: Site, path: Path | None = None) -> SiteIndex:
        """Open a site's index, made anew where it is missing, damaged or of another version.

        Args:
            site: The site.
            path: The file; by default one in the cache folder.
        """
        return cls(site, usual_path(site) if path is None else path)

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.file.path

    def rebuild(self) -> None:
        """Throw the file away and start an empty one."""
        self.file.rebuild()

    def rows(
        self,
        filter_text: str = "",
        states: Collection[PostState] | None = None,
        sort: str = "date",
        offset: int = 0,
        limit: int = 100,
        *,
        having: Mapping[str, str | None] | None = None,
    ) -> list[PostInfo]:
        """Return a page of the list.

        Args:
            filter_text: Every word of it stands in title, name, category, tag or author.
            states: Only these, or all.
            sort: `date` (newest first), `title` or `path`, with `-` the other way round.
            offset: How many to pass over.
            limit: How many at most; -1 for all.
            having: Only posts with this `category`, `tag`, `author` or `layout`; None for any.
        """
        where, values = self._where(filter_text, states, having)
        order = _SORTS.get(sort, _SORTS["date"])
        query = f"SELECT {_COLUMNS} FROM posts {where} ORDER BY {order} LIMIT :limit OFFSET :offset"  # noqa: S608 - fixed texts
        rows = self.file.all(query, {**values, "limit": limit, "offset": offset})
        return self._infos(rows)

    def count(self, filter_text: str = "", states: Collection[PostState] | None = None) -> int:
        """Return how many posts the list has with this filter."""
        where, values = self._where(filter_text, states)
        rows = self.file.all(f"SELECT count(*) FROM posts {where}", values)  # noqa: S608 - fixed texts
        return int(rows[0][0]) if rows else 0

    def place(
        self,
        site_path: str,
        filter_text: str = "",
        states: Collection[PostState] | None = None,
    ) -> int:
        """Return where a post stands in the list of this filter, newest first; -1 if not there.

        Two queries, however far down it stands.

        Args:
            site_path: The post.
            filter_text: As of `rows`.
            states: Likewise.
        """
        where, values = self._where(filter_text, states)
        more = f"{where} AND" if where else "WHERE"
        values["path"] = site_path
        found = self.file.all(f"SELECT date FROM posts {more} path = :path", values)  # noqa: S608
        if not found:
            return -1
        values["date"] = found[0][0]
        query = f"SELECT count(*) FROM posts {more} (date, path) > (:date, :path)"  # noqa: S608
        rows = self.file.all(query, values)
        return int(rows[0][0]) if rows else -1

    def row(self, site_path: str) -> PostInfo | None:
        """Return one post's row."""
        query = f"SELECT {_COLUMNS} FROM posts WHERE path = :path"  # noqa: S608 - fixed texts
        rows = self.file.all(query, {"path": site_path})
        return self._infos(rows)[0] if rows else None

    def search(self, words: str, where: str = "all", limit: int = 50) -> list[Hit]:
        """Find posts that hold every word, the newest first; the last word may be only begun.

        Args:
            words: As typed; any signs may be in it.
            where: `title`, `body` or `all`. One letter is looked for in titles only.
            limit: How many posts at most.
        """
        tokens = tokens_of(words)
        if not tokens:
            return []
        if len(tokens) == 1 and len(tokens[0]) == 1 and where == "all":
            where = "title"
        return [
            Hit(path, title, *self._snippet(path, title, tokens, where))
            for path, title in self._matching(tokens, where, limit)
        ]

    def values(self, key: str) -> list[tuple[str, int]]:
        """Return the values of `categories`, `tags`, `author` or `layout` with counts."""
        counts: dict[str, int] = {}
        column = {"category": "categories", "tag": "tags"}.get(key, key)
        if column in ("categories", "tags"):
            query = f"SELECT {column}, count(*) FROM posts GROUP BY {column}"  # noqa: S608 - fixed
            for text, count in self.file.all(query):
                for value in json.loads(text):
                    counts[value] = counts.get(value, 0) + count
        elif column in ("author", "layout"):
            query = f"SELECT {column}, count(*) FROM posts GROUP BY {column}"  # noqa: S608 - fixed
            counts = dict(self.file.all(query))
        else:
            return self.site.usage().values(key)
        counts.pop("", None)
        return sorted(counts.items(), key=lambda each: (-each[1], each[0]))

    def usage(self) -> KeyUsage:
        """Return how the site's posts are written, from a sample of the newest.

        The index says which those are: after each save a look at 20,000 posts would hold up the
        keys.
        """
        from editor.site.site import SAMPLE_BYTES, USAGE_SAMPLE

        query = "SELECT path FROM posts WHERE size < :size AND draft = :draft"
        query += " ORDER BY date DESC, path DESC LIMIT :count"
        for draft in (0, 1):
            values = {"size": SAMPLE_BYTES, "draft": draft, "count": USAGE_SAMPLE}
            newest = [path for (path,) in self.file.all(query, values)]
            if newest:
                return self.site.usage(newest)
        return self.site.usage()

    # -- inside

    def _where(
        self,
        filter_text: str,
        states: Collection[PostState] | None,
        having: Mapping[str, str | None] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        parts: list[str] = []
        values: dict[str, Any] = {}
        for index, word in enumerate(folded(filter_text).split()):
            parts.append(f"instr(needle, :word{index}) > 0")
            values[f"word{index}"] = word
        if states is not None:
            values["now"] = int(self.site.now().timestamp())
            values["future"] = bool(self.site.config["future"])
            names = ", ".join(f"'{state.value}'" for state in states)
            parts.append(f"({_STATE}) IN ({names})")
        for label, value in (having or {}).items():
            if value is not None:
                parts.append(HAVING[label])
                values[label] = storable(value)
        return ("WHERE " + " AND ".join(parts)) if parts else "", values

    def _infos(self, rows: list[tuple[Any, ...]]) -> list[PostInfo]:
        now = int(self.site.now().timestamp())
        zone = self.site.timezone
        future = bool(self.site.config["future"])
        infos = []
        for (path, title, date, dated, draft, published, url, slug, categories, tags, author,
             layout, problem) in rows:  # fmt: skip
            if draft:
                state = PostState.DRAFT
            elif not published:
                state = PostState.UNPUBLISHED
            elif int(date) > now and not future:
                state = PostState.SCHEDULED
            else:
                state = PostState.PUBLISHED
            when = datetime.datetime.fromtimestamp(date, zone) if dated else None
            infos.append(
                PostInfo(
                    path, title, when, state, url, slug, tuple(json.loads(categories)),
                    tuple(json.loads(tags)), author, layout, problem,
                )
            )  # fmt: skip
        return infos

    def _matching(self, tokens: list[str], where: str, limit: int) -> list[tuple[Any, ...]]:
        full_text = self.file.full_text
        if full_text and not all(map(str.isascii, tokens)):
            tokens = split_as_sqlite(self.file.connection, tokens)
            if not tokens:
                return []
        return self.file.all(*query_for(tokens, where, limit, full_text=full_text))

    def _snippet(self, path: str, title: str, tokens: list[str], where: str) -> tuple[int, str]:
        if where == "title":
            return 0, title
        try:
            start = read_start(self.site.root / path, _SEARCHED_BYTES)
        except OSError:
            return 0, title
        text = start.decode("utf-8", "replace")
        return first_place(text, title, tokens)


def storable(text: str) -> str:
    """Return a text that SQLite takes: lone halves of surrogate pairs become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
