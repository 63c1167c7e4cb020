"""An edit applied and taken back leaves the text as it was; lines end at a line feed only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.edit import Edit, apply_edit, offset_of

TEXTS = st.text(alphabet="ab \n\r\u2028\u0085é😀", max_size=40)


@given(TEXTS, TEXTS, st.data())
def test_an_edit_and_its_inverse_give_the_text_back(
    text: str, inserted: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line = text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1)
    edit = Edit(line, column, text[start:end], inserted)
    edited = apply_edit(text, edit)
    assert edited == text[:start] + inserted + text[end:]
    assert apply_edit(edited, edit.inverse()) == text


def test_a_lone_carriage_return_ends_no_line() -> None:
    assert offset_of("a\rb\u2028c\nd", 1, 0) == 6


def test_an_edit_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not at that place"):
        apply_edit("abc", Edit(0, 1, "x", ""))
    with pytest.raises(ValueError, match="no such line"):
        apply_edit("abc", Edit(1, 0, "", "x"))
