"""The author's hand: the exact text after an edit, in LF and in CRLF."""

from __future__ import annotations

import datetime as dt

import pytest

from editor.edit import apply_edit
from editor.post import EditRefused, Post, Style
from tests.post import cases, harder_cases
from tests.post.cases import Case

CASES = cases.CASES + harder_cases.CASES


@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES, ids=[f"{c.verb}-{c.before[:30]!r}" for c in CASES])
def test_only_what_was_edited_changes(case: Case, eol: str) -> None:
    text = f"---\n{case.before}---\n\nThe body.\n".replace("\n", eol)
    post = Post.from_text(text)
    step = {
        "set": lambda: post.set(case.key, case.value, **case.options),
        "delete": lambda: post.delete(case.key),
        "rename": lambda: post.rename(case.key, case.value),
        "move": lambda: post.move(case.key, case.value),
    }[case.verb]
    if case.after is None:
        with pytest.raises(EditRefused):
            step()
        assert post.text == text
        return
    edits = step()
    assert post.text == f"---\n{case.after}---\n\nThe body.\n".replace("\n", eol)
    for edit in edits:
        text = apply_edit(text, edit)
    assert text == post.text
    if case.verb == "set":
        assert step() == ()


def test_a_line_end_is_that_of_the_line_before() -> None:
    post = Post.from_text("---\r\na: 1\nb: 2\r\n---\r\n")
    post.set("c", 3, before="b")
    assert post.text == "---\r\na: 1\nc: 3\nb: 2\r\n---\r\n"


def test_new_lines_of_a_value_end_as_its_own() -> None:
    post = Post.from_text("---\r\na: 1\r\ntags:\n- x\nb: 2\r\nc: 3\r\n---\r\n")
    post.set("tags", ["x", "why"])
    assert post.text == "---\r\na: 1\r\ntags:\n- x\n- why\nb: 2\r\nc: 3\r\n---\r\n"


def test_a_front_matter_does_not_grow_beyond_its_bound() -> None:
    post = Post.from_text(f"---\na: {'x' * 60_000}\n---\n")
    for value in ("y" * 70_000, "y" * 6_800):
        with pytest.raises(EditRefused, match="64 KB"):
            post.set("b", value)
    assert post.editable


def test_a_post_without_front_matter_gets_it_above_an_unchanged_body() -> None:
    post = Post.from_text("Just text.\r\n\r\nMore.")
    post.set("title", "New")
    assert post.text == "---\r\ntitle: New\r\n---\r\nJust text.\r\n\r\nMore."


def test_a_body_that_starts_with_a_blank_line_gets_no_front_matter() -> None:
    post = Post.from_text("\n\nJust text.\n")
    with pytest.raises(EditRefused, match="blank lines"):
        post.set("title", "New")
    assert post.text == "\n\nJust text.\n"


def test_a_file_that_lacks_a_character_gets_it_as_an_escape() -> None:
    post = Post.from_bytes(b"---\ntitle: caf\xe9\n---\n", encoding="iso-8859-1")
    post.set("title", "caf\u00e9 \u2013 b")
    assert post.to_bytes() == b'---\ntitle: "caf\xe9 \\u2013 b"\n---\n'


def test_a_whole_post_can_be_made_from_nothing() -> None:
    usual = Post.from_text(
        '---\nlayout: post\ntitle: "A: b"\ndate: 2025-01-02T03:04:05\nauthor: "ada"\n'
        "categories: [News]\ntags: []\n---\n"
    )
    styles = {field.key: Style.of(field) for field in usual.fields}
    post = Post.from_text("")
    for key, value in {
        "layout": "post",
        "title": "What's behind it?",
        "date": dt.datetime(2025, 9, 6, 0, 42, 54, tzinfo=dt.UTC),
        "author": "badely",
        "categories": ["News"],
        "tags": [],
    }.items():
        post.set(key, value, style=styles[key])
    assert post.text == (
        '---\nlayout: post\ntitle: "What\'s behind it?"\ndate: 2025-09-06T00:42:54\n'
        'author: "badely"\ncategories: [News]\ntags: []\n---\n'
    )
