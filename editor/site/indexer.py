"""Fill a site's index: only what has changed by time or size is read.

Two passes: first the front matter of what changed, so that the list is there at once, then the
words of the bodies. Runs in a process of its own beside the window (`work`).
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.errors import StandfirstError
from editor.post import Post
from editor.regular_files import read_bytes, read_start
from editor.site.addresses import AddressBook
from editor.site.document import author_of, info_of, read_document, texts
from editor.site.index import DROP_INDEXES, INDEXES, SiteIndex, folded
from editor.site.quick import quick_front_matter
from editor.site.ruby_values import to_s
from editor.site.site import Site, own_data

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

log = logging.getLogger(__name__)

_BATCH = 1000
_WORDS_BATCH = 200
_LARGEST_BYTES = 16_000_000
_SEARCHED_BYTES = 2_000_000
_INSERT = (
    "INSERT OR REPLACE INTO posts (path, mtime_ns, size, title, date, dated, draft, published,"
    " address, slug, categories, tags, author, layout, problem, needle, words_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
)

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
            with index.guarded():
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
    connection = index.connection
    _drop_stale_words(connection, index)
    total = connection.execute("SELECT count(*) FROM posts WHERE words_id IS NULL").fetchone()[0]
    done = 0
    next_id = _largest(connection) + 1
    while True:
        rows = connection.execute(
            "SELECT id, path, title FROM posts WHERE words_id IS NULL ORDER BY date LIMIT ?",
            (_WORDS_BATCH,),
        ).fetchall()
        if not rows:
            break
        texts = []
        marks = []
        for row_id, path, title in rows:
            texts.append((next_id, folded(title), folded(_body_of(site.root / path))))
            marks.append((next_id, row_id))
            next_id += 1
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", texts)
        connection.executemany("UPDATE posts SET words_id = ? WHERE id = ?", marks)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('largest', ?)", (str(next_id - 1),))
        connection.execute("COMMIT")
        done += len(rows)
        if progress is not None:
            progress(done, total)
    return done


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


def _refresh_heads(site: Site, index: SiteIndex, progress: Progress | None) -> Refreshed:
    connection = index.connection
    known: dict[str, tuple[int, int]] = {
        path: (mtime, size)
        for path, mtime, size in connection.execute("SELECT path, mtime_ns, size FROM posts")
    }
    todo: list[tuple[str, os.stat_result]] = []
    added = seen = 0
    for path, stat in site.scan():
        seen += 1
        old = known.pop(path, None)
        if old is None:
            added += 1
        elif old == (stat.st_mtime_ns, stat.st_size):
            continue
        todo.append((path, stat))
    gone = list(known)
    changed = len(todo) - added
    if gone:
        connection.executemany("DELETE FROM posts WHERE path = ?", [(path,) for path in gone])
    vanished = 0
    whole = added == seen and added > _BATCH
    if whole:
        connection.executescript(DROP_INDEXES)
    for start in range(0, len(todo), _BATCH):
        batch = todo[start : start + _BATCH]
        with _no_collecting():
            rows = list(_rows(site, batch))
        vanished += len(batch) - len(rows)
        connection.execute("BEGIN")
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")
        if progress is not None:
            progress(min(start + _BATCH, len(todo)), len(todo))
    if whole:
        connection.executescript(INDEXES)
    return Refreshed(added, changed, len(gone), seen - vanished)


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing of a batch is garbage before its end: looking for some costs a quarter of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rows(site: Site, batch: list[tuple[str, os.stat_result]]) -> Iterator[tuple[Any, ...]]:
    now = site.now()
    utf8 = site.encoding.lower() in ("utf-8", "utf8")
    root = str(site.root)
    for path, stat in batch:
        try:
            row = _row(site, path, stat, f"{root}/{path}", now, utf8=utf8)
        except FileNotFoundError:
            continue
        except OSError as error:
            row = _unreadable(site, path, stat, now, type(error).__name__)
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            # A post that trips a fault of ours is listed all the same.
            log.exception("post not read: %s", type(error).__name__)
            row = _unreadable(site, path, stat, now, type(error).__name__)
        yield row


def _row(
    site: Site,
    path: str,
    stat: os.stat_result,
    absolute: str,
    now: datetime.datetime,
    *,
    utf8: bool,
) -> tuple[Any, ...]:
    if stat.st_size > _LARGEST_BYTES:
        return _unreadable(site, path, stat, now, "too large")
    data = read_bytes(absolute, limit_bytes=_LARGEST_BYTES)
    own: Any = quick_front_matter(data) if utf8 else None
    problem = ""
    if own is None:
        post = Post.from_bytes(data, encoding=site.encoding)
        own = own_data(post)
        if post.problems:
            problem = post.problems[0].sentence
    reading = read_document(site.rules, path, own, now=now, mtime=stat.st_mtime)
    return _made(site, path, stat, reading, now, problem)


def _made(
    site: Site,
    path: str,
    stat: os.stat_result,
    reading: Any,
    now: datetime.datetime,
    problem: str,
) -> tuple[Any, ...]:
    data = reading.data
    slug = data.get("slug")
    if reading.fatal or reading.unread:
        info = info_of(site.rules, path, reading, now=now, problem=problem, with_url=False)
        title, slug, problem, address = info.title, info.slug, info.problem, ""
        date, dated = info.date or reading.date, info.date is not None
    else:
        title, problem, address, date, dated = to_s(data["title"]), "", "{}", reading.date, True
        permalink = data.get("permalink")
        if not isinstance(slug, str) or (permalink is not None and permalink is not False):
            kept: dict[str, object] = {} if isinstance(slug, str) else {"slug": 0}
            if permalink is not None and permalink is not False:
                kept["permalink"] = permalink if isinstance(permalink, str) else 0
            address = json.dumps(kept)
        slug = to_s(slug)
    categories, tags = texts(data.get("categories")), texts(data.get("tags"))
    author = author_of(data)
    published = data.get("published", True)
    held = (published is False or published is None) and not site.config["unpublished"]
    row = (
        path, stat.st_mtime_ns, stat.st_size, title, date.timestamp(), dated, reading.draft,
        not held, address, slug, _as_json(categories), _as_json(tags), author,
        to_s(data.get("layout")), problem,
        folded("\n".join((title, path, author, *categories, *tags))),
    )  # fmt: skip
    # The last text holds nearly all the others.
    if row[15].isascii() and f"{row[9]}{row[13]}{row[14]}".isascii():
        return row
    return tuple(_clean(each) if isinstance(each, str) else each for each in row)


def _unreadable(
    site: Site, path: str, stat: os.stat_result, now: datetime.datetime, why: str
) -> tuple[Any, ...]:
    reading = read_document(site.rules, path, None, now=now)
    sentence = {
        "too large": "The post is larger than 16 MB, so the list shows only its name.",
        "PermissionError": "The post may not be read; ask for the right to read it.",
    }.get(why, "The post could not be read, so the list shows only its name.")
    return _made(site, path, stat, reading, now, sentence)


@lru_cache(maxsize=2048)
def _as_json(texts: tuple[str, ...]) -> str:
    return json.dumps([_clean(each) for each in texts])


def _clean(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


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


def _largest(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'largest'").fetchone()
    return int(row[0]) if row else 0


def _drop_stale_words(connection: sqlite3.Connection, index: SiteIndex) -> None:
    """A changed post gets new words; the old ones stay until they are as many as the good ones."""
    if not index.full_text:
        connection.execute(
            "DELETE FROM words WHERE rowid NOT IN"
            " (SELECT words_id FROM posts WHERE words_id NOT NULL)"
        )
        return
    live = connection.execute("SELECT count(words_id) FROM posts").fetchone()[0]
    if _largest(connection) > 2 * live + 1000:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO words(words) VALUES('delete-all')")
        connection.execute("UPDATE posts SET words_id = NULL")
        connection.execute("DELETE FROM meta WHERE key = 'largest'")
        connection.execute("COMMIT")
