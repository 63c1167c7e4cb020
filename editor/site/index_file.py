"""The file of a site's index: its tables, and how it is opened or made anew.

It lies in the cache folder and may be deleted at any time. One of another version, of another
configuration, or a damaged one, is thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.dirs import cache_dir
from editor.site.full_text import make_words

if TYPE_CHECKING:
    from editor.site.site import Site

log = logging.getLogger(__name__)

VERSION = 10
# What the list shows stands in `posts`; what only a theme asks for has a table of its own, so that
# a filter, which walks through all rows, does not have to pass over it. An id is never used twice:
# a post that has changed gets another one, for the words of the old one stay behind (`stale` counts
# them) and must lead nowhere.
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, mtime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL, title TEXT NOT NULL, date REAL NOT NULL, dated INTEGER NOT NULL,
    draft INTEGER NOT NULL, published INTEGER NOT NULL, url TEXT NOT NULL,
    slug TEXT NOT NULL, categories TEXT NOT NULL, tags TEXT NOT NULL, author TEXT NOT NULL,
    layout TEXT NOT NULL, problem TEXT NOT NULL, needle TEXT NOT NULL,
    has_words INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE fronts (id INTEGER PRIMARY KEY, front BLOB);
CREATE TRIGGER posts_gone AFTER DELETE ON posts BEGIN
    DELETE FROM fronts WHERE id = old.id;
    UPDATE meta SET value = value + 1 WHERE key = 'stale' AND old.has_words;
END;
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
CREATE INDEX IF NOT EXISTS posts_without_words ON posts (id) WHERE has_words = 0;
"""
DROP_INDEXES = """
DROP INDEX IF EXISTS posts_by_date;
DROP INDEX IF EXISTS posts_without_words;
"""


def usual_path(site: Site) -> Path:
    """Return where a site's index lies in the cache folder; makes that folder."""
    name = hashlib.sha256(os.fsencode(site.root)).hexdigest()[:24]
    folder = cache_dir() / "index"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"{name}.sqlite"


def digest_of(site: Site) -> str:
    """Return a digest of all of a site that decides what a row says: settings and zone."""
    text = json.dumps(site.config, sort_keys=True, default=str)
    text += str(site.timezone)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class IndexFile:
    """An open file. One object belongs to one thread.

    Attributes:
        path: Where it lies.
        connection: The open database; another one after `rebuild`.
        full_text: Whether SQLite has full text; else the bodies are kept and walked through.
    """

    def __init__(self, path: Path, digest: str) -> None:
        """Open it, made anew where it is missing, damaged, or of another version or digest."""
        self.path = path
        self.full_text = True
        self._digest = digest
        self.connection = self._opened()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def rebuild(self) -> None:
        """Throw the file away and start an empty one."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()
        self._delete()
        self.connection = self._opened()

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

    def all(self, query: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none where it cannot be answered."""
        try:
            with self.guarded():
                return self.connection.execute(query, values or {}).fetchall()
        except sqlite3.OperationalError as error:
            log.warning("index query failed: %s", type(error).__name__)
            return []
        except sqlite3.DatabaseError:
            return []

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
        return meta.get("version") == str(VERSION) and meta.get("config") == self._digest

    def _fill(self, connection: sqlite3.Connection) -> None:
        _hasten(connection)
        connection.executescript(_SCHEMA + INDEXES)
        self.full_text = make_words(connection)
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [
                ("version", str(VERSION)),
                ("config", self._digest),
                ("full_text", "1" if self.full_text else "0"),
                ("next_id", "1"),
                ("stale", "0"),
                ("revision", str(time.time_ns())),  # never that of a file before this one
            ],
        )

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self.path}{suffix}").unlink()


def _hasten(connection: sqlite3.Connection) -> None:
    # It may be lost at any time, so it never waits for the disk: the change of the mode does,
    # unless it is told first.
    connection.execute("PRAGMA page_size = 8192")  # of a new file: less to join for a filling
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA temp_store = MEMORY")
