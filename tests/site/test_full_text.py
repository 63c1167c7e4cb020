"""What a search takes for a word is what SQLite takes for one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.site.full_text import make_words, query_for, searchable, split_as_sqlite, tokens_of


@pytest.fixture(scope="module")
def words() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    if not make_words(connection):
        pytest.skip("this SQLite has no full text")
    connection.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, path TEXT, title TEXT)")
    yield connection
    connection.close()


def found(words: sqlite3.Connection, title: str, body: str, typed: str) -> int:
    words.execute("INSERT INTO words (words) VALUES ('delete-all')")
    words.execute("DELETE FROM posts")
    words.execute("INSERT INTO posts VALUES (1, 'p', ?)", (title,))
    words.execute("INSERT INTO words (rowid, title, body) VALUES (1, ?, ?)",
                  (searchable(title), searchable(body)))  # fmt: skip
    tokens = split_as_sqlite(words, tokens_of(typed))
    query, values = query_for(tokens, "all", 10, full_text=True)
    return len(words.execute(query, values).fetchall()) if tokens else 0


@pytest.mark.parametrize(
    "typed",
    ["Ferry", "ferry QUAY", "quay ferry", "Élysée", "elysee", "ΣΊΣΥΦΟΣ", "σίσυφος", "σισυφος",
     "ﬁne", "fine", "数", "can't", "half-tide", "tide-half", "snake_case", "ᦀᦰᦰᦁ", "2024",
     "straße", "STRASSE"],
)  # fmt: skip
def test_a_word_is_found_however_it_is_typed(words: sqlite3.Connection, typed: str) -> None:
    body = "The ferry's quay: Élysée, Σίσυφος, ﬁne 数 can't half-tide snake_case ᦀᦰᦰᦁ 2024 Straße"
    assert found(words, "A title", body, typed) == 1
    assert found(words, "A title", "other words", typed) == 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30).filter(lambda each: "\0" not in each and each.isprintable()))
def test_a_text_is_found_by_itself_and_no_sign_breaks_the_query(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    if not make_words(connection):
        return
    connection.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, path TEXT, title TEXT)")
    hits = found(connection, "A title", text, text)
    connection.close()
    assert hits == 1 or not tokens_of(text) or not text.isascii()
