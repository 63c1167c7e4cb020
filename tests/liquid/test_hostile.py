"""Whatever stands in a template: an end, in time that grows with its length, and no crash."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.liquid import BudgetExceeded, Budgets, Context, Engine, LiquidError
from tests.liquid.fuzz import values
from tests.liquid.templates import Maker

PIECES = st.sampled_from(
    [
        *("{{", "}}", "{%", "%}", "{%-", "-%}", "if ", "for ", "x in ", "endif", "endfor", "raw"),
        *("assign x = ", "case ", "when ", "capture x", "cycle ", "tablerow ", "liquid ", "\n"),
        *("| ", "append: ", "date: ", "map: ", "split: ", "sort", "where: ", "slice: ", "round: "),
        *("a", "h", "objs", "s", "big", "r", "x", "nil_", '"', "'", "1", "-2", "1.5", "(1..9)"),
        *(
            "==",
            "<",
            "contains ",
            " and ",
            " or ",
            ".",
            "[",
            "]",
            "(",
            ")",
            ",",
            ":",
            "\0",
            "é",
            "\ud800",
        ),
    ]
)
_BUDGETS = Budgets(work=20_000, output_characters=200_000)


def rendered(source: str, *, tolerant: bool) -> str:
    show = str if tolerant else None
    context = Context(values(), budgets=_BUDGETS, show_error=show)
    return Engine().parse(source, tolerant=tolerant).render(context)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_nothing_but_budgets_and_liquids_errors_is_raised(source: str, tolerant: bool) -> None:
    try:
        rendered(source, tolerant=tolerant)
    except BudgetExceeded:
        pass
    except LiquidError:
        assert not tolerant


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**9))
def test_a_broken_template_read_tolerantly_is_always_shown(seed: int) -> None:
    with contextlib.suppress(BudgetExceeded):
        assert isinstance(rendered(Maker(seed).template(), tolerant=True), str)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**9))
def test_a_sound_template_read_tolerantly_is_the_same(seed: int) -> None:
    source = Maker(seed).template()
    try:
        want = rendered(source, tolerant=False)
    except (LiquidError, BudgetExceeded):
        return
    assert rendered(source, tolerant=True) == want


LONG = {
    "an open brace": "{{ ",
    "an open tag": "{% if ",
    "a word": "{{ aaaa",
    "a chain of names": "{{ a.b",
    "brackets": "{{ a[",
    "open brackets": "{% if (",
    "quotes": "{{ \"'",
    "filters": "{{ a | append: 'x' ",
    "commas": "{% cycle a,",
    "attributes": "{% for i in a limit:2 ",
    "a for of colons": "{% for i in a a-:b-",
    "an assign without an end": "{% assign (a(b)",
    "an assign of letters": "{% assign aaaa",
    "words of a condition": "{% if a and b or ",
    "blanks": "{{ a    |   ",
    "numbers": "{{ 1.1",
    "a range": "{% for i in (1..",
    "dots": "{{ (....",
    "whens": "{% case a %}{% when b,",
    "tablerows": "{% tablerow a  in ",
    "signs": "{% if a<>=!",
    "ends": "{% endraw",
    "tags": "{{ '<script <!-- <style ",
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("inside", [True, False])
def test_a_long_piece_takes_time_that_grows_with_its_length(name: str, inside: bool) -> None:
    piece = LONG[name]
    opening, rest = piece[:2], piece[2:]
    source = opening + rest * (100_000 // len(rest)) if inside else piece * (100_000 // len(piece))
    close = " }}" if opening == "{{" else " %}"
    began = time.monotonic()
    for ending in ("", close, f" | strip_html{close}"):
        with contextlib.suppress(BudgetExceeded):
            rendered(source + ending, tolerant=True)
    assert time.monotonic() - began < 60  # a hang guard: a quadratic reading takes many minutes


def test_texts_that_take_tags_out_are_read_once() -> None:
    began = time.monotonic()
    source = "{{ x | strip_html | size }}"
    for piece in ("<script", "<", "<!--", "<style>", "<script></style>"):
        text = piece * (500_000 // len(piece))
        Engine().parse(source).render({"x": text})
    assert time.monotonic() - began < 60
