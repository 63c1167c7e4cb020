"""The list of a site's posts and its full-text search: one SQLite file, only read here.

The file lies in the cache folder and may be deleted at any time; `indexer` fills it. A file of
another version, or a damaged one, is made anew.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import logging
import os
import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.dirs import cache_dir
from editor.regular_files import read_start
from editor.site.document import PostData, PostInfo, url_for
from editor.site.errors import UrlImpossible
from editor.site.publisher import PostState

if TYPE_CHECKING:
    from editor.site.site import Site
    from editor.site.usage import KeyUsage

log = logging.getLogger(__name__)

VERSION = 8
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, mtime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL, title TEXT NOT NULL, date REAL NOT NULL, dated INTEGER NOT NULL,
    draft INTEGER NOT NULL, published INTEGER NOT NULL, address TEXT NOT NULL,
    slug TEXT NOT NULL, categories TEXT NOT NULL, tags TEXT NOT NULL, author TEXT NOT NULL,
    layout TEXT NOT NULL, problem TEXT NOT NULL, needle TEXT NOT NULL, words_id INTEGER
);
CREATE TABLE addresses (
    path TEXT NOT NULL, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL,
    page INTEGER NOT NULL, url TEXT NOT NULL, plain TEXT COLLATE NOCASE
);
CREATE INDEX addresses_by_path ON addresses (path);
CREATE INDEX addresses_by_plain ON addresses (plain);
"""
# A first filling drops these and makes them at its end; a crash in between costs speed alone.
INDEXES = """
CREATE INDEX IF NOT EXISTS posts_by_date ON posts (date, path);
CREATE INDEX IF NOT EXISTS posts_by_words ON posts (words_id);
CREATE INDEX IF NOT EXISTS posts_without_words ON posts (date) WHERE words_id IS NULL;
"""
DROP_INDEXES = """
DROP INDEX IF EXISTS posts_by_date;
DROP INDEX IF EXISTS posts_by_words;
DROP INDEX IF EXISTS posts_without_words;
"""
_FTS = (
    "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', prefix='2 3',"
    " tokenize='unicode61 remove_diacritics 2')"
)
_PLAIN_WORDS = "CREATE TABLE words (rowid INTEGER PRIMARY KEY, title TEXT, body TEXT)"
_SORTS = {
    "date": "date DESC, path DESC",
    "-date": "date ASC, path ASC",
    "title": "title COLLATE NOCASE ASC, path ASC",
    "-title": "title COLLATE NOCASE DESC, path ASC",
    "path": "path ASC",
    "-path": "path DESC",
}
_STATE = (
    "CASE WHEN draft THEN 'draft' WHEN NOT published THEN 'unpublished'"
    " WHEN date > :now AND NOT :future THEN 'scheduled' ELSE 'published' END"
)
_COLUMNS = "path, title, date, dated, draft, published, address, slug, categories, tags, author,"
_COLUMNS += " layout, problem"
_MARKS = re.compile("[\u0300-\u036f]+")
_SEARCHED_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a search found its words.

    Attributes:
        path: Site path of the post.
        title: Its title.
        line: Line of the post's text, from 0.
        snippet: That line, shortened round the words.
    """

    path: str
    title: str
    line: int
    snippet: str


def _hasten(connection: sqlite3.Connection) -> None:
    # It may be lost at any time, so it never waits for the disk: the change of the mode does,
    # unless it is told first.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA temp_store = MEMORY")


class SiteIndex:
    """The index of one site. One object belongs to one thread."""

    def __init__(self, site: Site, path: Path) -> None:
        self._site = site
        self.path = path
        self.full_text = True
        self._connection = self._opened()

    @classmethod
    def open(cls, site: Site, path: Path | None = None) -> SiteIndex:
        """Open a site's index, made anew where it is missing, damaged or of another version.

        Args:
            site: The site.
            path: The file; by default one in the cache folder.
        """
        if path is None:
            name = hashlib.sha256(os.fsencode(site.root)).hexdigest()[:24]
            folder = cache_dir() / "index"
            folder.mkdir(exist_ok=True, mode=0o700)
            path = folder / f"{name}.sqlite"
        return cls(site, path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(
        self,
        filter_text: str = "",
        states: Collection[PostState] | None = None,
        sort: str = "date",
        offset: int = 0,
        limit: int = 100,
    ) -> list[PostInfo]:
        """Return a page of the list.

        Args:
            filter_text: Every word of it stands in title, name, category, tag or author.
            states: Only these, or all.
            sort: `date` (newest first), `title` or `path`, with `-` the other way round.
            offset: How many to pass over.
            limit: How many at most.
        """
        where, values = self._where(filter_text, states)
        order = _SORTS.get(sort, _SORTS["date"])
        query = f"SELECT {_COLUMNS} FROM posts {where} ORDER BY {order} LIMIT :limit OFFSET :offset"  # noqa: S608 - fixed texts
        rows = self._all(query, {**values, "limit": limit, "offset": offset})
        return [self._info(row) for row in rows]

    def count(self, filter_text: str = "", states: Collection[PostState] | None = None) -> int:
        """Return how many posts the list has with this filter."""
        where, values = self._where(filter_text, states)
        rows = self._all(f"SELECT count(*) FROM posts {where}", values)  # noqa: S608 - fixed texts
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
        found = self._all(f"SELECT date FROM posts {more} path = :path", values)  # noqa: S608
        if not found:
            return -1
        values["date"] = found[0][0]
        query = f"SELECT count(*) FROM posts {more} (date, path) > (:date, :path)"  # noqa: S608
        rows = self._all(query, values)
        return int(rows[0][0]) if rows else -1

    def row(self, site_path: str) -> PostInfo | None:
        """Return one post's row."""
        query = f"SELECT {_COLUMNS} FROM posts WHERE path = :path"  # noqa: S608 - fixed texts
        rows = self._all(query, {"path": site_path})
        return self._info(rows[0]) if rows else None

    def search(
        self, words: str, where: str = "all", limit: int = 50, *, ranked: bool = False
    ) -> list[Hit]:
        """Find posts that hold every word; the last one may be only begun.

        Args:
            words: As typed; any signs may be in it.
            where: `title`, `body` or `all`. One letter is looked for in titles only.
            limit: How many posts at most.
            ranked: The best first instead of the newest; dearer.
        """
        tokens = tokens_of(words)
        if not tokens:
            return []
        if len(tokens) == 1 and len(tokens[0]) == 1 and where == "all":
            where = "title"
        ids = self._matching(tokens, where, limit, ranked=ranked)
        hits = []
        for path, title in ids:
            line, snippet = self._snippet(path, title, tokens, where)
            hits.append(Hit(path, title, line, snippet))
        return hits

    def values(self, key: str) -> list[tuple[str, int]]:
        """Return the values of `categories`, `tags`, `author` or `layout` with counts."""
        counts: dict[str, int] = {}
        column = {"category": "categories", "tag": "tags"}.get(key, key)
        if column in ("categories", "tags"):
            query = f"SELECT {column}, count(*) FROM posts GROUP BY {column}"  # noqa: S608 - fixed
            for text, count in self._all(query):
                for value in json.loads(text):
                    counts[value] = counts.get(value, 0) + count
        elif column in ("author", "layout"):
            query = f"SELECT {column}, count(*) FROM posts GROUP BY {column}"  # noqa: S608 - fixed
            counts = dict(self._all(query))
        else:
            return self._site.usage().values(key)
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
            newest = [path for (path,) in self._all(query, values)]
            if newest:
                return self._site.usage(newest)
        return self._site.usage()

    # -- for the indexer

    @property
    def connection(self) -> sqlite3.Connection:
        """The open file, for `indexer` and `addresses` alone."""
        return self._connection

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Make the file anew when it turns out to be damaged; the caller starts again."""
        try:
            yield
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            log.warning("index damaged: %s", type(error).__name__)
            self.rebuild()
            raise

    def rebuild(self) -> None:
        """Throw the file away and start an empty one."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        self._delete()
        self._connection = self._opened()

    # -- inside

    def _opened(self) -> sqlite3.Connection:
        for _ in range(2):
            connection = None
            try:
                connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
                if self._is_current(connection):
                    return connection
            except sqlite3.DatabaseError as error:
                log.info("index made anew: %s", type(error).__name__)
                if connection is not None:
                    connection.close()
                self._delete()
                continue
            connection.close()
            self._delete()
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            self._fill(connection)
            return connection
        # Not even an empty file can be made there: keep the index in memory.
        connection = sqlite3.connect(":memory:", isolation_level=None)
        self._fill(connection)
        return connection

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        _hasten(connection)
        found = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not found:
            return False
        try:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        except sqlite3.OperationalError:
            return False
        self.full_text = meta.get("full_text") == "1"
        connection.execute("SELECT id FROM posts ORDER BY date DESC LIMIT 1").fetchone()
        return meta.get("version") == str(VERSION) and meta.get("config") == self._digest()

    def _fill(self, connection: sqlite3.Connection) -> None:
        _hasten(connection)
        connection.executescript(_SCHEMA + INDEXES)
        try:
            connection.execute(_FTS)
            self.full_text = True
        except sqlite3.OperationalError:
            connection.execute(_PLAIN_WORDS)
            self.full_text = False
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [
                ("version", str(VERSION)),
                ("config", self._digest()),
                ("full_text", "1" if self.full_text else "0"),
            ],
        )

    def _digest(self) -> str:
        # Defaults, permalinks and the zone decide what a row says.
        text = json.dumps(self._site.config, sort_keys=True, default=str)
        text += str(self._site.timezone)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self.path}{suffix}").unlink()

    def _all(self, query: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        try:
            with self.guarded():
                return self._connection.execute(query, values or {}).fetchall()
        except sqlite3.OperationalError as error:
            log.warning("index query failed: %s", type(error).__name__)
            return []
        except sqlite3.DatabaseError:
            return []

    def _where(
        self, filter_text: str, states: Collection[PostState] | None
    ) -> tuple[str, dict[str, Any]]:
        parts: list[str] = []
        values: dict[str, Any] = {}
        for index, word in enumerate(folded(filter_text).split()):
            parts.append(f"instr(needle, :word{index}) > 0")
            values[f"word{index}"] = word
        if states is not None:
            values["now"] = self._site.now().timestamp()
            values["future"] = bool(self._site.config["future"])
            names = ", ".join(f"'{state.value}'" for state in states)
            parts.append(f"({_STATE}) IN ({names})")
        return ("WHERE " + " AND ".join(parts)) if parts else "", values

    def _info(self, row: tuple[Any, ...]) -> PostInfo:
        (path, title, date, dated, draft, published, address, slug, categories, tags, author,
         layout, problem) = row  # fmt: skip
        now = self._site.now()
        when = datetime.datetime.fromtimestamp(date, self._site.timezone)
        if draft:
            state = PostState.DRAFT
        elif not published:
            state = PostState.UNPUBLISHED
        elif int(date) > int(now.timestamp()) and not self._site.config["future"]:
            state = PostState.SCHEDULED
        else:
            state = PostState.PUBLISHED
        url = ""
        names = json.loads(categories)
        if address:
            typed = json.loads(address)
            data = {"slug": slug, **typed, "categories": names}
            try:
                url = url_for(self._site.rules, path, PostData(data, when, bool(draft)))
            except UrlImpossible as error:
                problem = problem or error.sentence
        return PostInfo(
            path, title, when if dated else None, state, url, slug, tuple(names),
            tuple(json.loads(tags)), author, layout, problem,
        )  # fmt: skip

    def _matching(
        self, tokens: list[str], where: str, limit: int, *, ranked: bool
    ) -> list[tuple[str, str]]:
        columns = ["title", "body"] if where == "all" else ["title" if where == "title" else "body"]
        if self.full_text:
            quoted = ['"' + token.replace('"', '""') + '"' for token in tokens]
            match = " ".join(quoted) + "*"
            if where != "all":
                match = f"{columns[0]} : ({match})"
            order = "rank" if ranked else "words.rowid DESC"
            query = (
                "SELECT posts.path, posts.title FROM words"  # noqa: S608 - fixed texts
                " JOIN posts ON posts.words_id = words.rowid"
                f" WHERE words MATCH :match ORDER BY {order} LIMIT :limit"
            )
            return self._all(query, {"match": match, "limit": limit})
        values: dict[str, Any] = {"limit": limit}
        tests = []
        for index, token in enumerate(tokens):
            escaped = re.sub(r"([%_\\])", r"\\\1", token)
            values[f"token{index}"] = f"%{escaped}%"
            either = (f"words.{name} LIKE :token{index} ESCAPE '\\'" for name in columns)
            tests.append("(" + " OR ".join(either) + ")")
        query = (
            "SELECT posts.path, posts.title FROM words"  # noqa: S608 - fixed texts
            " JOIN posts ON posts.words_id = words.rowid WHERE "
            + " AND ".join(tests)
            + " ORDER BY words.rowid DESC LIMIT :limit"
        )
        return self._all(query, values)

    def _snippet(self, path: str, title: str, tokens: list[str], where: str) -> tuple[int, str]:
        if where == "title":
            return 0, title
        try:
            start = read_start(self._site.root / path, _SEARCHED_BYTES)
        except OSError:
            return 0, title
        text = start.decode("utf-8", "replace")
        return _first_place(text, title, tokens)


def _first_place(text: str, title: str, tokens: list[str]) -> tuple[int, str]:
    """Find the line of the rarest word; runs for every hit of a search."""
    low = text.lower()
    places = [place for place in map(low.find, tokens) if place >= 0]
    if not places or len(low) != len(text):
        # Letters with marks, joined or taken apart: by lines, which is slower.
        for number, line in enumerate(text.split("\n")):
            if any(token in searchable(line) for token in tokens):
                return number, _shortened(line.strip(), tokens) or title
        return 0, title
    place = max(places)
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    return text.count("\n", 0, start), _shortened(line.strip(), tokens) or title


def folded(text: str) -> str:
    """Return a text as the filter compares it: compatible forms joined, case gone."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def searchable(text: str) -> str:
    """Return a text as the search compares it: folded, and marks on letters gone."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFD", folded(text)))


def tokens_of(words: str) -> list[str]:
    """Split what was typed into the words that FTS5 would find in it."""
    return re.findall(r"\w+", searchable(words).replace("_", " "))[:12]


def _shortened(line: str, tokens: list[str]) -> str:
    if len(line) <= 160:
        return line
    low = searchable(line) if len(searchable(line)) == len(line) else line.lower()
    places = [low.find(token) for token in tokens if token in low]
    start = max(0, min(places, default=0) - 50)
    text = line[start : start + 160].strip()
    return ("…" if start else "") + text + ("…" if start + 160 < len(line) else "")
