"""What a post tells of itself: fields, problems, mends, encodings, and reading elsewhere."""

from __future__ import annotations

import frontmatter
import pytest

from editor.edit import apply_edit
from editor.post import (
    ListForm,
    Post,
    PostError,
    ProblemKind,
    Quote,
    RubyYamlHandler,
    Style,
    UnknownEncoding,
    ValueKind,
    load,
    parse_value,
    suggest,
)

TEXT = """---
layout: post
title: "The harbour"  # from the desk
date: 2024-05-06 07:08:09 +0200
tags:
  - sea
  - 'port'
image:
  path: a.jpg
short: 1:30
empty:
---


    code first

End."""


def test_fields_stand_in_the_files_order_with_their_source() -> None:
    post = Post.from_text(TEXT)
    told = [(field.key, field.source, field.first_line, field.last_line) for field in post.fields]
    assert told == [
        ("layout", "post", 1, 1),
        ("title", '"The harbour"', 2, 2),
        ("date", "2024-05-06 07:08:09 +0200", 3, 3),
        ("tags", "- sea\n  - 'port'", 4, 6),
        ("image", "path: a.jpg", 7, 8),
        ("short", "1:30", 9, 9),
        ("empty", "", 10, 10),
    ]
    assert [field.kind for field in post.fields] == [
        ValueKind.TEXT,
        ValueKind.TEXT,
        ValueKind.TIME,
        ValueKind.LIST,
        ValueKind.MAP,
        ValueKind.INT,
        ValueKind.NULL,
    ]
    assert post.fields[1].comment == "# from the desk"
    assert [field.key for field in post.fields if field.text_only] == ["short"]


def test_a_style_is_taken_from_a_field() -> None:
    styles = {field.key: Style.of(field) for field in Post.from_text(TEXT).fields}
    assert styles["title"].quote is Quote.DOUBLE
    assert styles["date"].date_shape == "%Y-%m-%d %H:%M:%S %z"
    assert styles["tags"] == Style(list_form=ListForm.BLOCK, indent=2)


def test_the_body_starts_at_the_first_line_that_is_not_blank() -> None:
    post = Post.from_text(TEXT)
    assert post.body == "    code first\n\nEnd."
    assert post.gap == "\n\n"
    assert post.text.split("\n")[post.body_line] == "    code first"
    assert post.yaml_line == 1
    assert post.yaml_text.startswith("layout: post\n")


def test_a_key_that_stands_twice_is_told_and_the_first_is_shadowed() -> None:
    post = Post.from_text("---\na: 1\na: 2\n---\n")
    assert [problem.kind for problem in post.problems] == [ProblemKind.DUPLICATE_KEY]
    assert [field.shadowed for field in post.fields] == [True, False]
    assert post.editable


@pytest.mark.parametrize(
    ("broken", "line", "mended"),
    [
        ("---\ntitle: A: b\n---\n", 1, '---\ntitle: "A: b"\n---\n'),
        ("---\nimage:\n\tpath: a\n---\n", 2, "---\nimage:\n  path: a\n---\n"),
        ('---\ntitle: "x\ntags: a\n---\n', 1, '---\ntitle: "x"\ntags: a\n---\n'),
        ("---\ntitle: 'It's'\n---\n", 1, "---\ntitle: 'It''s'\n---\n"),
        ("---\ntags: [a, b\nx: 1\n---\n", 2, "---\ntags: [a, b]\nx: 1\n---\n"),
        ("---\ntitle: x\nlayout: post\n\nText\n", 0, "---\ntitle: x\nlayout: post\n---\n\nText\n"),
        ("---\ntitle: x\n ---\nText\n", 0, "---\ntitle: x\n---\nText\n"),
        ("\n---\ntitle: x\n---\nText\n", 1, "---\ntitle: x\n---\nText\n"),
        ("---\ntitle:x\nlayout: post\n---\n", 2, "---\ntitle: x\nlayout: post\n---\n"),
        ("---\ntitle: :x\n---\n", 1, '---\ntitle: ":x"\n---\n'),
        ("---\ntitle: @x\n---\n", 1, '---\ntitle: "@x"\n---\n'),
    ],
)
def test_the_likely_mend_is_offered_and_not_applied(broken: str, line: int, mended: str) -> None:
    post = Post.from_text(broken)
    problem = next(problem for problem in post.problems if problem.kind.breaks)
    assert problem.line == line
    assert not post.editable
    mend = suggest(problem)
    assert mend is not None
    assert post.text == broken
    text = broken
    for edit in mend.edits:
        text = apply_edit(text, edit)
    assert text == mended
    assert Post.from_text(text).editable


def test_no_mend_is_offered_where_none_is_likely() -> None:
    post = Post.from_text("---\n- a\n- b\n---\n")
    assert suggest(post.problems[0]) is None


def test_an_encoding_that_nobody_knows_is_an_error() -> None:
    for name in ("klingon", "base64", "punycode"):
        with pytest.raises(UnknownEncoding):
            Post.from_bytes(b"", encoding=name)


def test_python_frontmatter_reads_through_our_handler() -> None:
    data = "\ufeff---\ndate: 2024-05-06 07:08:09 +0200\ncontent: x\n---\n\n    code\n\n".encode()
    post = load(data)
    assert post.metadata == dict(Post.from_bytes(data).data)
    assert post.content == "    code\n\n"
    other = frontmatter.loads("---\na: tRue\n---\nText", handler=RubyYamlHandler())
    assert other.metadata == {"a": True}
    with pytest.raises(PostError):
        load(b"---\na: b: c\n---\n")
    with pytest.raises(PostError):
        frontmatter.dumps(other)


def test_a_value_is_parsed_as_ruby_does() -> None:
    assert parse_value("[a, tRue, 1,000]") == ["a", True, 1, 0]
    assert parse_value("1,000") == 1000
    assert parse_value("") is None
    with pytest.raises(PostError):
        parse_value("a: b: c")
