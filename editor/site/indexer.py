"""Fill a site's index: only what has changed by time or size is read.

Two passes: first the front matter of what changed, so that the list is there at once, then the
words of the bodies. Runs in a process of its own beside the window (`work`).
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.errors import StandfirstError
from editor.regular_files import read_start
from editor.site.addresses import AddressBook
from editor.site.collecting import no_collecting
from editor.site.full_text import searchable
from editor.site.index import SiteIndex
from editor.site.index_file import DROP_INDEXES, INDEXES
from editor.site.site import Site

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from editor.site.index_reading import PostsReading
    from editor.site.index_rows import Listed, Row

log = logging.getLogger(__name__)

_BATCH = 1000
_PART = 100
_MANY = 2000  # posts to read: less is done before a second process has begun
_SEARCHED_BYTES = 2_000_000
# Bodies that are written at once: each time costs, and all of them are in memory.
_WORDS_POSTS = 4000
_WORDS_SIZE = 16_000_000
_INSERT = (
    "INSERT OR IGNORE INTO posts (id, path, mtime_ns, size, title, date, dated, draft, published,"
    " url, slug, categories, tags, author, layout, problem, needle)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REVISED = "UPDATE meta SET value = value + 1 WHERE key = 'revision'"

_FAILED = (
    "The list of posts could not be brought up to date; no post is touched by that. "
    "Open the site again."
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found: how many posts are new, changed, gone, and there in all."""

    added: int
    changed: int
    removed: int
    posts: int = 0


def refresh(
    site: Site,
    progress: Progress | None = None,
    *,
    index: SiteIndex | None = None,
    words: bool = True,
) -> Refreshed:
    """Bring a site's index up to date.

    Args:
        site: The site.
        progress: Called with how many posts are done and how many there are to do.
        index: An open index; by default the site's own.
        words: Read the bodies into the full-text search too.

    Returns:
        What changed. A post that vanishes while it is read counts as removed.
    """
    own = index is None
    index = index or SiteIndex.open(site)
    try:
        try:
            with index.file.guarded():
                found = _refresh_heads(site, index, progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            found = _refresh_heads(site, index, progress)
        if words:
            refresh_words(site, index)
        return found
    finally:
        if own:
            index.close()


def refresh_words(site: Site, index: SiteIndex, progress: Progress | None = None) -> int:
    """Read the bodies that the search does not know yet; return how many that were."""
    connection = index.file.connection
    _drop_stale_words(connection, index)
    count = "SELECT count(*) FROM posts WHERE has_words = 0"
    total = connection.execute(count).fetchone()[0]
    done = 0
    while True:
        # By their ids: the full text is written in parts wherever they do not rise.
        rows = connection.execute(
            "SELECT id, path, title FROM posts WHERE has_words = 0 ORDER BY id LIMIT ?",
            (_WORDS_POSTS,),
        ).fetchall()
        if not rows:
            return done
        texts: list[tuple[int, str, str]] = []
        size = 0
        for row_id, path, title in rows:
            texts.append((row_id, searchable(title), searchable(_body_of(site.root / path))))
            size += len(texts[-1][2])
            if size > _WORDS_SIZE:
                break
        with _writing(connection):
            # Meanwhile another process may have been here, or a post may have gone.
            span = (texts[0][0], texts[-1][0])
            query = "SELECT id FROM posts WHERE has_words = 0 AND id BETWEEN ? AND ?"
            wanted = {row_id for (row_id,) in connection.execute(query, span)}
            texts = [each for each in texts if each[0] in wanted]
            ids = [(row_id,) for row_id, _, _ in texts]
            connection.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", texts)
            connection.executemany("UPDATE posts SET has_words = 1 WHERE id = ?", ids)
        done += len(texts)
        if progress is not None:
            progress(done, total)


def work(connection: Connection, root: str) -> None:
    """Keep a site's index up to date in a process of its own.

    Refreshes once at the start and again whenever something is received. Sends `("progress",
    done, all)`, `("refreshed", {"added", "changed", "removed", "posts"})`, `("words", count)` or
    `("failed", sentence)`; ends when the other end is closed.
    """
    with contextlib.suppress(EOFError, OSError, BrokenPipeError):
        while True:
            try:
                _work_once(connection, Path(root))
            except StandfirstError as error:
                connection.send(("failed", error.sentence))
            except sqlite3.Error as error:
                log.warning("index failed: %s", type(error).__name__)
                connection.send(("failed", _FAILED))
            connection.recv()
            while connection.poll():
                connection.recv()


def _work_once(connection: Connection, root: Path) -> None:
    site = Site.open(root)
    index = SiteIndex.open(site)
    try:
        found = refresh(
            site, lambda done, total: connection.send(("progress", done, total)), index=index,
            words=False,
        )  # fmt: skip
        connection.send(("refreshed", asdict(found)))
        AddressBook(site, index).refresh()
        count = refresh_words(site, index)
        connection.send(("words", count))
    finally:
        index.close()


@dataclass(slots=True)
class _Listing:
    """What has to be done, and how many posts there are."""

    todo: list[Listed]
    replaced: list[str]
    gone: set[str]
    is_first: bool
    posts: int = 0


def _refresh_heads(site: Site, index: SiteIndex, progress: Progress | None) -> Refreshed:
    connection = index.file.connection
    with _Reading(site) as reading:
        with no_collecting():
            listing = _listed(site, connection, reading)
        todo, replaced, gone = listing.todo, listing.replaced, listing.gone
        if gone or replaced:
            paths = [(path,) for path in (*gone, *replaced)]
            with _writing(connection):
                connection.executemany("DELETE FROM posts WHERE path = ?", paths)
                connection.execute(_REVISED)
        vanished = 0
        if todo:
            whole = listing.is_first and len(todo) > _BATCH
            if whole:
                connection.executescript(DROP_INDEXES)
            vanished = len(todo) - _add(reading.opened(), connection, todo, progress)
            if whole:
                connection.executescript(INDEXES)
    return Refreshed(len(todo) - len(replaced), len(replaced), len(gone), listing.posts - vanished)


def _listed(site: Site, connection: sqlite3.Connection, reading: _Reading) -> _Listing:
    """Compare the site with its index. Runs whenever a site is opened: a look at every post."""
    known: dict[str, tuple[int, int]] = {
        path: (mtime, size)
        for path, mtime, size in connection.execute("SELECT path, mtime_ns, size FROM posts")
    }
    listing = _Listing([], [], set(known), not known)
    for path, stat in site.scan(known=known):
        listing.posts += 1
        old = known.get(path)
        if old is not None:
            listing.gone.discard(path)
            if old == (stat.st_mtime_ns, stat.st_size):
                continue
            listing.replaced.append(path)
        listing.todo.append((path, stat.st_mtime_ns, stat.st_size))
        count = len(listing.todo)
        if count >= _MANY and count % _PART == 0:
            opened = reading.opened()
            opened.get_help()
            opened.offer(listing.todo[-_PART:])
    return listing


class _Reading:
    """What reads posts: not loaded while there are none to read, and closed at the end."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._opened: PostsReading | None = None

    def opened(self) -> PostsReading:
        if self._opened is None:
            from editor.site.index_reading import PostsReading

            self._opened = PostsReading(self._site)
        return self._opened

    def __enter__(self) -> _Reading:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()


def _add(
    reading: PostsReading,
    connection: sqlite3.Connection,
    todo: list[Listed],
    progress: Progress | None,
) -> int:
    """Read posts and write their rows; return how many there still were."""
    # By name, which is by date: a search gives the highest ids first.
    todo.sort(key=lambda each: each[0].rpartition("/")[2])
    first_id = _taken_ids(connection, len(todo))
    written = 0
    ids = {each[0]: number for number, each in enumerate(todo, first_id)}
    for done, rows in _gathered(reading.read(todo)):
        _write(connection, ids, rows)
        written += len(rows)
        if progress is not None:
            progress(done, len(todo))
    return written


def _gathered(
    batches: Iterable[tuple[int, list[Row]]],
) -> Iterator[tuple[int, list[Row]]]:
    """Join what was read into as many rows as are written at once."""
    done = 0
    rows: list[Row] = []
    for count, more in batches:
        done += count
        rows += more
        if len(rows) >= _BATCH:
            yield done, rows
            rows = []
    if done:
        yield done, rows


def _write(connection: sqlite3.Connection, ids: dict[str, int], rows: list[Row]) -> None:
    with no_collecting(), _writing(connection):
        numbered = sorted((ids[row[0]], row) for row in rows)
        connection.executemany(_INSERT, [(number, *row[:-1]) for number, row in numbered])
        connection.executemany(
            "INSERT OR REPLACE INTO fronts VALUES (?, ?)",
            [(number, row[-1]) for number, row in numbered],
        )
        connection.execute(_REVISED)


@contextlib.contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _taken_ids(connection: sqlite3.Connection, count: int) -> int:
    """Take ids that nobody has had, and nobody else takes; return the first."""
    with _writing(connection):
        value = connection.execute("SELECT value FROM meta WHERE key = 'next_id'").fetchone()
        first = int(value[0])
        connection.execute("UPDATE meta SET value = ? WHERE key = 'next_id'", (str(first + count),))
    return first


def _body_of(path: Path) -> str:
    try:
        data = read_start(path, _SEARCHED_BYTES)
    except OSError:
        return ""
    text = data.decode("utf-8", "replace").replace("\0", " ")
    if text.startswith("---"):
        for closer in ("\n---", "\n..."):
            end = text.find(closer, 3, 65_536)
            if end >= 0:
                return text[end + 4 :]
    return text


def _drop_stale_words(connection: sqlite3.Connection, index: SiteIndex) -> None:
    """A changed post gets new words; the old ones stay until they are as many as the good ones."""
    if not index.file.full_text:
        connection.execute("DELETE FROM words WHERE rowid NOT IN (SELECT id FROM posts)")
        return
    stale = connection.execute("SELECT value FROM meta WHERE key = 'stale'").fetchone()
    live = connection.execute("SELECT count(*) FROM posts").fetchone()[0]
    if int(stale[0]) > live + 1000:
        with _writing(connection):
            connection.execute("INSERT INTO words(words) VALUES('delete-all')")
            connection.execute("UPDATE posts SET has_words = 0")
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'stale'")
