"""The words of a site's posts in its index: how they are kept, looked for and shown."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Which column holds a word is kept, not where in it: a search asks for posts that hold all words,
# never for words side by side. That is a third of the bytes and of the time.
_FTS = (
    "CREATE VIRTUAL TABLE words USING fts5(title, body, content='', prefix='2 3',"
    " detail=column, columnsize=0, tokenize='unicode61 remove_diacritics 2')"
)
# How much is gathered in memory before a part of the index is written: fewer parts, less merging.
_GATHERED_BYTES = 16 << 20
_PLAIN_WORDS = "CREATE TABLE words (rowid INTEGER PRIMARY KEY, title TEXT, body TEXT)"
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_SHORT_RUN = 24
_MARKS = re.compile("[\u0300-\u036f]+")
_MOST_WORDS = 12
_SHOWN = 160


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


def make_words(connection: sqlite3.Connection) -> bool:
    """Make the empty table of words; return whether SQLite has full text (FTS5)."""
    try:
        connection.execute(_FTS)
    except sqlite3.OperationalError:
        connection.execute(_PLAIN_WORDS)
        return False
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_GATHERED_BYTES,))
    return True


def query_for(
    tokens: list[str], where: str, limit: int, *, full_text: bool
) -> tuple[str, dict[str, Any]]:
    """Return the query, and its values, for the posts that hold every word; newest first.

    Args:
        tokens: Words, as `tokens_of` gives them; the last may be only begun.
        where: `title`, `body` or `all`.
        limit: How many posts at most.
        full_text: As `make_words` said.
    """
    columns = ("title", "body") if where == "all" else ("title" if where == "title" else "body",)
    values: dict[str, Any] = {"limit": limit}
    if full_text:
        match = " ".join(map(_quoted, tokens)) + "*"
        values["match"] = match if where == "all" else f"{columns[0]} : ({match})"
        test = "words MATCH :match"
    else:
        tests = []
        for index, token in enumerate(tokens):
            escaped = re.sub(r"([%_\\])", r"\\\1", token)
            values[f"token{index}"] = f"%{escaped}%"
            either = (f"words.{name} LIKE :token{index} ESCAPE '\\'" for name in columns)
            tests.append("(" + " OR ".join(either) + ")")
        test = " AND ".join(tests)
    query = (
        "SELECT posts.path, posts.title FROM words"  # noqa: S608 - fixed texts
        f" JOIN posts ON posts.id = words.rowid WHERE {test}"
        " ORDER BY words.rowid DESC LIMIT :limit"
    )
    return query, values


def split_as_sqlite(connection: sqlite3.Connection, tokens: list[str]) -> list[str]:
    """Split words at signs that are letters for Python, but not for this SQLite's Unicode.

    Such a word would be two side by side, which this index cannot look for.
    """
    parts: list[str] = []
    for token in tokens:
        text = "".join(" " if _separates(connection, sign) else sign for sign in token)
        parts += text.split()
    return parts


def _separates(connection: sqlite3.Connection, sign: str) -> bool:
    if sign.isascii():
        return False
    try:
        query = "SELECT rowid FROM words WHERE words MATCH ? LIMIT 1"
        connection.execute(query, (_quoted(f"a{sign}b"),)).fetchone()
    except sqlite3.OperationalError:
        return True
    return False


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def first_place(text: str, title: str, tokens: list[str]) -> tuple[int, str]:
    """Return the line of the rarest word, and that line; runs for every hit of a search."""
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
    """Return a text as the search compares it: folded, and marks on letters gone, in any script.

    Runs over every body of a site, so only what is not ASCII is looked at.
    """
    low = text.lower()
    return low if low.isascii() else _NOT_ASCII.sub(_plain_run, low)


def _plain_run(match: re.Match[str]) -> str:
    run = match[0]
    return _known_run(run) if len(run) <= _SHORT_RUN else _plain(run)


def _plain(run: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", run).casefold())
    return unicodedata.normalize("NFC", plain)


# The dash, the curly quote, the letters of a language: the same ones again and again.
_known_run = lru_cache(maxsize=4096)(_plain)


def tokens_of(words: str) -> list[str]:
    """Split what was typed into the words that FTS5 would find in it."""
    return re.findall(r"\w+", searchable(words).replace("_", " "))[:_MOST_WORDS]


def _shortened(line: str, tokens: list[str]) -> str:
    if len(line) <= _SHOWN:
        return line
    low = searchable(line) if len(searchable(line)) == len(line) else line.lower()
    places = [low.find(token) for token in tokens if token in low]
    start = max(0, min(places, default=0) - 50)
    text = line[start : start + _SHOWN].strip()
    return ("…" if start else "") + text + ("…" if start + _SHOWN < len(line) else "")
