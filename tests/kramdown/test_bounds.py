"""Texts made to be slow or deep: they end as text, never as a crash."""

from __future__ import annotations

import time

import pytest

from editor.kramdown import Blocks, to_html

DEEP = {
    "quotes": "> " * 100_000,
    "tight quotes": ">" * 100_000,
    "lists": "- " * 100_000,
    "ordered lists": "1. " * 70_000,
    "images": "![" * 100_000 + "]" * 100_000,
    "links": "[" * 100_000 + "]" * 100_000,
    "span tags": "<b>" * 60_000,
    "raw tags": "<div>\n" * 40_000,
    "parsed tags": '<div markdown="1">\n' * 10_000,
    "stepped list": "".join("  " * depth + "* a\n" for depth in range(400)),
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_ends_as_text(name: str) -> None:
    assert to_html(DEEP[name])


def test_blocks_of_a_deep_text_are_what_a_full_render_gives() -> None:
    text = "a\n\n" + DEEP["quotes"] + "\n\nb\n"
    assert Blocks(text).html() == to_html(text)


SHAPES = (
    *("[", "![", "[a](", "\t", "[^a]", "*a ", "**a *b ", "_a ", "` ", "<", "<a ", "<b>", "<!-- "),
    *("<http:a", "<a@", "{:", "{::a ", "{: a } ", "$$a", '"', "'", "&", "|", "|a\n", "a|b\n", "-"),
    *("+-| ", "* a\n", "* a\n\n", "```a\n", "~~~\n~~~~\n", "#", '[a]: b "', "[x][", "](", "\\"),
    *("a\n: b\n\n", ": a\n", "*[ab]: b\n ab", "~~a ", "~~", "*", "*_", "*a `x*` ", "[![a](b)"),
    *("***a ", "<a\n\n", '<div a="\n\n', '<b c="', "<?", "</", "{::comment}", "[a]((", "<td>"),
)


@pytest.mark.ci
@pytest.mark.parametrize("shape", SHAPES)
def test_a_repeated_shape_is_rendered_within_the_bound(shape: str) -> None:
    """The bound is twenty times the promise of 2 s: quadratic time would not keep even that."""
    text = (shape * (200_000 // len(shape) + 1))[:200_000]
    start = time.perf_counter()
    assert isinstance(to_html(text), str)  # a text of definitions alone prints nothing
    print(f"{time.perf_counter() - start:.2f} s")
