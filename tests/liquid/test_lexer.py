"""Where Liquid stands in a text, as Ruby's tokeniser sees it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.liquid import Kind, literal, live_tokens, regions, split_output, tokens

TEXTS = st.lists(
    st.sampled_from(
        [
            *("{{", "}}", "{%", "%}", "{", "}", "%", "-", "#", " ", "\n", "a", '"', "'", "|"),
            *("{% raw %}", "{% endraw %}", "{%- endraw -%}", "{% comment %}", "{% endcomment %}"),
            "{{ a | b: 1 }}",
        ]
    ),
    max_size=30,
).map("".join)


@given(TEXTS)
def test_tokens_are_the_whole_text_and_know_their_lines(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start == at
        assert token.end > at
        assert token.line == 1 + text.count("\n", 0, at)
        at = token.end
    assert at == len(text)


@given(TEXTS)
def test_live_tokens_stand_in_order_at_their_lines(text: str) -> None:
    at = 0
    for token in live_tokens(text):
        assert token.start >= at
        assert token.line == 1 + text.count("\n", 0, token.start)
        at = token.end


@given(TEXTS)
def test_no_live_output_lies_in_a_raw_or_comment_block(text: str) -> None:
    blocks = regions(text)
    for token in live_tokens(text):
        if token.kind is not Kind.TEXT:
            assert not [b for b in blocks if b.inner_start <= token.start < b.inner_end]


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("{% if x %}", (Kind.TAG, "if", "x ", False, False, "")),
        ("{%-if x-%}", (Kind.TAG, "if", "x", True, True, "")),
        ("{% else-%}", (Kind.TAG, "else", "", False, True, "")),
        ("{%# note %}", (Kind.TAG, "#", "note ", False, False, "")),
        ("{{ x }}", (Kind.OUTPUT, "", " x ", False, False, "")),
        ("{{-}}", (Kind.OUTPUT, "", "", True, True, "")),
        ("{{- x -}}", (Kind.OUTPUT, "", " x ", True, True, "")),
        (
            "{{ x }",
            (
                *(Kind.OUTPUT, "", "", False, False),
                "Variable '{{ x }' was not properly terminated with regexp: /\\}\\}/",
            ),
        ),
        (
            "{% %}",
            (
                *(Kind.TAG, "", "", False, False),
                "Tag '{% %}' was not properly terminated with regexp: /\\%\\}/",
            ),
        ),
    ],
)
def test_a_tag_is_cut_into_name_and_markup(source: str, want: tuple[object, ...]) -> None:
    (token,) = tokens(source)
    found = token.kind, token.name, token.markup, token.trim_left, token.trim_right, token.problem
    assert found == want


def test_raw_ends_at_the_last_tag_of_a_token_and_comments_nest() -> None:
    text = "{% raw %}{{ a {% endraw %}b{% comment %}{% comment %}{{ c }}{% endcomment %}{% x %}"
    text += "{% endcomment %}{{ d }}"
    raw, comment = regions(text)
    assert text[raw.inner_start : raw.inner_end] == "{{ a "
    assert text[comment.inner_start : comment.inner_end].startswith("{% comment %}{{ c }}")
    assert [t.markup for t in live_tokens(text) if t.kind is Kind.OUTPUT] == [" d "]


def test_an_unclosed_block_reaches_to_the_end() -> None:
    text = "a{% raw %}{{ b }}"
    (block,) = regions(text)
    assert not block.closed
    assert text[block.inner_start : block.inner_end] == "{{ b }}"


def test_an_output_is_cut_into_head_and_filters() -> None:
    parts = split_output(' "/a|b" | relative_url | default: x, allow_false: true ')
    assert parts.head == '"/a|b"'
    assert literal(parts.head) == "/a|b"
    assert [call.name for call in parts.filters] == ["relative_url", "default"]
    assert parts.filters[1].arguments == ("x",)
    assert parts.filters[1].keywords == (("allow_false", "true"),)
    assert not parts.warning


def test_a_broken_output_keeps_what_ruby_understands() -> None:
    parts = split_output(" s | upcase downcase ")
    assert parts.head == "s"
    assert [call.name for call in parts.filters] == ["upcase"]
    assert parts.warning == "Expected end_of_string but found id"


@pytest.mark.parametrize("piece", ["{{", "{%", "{% raw %}{%", "{{ {%", "{% comment %}", "{", "{%-"])
@pytest.mark.parametrize("tail", ["", "%}", "}"])
def test_hostile_text_is_cut_in_time_that_grows_with_its_length(piece: str, tail: str) -> None:
    text = piece * (200_000 // len(piece)) + tail
    began = time.monotonic()
    for cut in (tokens, live_tokens):
        assert sum(1 for _ in cut(text)) > 0
    regions(text)
    assert time.monotonic() - began < 20  # a hang guard: a quadratic reading takes minutes
