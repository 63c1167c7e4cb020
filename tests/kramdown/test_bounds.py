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


def test_attribute_lists_that_double_at_every_level_end() -> None:
    levels = [f"{{:a{level}: {f'a{level + 1} ' * 10}}}" for level in range(25)]
    text = "\n".join([*levels, "{:a25: .x}", "", "word", "{:a0}", ""])
    assert "word" in to_html(text)


def test_a_list_that_every_line_refers_to_does_not_multiply_the_text() -> None:
    for lines in ("a\n{:a}\n{:a: .b}\n", "a\n{:a}\n{:a: a .b}\n"):
        text = lines * 4000
        assert len(to_html(text)) < 300 * len(text)


def test_attribute_lists_add_up_and_refer_to_each_other() -> None:
    text = "{:a: .x}\n{:a: b .y}\n{:b: .z #i}\n\nword\n{:a .w}\n"
    assert to_html(text).strip() == '<p class="z x y w" id="i">word</p>'


SHAPES = (
    *("[", "![", "[a](", "\t", "[^a]", "*a ", "**a *b ", "_a ", "` ", "<", "<a ", "<b>", "<!-- "),
    *("<http:a", "<a@", "{:", "{::a ", "{: a } ", "$$a", '"', "'", "&", "|", "|a\n", "a|b\n", "-"),
    *("+-| ", "* a\n", "* a\n\n", "```a\n", "~~~\n~~~~\n", "#", '[a]: b "', "[x][", "](", "\\"),
    *("a\n: b\n\n", ": a\n", "*[ab]: b\n ab", "~~a ", "~~", "*", "*_", "*a `x*` ", "[![a](b)"),
    *("{:a: b}\n", "{:a: .b}\n", "{:a: b='c'}\n", "{:a}\n", "{:.a}\n\n", "a\n{:a}\n{:a: .b}\n"),
    *("{:toc}\n", "a\n{:.b}\n", "{:a: a}\n", "[a]: b\n{:.c}\n", "[^a]: b\n\n    c\n", "> * a\n"),
    *(
        "> a\n> > b\n",
        "* a\n{:.b}\n",
        "{::options a='b' /}\n",
        "$$a$$\n",
        "|a|\n|-|\n",
        "*a*{:.b} ",
    ),
    *("# a {#b}\n", "a b\n*[a]: b\n", "&amp; ", "\r", "a\n^\n", "1. a\n{:toc}\n", "- [x] a\n"),
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
