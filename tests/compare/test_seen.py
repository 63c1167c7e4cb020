"""What of a page is seen, and what is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.compare.seen import parts_that_differ, shown, tokens_of


def same(a: str, b: str) -> bool:
    return not parts_that_differ(tokens_of(a), tokens_of(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("<p>a  b</p>\n\n<p>c</p>", "<p> a b </p><p>c</p>"),
        ("<p>a <b> b</b></p>", "<p>a <b>b</b></p>"),
        ("<p><i>a </i></p>", "<p><i>a</i></p>"),
        ("<a class='x  y' href=z>q</a>", '<a href="z" class="y x">q</a>'),
        ("<p style='color: red;'>q</p>", "<p style='color:red'>q</p>"),
        ("<p>a<!-- no --> b</p>", "<p>a b</p>"),
        ("<script>one()</script>", "<script>two()</script>"),
        ("<code><span class=k>if</span> x</code>", "<code>if <span>x</span></code>"),
        ("<p>caf&eacute;</p>", "<p>café</p>"),
        ("<pre>a\n  b\n</pre>", "<pre>a\n  b</pre>"),
    ],
)
def test_what_a_browser_shows_alike_is_the_same(a: str, b: str) -> None:
    assert same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
        ("<p>a <img></p>", "<p>a<img></p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<p>a</p><p>b</p>", "<p>a<p>b</p></p>x"),
        ("<div><p>a</p></div><p>b</p>", "<div><p>a</p><p>b</p></div>"),
        ("<a href=x>a</a>", "<a href=y>a</a>"),
        ("<a id>a</a>", "<a>a</a>"),
        ("<code>a</code>", "<code>b</code>"),
        ("<p><span>a</span></p>", "<p>a</p>"),
        ("<template><p>a</template>", "<template><p>b</template>"),
        ("<style>p {}</style>", "<style>b {}</style>"),
        (
            "<script type='application/ld+json'>{1}</script>",
            "<script type='application/ld+json'>{2}</script>",
        ),
    ],
)
def test_what_a_browser_shows_otherwise_differs(a: str, b: str) -> None:
    assert not same(a, b)


def test_a_page_of_no_end_of_depth_is_walked() -> None:
    assert len(tokens_of("<div>" * 20_000)) > 20_000


PIECES = (
    *("<p>", "</p>", "<b>", "</b>", " ", "a", "<code>", "<span>", "\n"),
    *("</span>", "</code>", "<pre>", "</pre>", "<!--x-->", "<img>"),
)


@given(st.lists(st.sampled_from(PIECES)))
def test_any_page_is_the_same_as_itself_and_its_ends_match(pieces: list[str]) -> None:
    tokens = tokens_of("".join(pieces))
    assert not parts_that_differ(tokens, tokens)
    assert sum(each[0] == "<" for each in tokens) == sum(each[0] == ">" for each in tokens)
    assert not any(a[0] == b[0] == "#" for a, b in itertools.pairwise(tokens))


@given(st.lists(st.sampled_from(["a", "b", "c"])), st.lists(st.sampled_from(["a", "b", "c"])))
def test_the_parts_that_differ_are_all_that_differs(a: list[str], b: list[str]) -> None:
    theirs, ours = [("#", each) for each in a], [("#", each) for each in b]
    rebuilt = list(theirs)
    for part in reversed(parts_that_differ(theirs, ours)):
        rebuilt[slice(*part.theirs)] = ours[slice(*part.ours)]
    assert rebuilt == ours


def test_what_differs_is_shown_short() -> None:
    assert shown(tokens_of("<p class=x>Hello</p>")[4:7]) == '<p class="x">Hello</p>'
    assert len(shown([("#", "x" * 1000)])) <= 160
