"""A view and the document never differ, and the document never loses a line end."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document import Document, StaleEdit
from editor.edit import Change, Edit, Origin, apply_edit
from editor.text_lines import content_of, single_edit, split_lines

PIECES = ["a", "b ", "ä", "\U0001f600", "\u2028", "\x85", "\r", "\n", "\r\n", "\r\r\n", "word", ""]


def view_of(text: str) -> list[str]:
    return [content_of(line) for line in split_lines(text)]


def random_text(random_: random.Random, length: int) -> str:
    return "".join(random_.choices(PIECES, k=length))


def edited_view(
    view: list[str], line: int, column: int, end_line: int, end_column: int, text: str
) -> list[str]:
    joined = view[line][:column] + text + view[end_line][end_column:]
    return view[:line] + joined.split("\n") + view[end_line + 1 :]


def follow(view: list[str], edit: Edit) -> list[str]:
    """Apply a change as a view does, which knows line ends as blocks only."""
    removed, inserted = (text.replace("\r\n", "\n") for text in (edit.removed, edit.inserted))
    last = edit.line + removed.count("\n")
    tail = len(removed) - removed.rfind("\n") - 1 if "\n" in removed else edit.column + len(removed)
    assert "\n".join(view[edit.line : last + 1])[edit.column :].startswith(removed)
    return edited_view(view, edit.line, edit.column, last, tail, inserted)


def random_span(random_: random.Random, view: list[str]) -> tuple[int, int, int, int]:
    line = random_.randrange(len(view))
    end_line = min(len(view) - 1, line + random_.choice([0, 0, 0, 1, 2]))
    column = random_.randint(0, len(view[line]))
    start = column if end_line == line else 0
    return line, column, end_line, random_.randint(start, len(view[end_line]))


def run_model(seed: int, steps: int) -> None:
    random_ = random.Random(seed)
    opened = random_text(random_, random_.randrange(30))
    data = opened.encode()
    document = Document.from_bytes(data)
    assert document.snapshot().data == data
    view = view_of(opened)
    follower = list(view)
    shadow = opened
    changes: list[Change] = []
    document.subscribe(changes.append)
    for _ in range(steps):
        changes.clear()
        action = random_.random()
        if action < 0.7:
            span = random_span(random_, view)
            text = re.sub("\r+\n", "\n", random_text(random_, random_.randrange(4)))
            view = edited_view(view, *span, text)
            document.replace(*span, text)
        elif action < 0.85:
            document.undo()
        else:
            document.redo()
        for change in changes:
            shadow = apply_edit(shadow, change.edit)
            follower = follow(follower, change.edit)
        if action >= 0.7:
            view = list(follower)
        assert document.text == shadow
        assert list(document.lines) == split_lines(shadow)
        assert view_of(document.text) == view == follower
    while document.can_undo:
        document.undo()
    assert document.snapshot().data == data
    assert not document.modified


def test_a_view_and_the_document_never_differ() -> None:
    for seed in range(600):
        run_model(seed, 40)


@pytest.mark.ci
def test_a_view_and_the_document_never_differ_over_very_many_edits() -> None:
    for seed in range(1_000, 7_000):
        run_model(seed, 60)


@given(st.text(), st.text())
@settings(max_examples=200, deadline=None)
def test_one_edit_turns_any_text_into_any_other(old: str, new: str) -> None:
    edit = single_edit(split_lines(old), split_lines(new))
    assert (apply_edit(old, edit) if edit else old) == new


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_typed_line_end_is_the_one_of_its_line(ending: str) -> None:
    document = Document.from_bytes(f"one{ending}two{ending}".encode())
    document.replace(0, 1, 0, 1, "\nx\n")
    assert document.text == f"o{ending}x{ending}ne{ending}two{ending}"
    document.replace(4, 0, 4, 0, "end\n")
    assert document.text.endswith(f"two{ending}end{ending}")


def test_mixed_line_ends_stay_where_their_lines_are_replaced() -> None:
    document = Document.from_bytes(b"a\r\nb\nc\r\nd")
    document.replace(0, 0, 3, 1, "A\nB\nC\nD")
    assert document.text == "A\r\nB\nC\r\nD"


@pytest.mark.parametrize(
    "place", [(0, 4, 0, 4), (5, 0, 5, 0), (0, 1, 0, 0), (-1, 0, 0, 0), (0, 0, 0, 9)]
)
def test_a_place_that_is_not_there_is_refused(place: tuple[int, int, int, int]) -> None:
    document = Document.from_bytes(b"abc\r\nd")
    with pytest.raises(StaleEdit):
        document.replace(*place, "x")
    assert document.text == "abc\r\nd"


@pytest.mark.parametrize(
    "edit", [Edit(0, 0, "x", ""), Edit(9, 0, "", "x"), Edit(0, 0, "abc\n", ""), Edit(0, 9, "", "x")]
)
def test_an_edit_of_another_text_is_refused(edit: Edit) -> None:
    document = Document.from_bytes(b"abc\r\nd")
    with pytest.raises(StaleEdit):
        document.apply(edit, Origin.COMMAND)
    assert document.text == "abc\r\nd"
    assert document.revision == 0


def test_all_edits_of_a_step_or_none() -> None:
    document = Document.from_bytes(b"abc\ndef\n")
    with pytest.raises(StaleEdit):
        document.apply_all([Edit(0, 0, "a", "A"), Edit(1, 0, "x", "")], Origin.COMMAND)
    assert document.text == "abc\ndef\n"
    document.apply_all([Edit(0, 0, "a", "A"), Edit(1, 0, "d", "D")], Origin.COMMAND)
    assert document.text == "Abc\nDef\n"
    document.undo()
    assert document.text == "abc\ndef\n"


def test_an_edit_inside_a_line_end_is_widened_to_the_whole_of_it() -> None:
    document = Document.from_bytes(b"a\r\nb")
    change = document.apply(Edit(0, 2, "", "x"), Origin.COMMAND)
    assert document.text == "a\rx\nb"
    assert change.edit == Edit(0, 1, "\r\n", "\rx\n")


@given(
    st.lists(
        st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"\xff", b"\xc3", b"\x00", b"\xef\xbb\xbf"])
    )
)
def test_any_bytes_come_back_as_they_were(parts: list[bytes]) -> None:
    data = b"".join(parts)
    document = Document.from_bytes(data)
    assert document.snapshot().data == data
    assert document.read_only == (
        re.sub(rb"^\xef\xbb\xbf", b"", data, count=1).decode("utf-8", "replace")
        != data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    )
