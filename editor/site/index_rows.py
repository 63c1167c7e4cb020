"""What the index keeps of a post: read from its file, as a row of the table.

Runs for every post of a site that is new to the index, in two processes at once where there are
many; `tests/benchmarks/bench_site.py` holds it against reading the files.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

from editor.post import Post
from editor.regular_files import read_listed
from editor.site.collecting import no_collecting
from editor.site.document import PostData, author_of, info_of, read_document, texts, url_for
from editor.site.errors import UrlImpossible
from editor.site.excerpt import RawExcerpt, excerpt_of
from editor.site.fronts import packed
from editor.site.full_text import folded
from editor.site.index import storable
from editor.site.quick import quick_front_matter
from editor.site.ruby_values import to_s
from editor.site.site import Site, own_data

log = logging.getLogger(__name__)

LARGEST_BYTES = 16_000_000
_MOST_EXCERPT = 32_000  # characters; a longer one is read from the post
_UNREAD = {
    "too large": "The post is larger than 16 MB, so the list shows only its name.",
    "PermissionError": "The post may not be read; ask for the right to read it.",
}

# Site path, time of the last change in nanoseconds since 1970, size in bytes.
Listed = tuple[str, int, int]
# The columns of `posts` from `path` to `needle`, and the front matter as `fronts` packs it.
Row = tuple[Any, ...]


class RowMaker:
    """Makes the rows of one site's posts, all with the same time of the build."""

    def __init__(self, site: Site, now: datetime.datetime) -> None:
        self._site = site
        self._rules = site.rules
        self._root = f"{site.root}/"
        self._now = now
        self._is_utf8 = site.encoding.lower() in ("utf-8", "utf8")
        self._shows_held = bool(site.config["unpublished"])
        self._separator = to_s(site.config["excerpt_separator"])

    def rows(self, posts: Sequence[Listed]) -> list[Row]:
        """Return the rows of posts; one that has vanished has none."""
        with no_collecting():
            return [row for each in posts if (row := self._row(each)) is not None]

    def _row(self, listed: Listed) -> Row | None:
        try:
            return self._read(listed)
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._unreadable(listed, type(error).__name__)
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            # A post that trips a fault of ours is listed all the same.
            log.exception("post not read: %s", type(error).__name__)
            return self._unreadable(listed, type(error).__name__)

    def _read(self, listed: Listed) -> Row:
        path, mtime_ns, size = listed
        if size > LARGEST_BYTES:
            return self._unreadable(listed, "too large")
        data = read_listed(self._root + path, size, LARGEST_BYTES)
        quick = quick_front_matter(data) if self._is_utf8 else None
        problem = ""
        post = None
        if quick is not None:
            own, start = quick
        else:
            post = Post.from_bytes(data, encoding=self._site.encoding)
            own, start = own_data(post), 0  # type: ignore[assignment]
            if post.problems:
                problem = post.problems[0].sentence
        reading = read_document(self._rules, path, own, now=self._now, mtime=_seconds(mtime_ns))
        separator = self._separator_of(reading)
        excerpt = None
        if separator:
            body = data[start:].decode("utf-8") if post is None else post.body
            excerpt = excerpt_of(body, separator)
        return self._made(listed, reading, problem, excerpt)

    def _separator_of(self, reading: PostData) -> str:
        """Return where the excerpt ends; empty where the post has one of its own, or none."""
        own = reading.data.get("excerpt")
        if own is not None and own is not False:
            return ""
        separator = reading.data.get("excerpt_separator")
        has_own = separator is not None and separator is not False
        return to_s(separator) if has_own else self._separator

    def _made(
        self,
        listed: Listed,
        reading: PostData,
        problem: str,
        excerpt: RawExcerpt | None = None,
    ) -> Row:
        path, mtime_ns, size = listed
        data = reading.data
        url, front = "", None
        if reading.fatal or reading.unread:
            info = info_of(
                self._rules, path, reading, now=self._now, problem=problem, with_url=False
            )
            title, slug, problem = info.title, info.slug, info.problem
            date, dated = info.date or reading.date, info.date is not None
        else:
            title, slug, problem = to_s(data["title"]), to_s(data.get("slug")), ""
            date, dated = reading.date, True
            try:
                url = url_for(self._rules, path, reading)
            except UrlImpossible as error:
                problem = error.sentence
            if excerpt is None or len(excerpt.text) + sum(map(len, excerpt.links)) <= _MOST_EXCERPT:
                front = packed(data, reading.date, excerpt)
        categories, tags = texts(data.get("categories")), texts(data.get("tags"))
        author = author_of(data)
        published = data.get("published", True)
        held = (published is False or published is None) and not self._shows_held
        layout = to_s(data.get("layout"))
        needle = folded("\n".join((title, path, author, *categories, *tags)))
        row = (
            path, mtime_ns, size, title, date.timestamp(), dated, reading.draft, not held, url,
            slug, _as_json(categories), _as_json(tags), author, layout, problem, needle, front,
        )  # fmt: skip
        # The needle holds nearly all the others.
        if needle.isascii() and f"{slug}{layout}{problem}".isascii():
            return row
        return tuple(storable(each) if isinstance(each, str) else each for each in row)

    def _unreadable(self, listed: Listed, why: str) -> Row:
        reading = read_document(self._rules, listed[0], None, now=self._now)
        sentence = "The post could not be read, so the list shows only its name."
        return self._made(listed, reading, _UNREAD.get(why, sentence))


def _seconds(mtime_ns: int) -> float:
    """Return a time as `os.stat_result.st_mtime` has it, to the last bit."""
    seconds, rest = divmod(mtime_ns, 1_000_000_000)
    return seconds + 1e-9 * rest


@lru_cache(maxsize=2048)
def _as_json(texts: tuple[str, ...]) -> str:
    return f"[{', '.join([encode_basestring_ascii(storable(each)) for each in texts])}]"
