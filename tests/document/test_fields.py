"""Form edits: through the post, into the text of record, one undo step each."""

from __future__ import annotations

import pytest

from editor.document import Document, ReadOnlyDocument
from editor.edit import Change, Origin
from editor.post import PostError

POST = b"---\r\ntitle: One\r\ntags: [a]\r\n---\r\nBody.\r\n"


def test_a_field_is_one_step_and_one_line() -> None:
    document = Document.from_bytes(POST)
    heard: list[Change] = []
    document.subscribe(heard.append)
    document.set_field("title", "Two")
    assert document.snapshot().data == POST.replace(b"One", b"Two")
    assert {change.origin for change in heard} == {Origin.FORM}
    assert document.post.data["title"] == "Two"
    document.undo()
    assert document.snapshot().data == POST
    assert not document.modified


def test_fields_are_deleted_and_renamed_and_added() -> None:
    document = Document.from_bytes(POST)
    document.delete_field("tags")
    document.rename_field("title", "headline")
    document.set_field("layout", "post")
    assert document.snapshot().data == b"---\r\nheadline: One\r\nlayout: post\r\n---\r\nBody.\r\n"
    document.move_field("layout", "headline")
    assert list(document.post.data) == ["layout", "headline"]
    for _ in range(4):
        document.undo()
    assert document.snapshot().data == POST


def test_the_value_that_is_there_is_no_change() -> None:
    document = Document.from_bytes(POST)
    assert document.set_field("title", "One") == []
    assert not document.modified
    assert not document.can_undo


def test_a_refusal_changes_nothing() -> None:
    data = b"---\ntitle: [a\n---\nBody\n"
    document = Document.from_bytes(data)
    with pytest.raises(PostError):
        document.set_field("title", "x")
    assert document.snapshot().data == data
    assert document.revision == 0


def test_the_post_follows_typing_in_the_front_matter_and_in_the_body() -> None:
    document = Document.from_bytes(POST)
    first = document.post
    assert document.post is first
    document.replace(4, 0, 4, 0, "New ")
    assert document.post.body == "New Body.\r\n"
    document.replace(1, 7, 1, 10, "Three")
    assert document.post.data["title"] == "Three"
    document.replace(3, 0, 3, 3, "")
    assert document.post.body.startswith("---") is not document.post.has_front_matter


def test_a_post_open_elsewhere_refuses_the_form() -> None:
    document = Document.from_bytes(POST)
    document.read_only_reason = "It is open in another window."
    with pytest.raises(ReadOnlyDocument):
        document.set_field("title", "x")
