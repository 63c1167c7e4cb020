"""Blocks that are kept right edit by edit."""

from __future__ import annotations

import pytest

from editor.edit import Edit
from editor.kramdown import Blocks, to_html
from tests.kramdown.walk import walk


@pytest.mark.parametrize("count", [15, pytest.param(250, marks=pytest.mark.ci)])
def test_after_any_edits_the_blocks_are_what_a_full_render_gives(count: int) -> None:
    assert [problem for problem in (walk(seed, 40) for seed in range(count)) if problem] == []


def test_a_key_changes_only_the_block_it_is_typed_in() -> None:
    blocks = Blocks("one\n\ntwo\n\nthree\n")
    keys = [block.key for block in blocks.blocks]
    patch = blocks.update(Edit(2, 3, "", "x"))
    assert [(splice.start, splice.deleted) for splice in patch.splices] == [(1, 1)]
    assert patch.splices[0].blocks[0].html == "<p>twox</p>\n\n"
    assert patch.tail is None
    after = [block.key for block in blocks.blocks]
    assert after[0] == keys[0]
    assert after[2] == keys[2]
    assert after[1] not in keys


def test_a_changed_link_definition_changes_the_blocks_that_use_it() -> None:
    blocks = Blocks("see [a]\n\nother\n\n[a]: /x\n")
    patch = blocks.update(Edit(4, 5, "/x", "/y"))
    assert [splice.start for splice in patch.splices] == [0]
    assert 'href="/y"' in blocks.blocks[0].html


def test_a_footnote_added_above_renumbers_those_below() -> None:
    text = "a\n\nb[^x]\n\n[^x]: n\n[^y]: m\n"
    blocks = Blocks(text)
    patch = blocks.update(Edit(0, 1, "", "[^y]"))
    assert {splice.start for splice in patch.splices} == {0, 1}
    assert patch.tail is not None
    assert blocks.html() == to_html("a[^y]" + text[1:])


def test_the_table_of_contents_follows_a_header() -> None:
    blocks = Blocks("* t\n{:toc}\n\n# one\n\ntext\n")
    blocks.update(Edit(3, 5, "", " more"))
    assert "one more" in blocks.blocks[0].html


def test_a_closed_fence_takes_in_what_lies_above_it() -> None:
    blocks = Blocks("```\na\n\nb\n\nc\n\n``\n")
    blocks.update(Edit(7, 2, "", "`"))
    assert blocks.html() == to_html("```\na\n\nb\n\nc\n\n```\n")
    assert len(blocks.blocks) == 1


def test_the_lines_of_the_blocks_add_up_to_the_lines_of_the_text() -> None:
    assert [block.lines for block in Blocks("a\n\n\nb\r\n\r\nc").blocks] == [3, 2, 1]


def test_an_edit_that_does_not_fit_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not at that place"):
        Blocks("a\n").update(Edit(0, 0, "b", ""))
