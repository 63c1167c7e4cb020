"""Ruby's Liquid is the judge: traps, measured cases, and templates made by chance."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path

import pytest

from editor.liquid import Engine
from tests.liquid.fuzz import run, values
from tests.liquid.oracle import (
    Answer,
    agree,
    misses,
    our_answer,
    requests,
    revive,
    ruby_answer,
)
from tests.liquid.templates import DATA
from tests.liquid.traps import DATA as TRAP_DATA
from tests.liquid.traps import TRAPS
from tests.oracles import RubyOracle

pytestmark = pytest.mark.shared

KEPT = Path(__file__).parent / "cases.jsonl"
# What the measured cases need of Jekyll: filters, tags, and filters that it has its own way.
JEKYLLS = (
    *("array_to_sentence_string", "cgi_escape", "date_to_", "find", "group_by", "jsonify"),
    *("markdownify", "normalize_whitespace", "number_of_words", "push", "relative_url"),
    *("absolute_url", "slugify", "where", "xml_escape", "include", "highlight", "| sort:"),
    *("| sort |",),
)


@functools.cache
def ruby_of_traps() -> dict[str, Answer]:
    """Return what Ruby says of every trap, asked in one go."""
    sources = [source for trap in TRAPS.values() for source in trap]
    with RubyOracle("liquid_oracle.rb") as oracle:
        answers = oracle.ask_all(requests(sources, TRAP_DATA))
    return {source: ruby_answer(answer) for source, answer in zip(sources, answers, strict=True)}


def data() -> dict[str, object]:
    return {key: revive(each) for key, each in TRAP_DATA.items()}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_what_ruby_makes_of_it(trap: str) -> None:
    ruby = ruby_of_traps()
    for source, noted in TRAPS[trap].items():
        assert noted is None or ruby[source].output == noted, source
        assert agree(ruby[source], our_answer(Engine(), source, data())), source


def test_the_measured_cases_that_need_no_jekyll_are_equal() -> None:
    wrong, count = misses(Engine())
    assert count == 150
    assert [miss for miss in wrong if not any(word in miss.template for word in JEKYLLS)] == []
    assert count - len(wrong) >= 113


@pytest.mark.ci
def test_templates_made_by_chance_agree_with_ruby() -> None:
    report = run(2000, seed=int(os.environ.get("FUZZ_SEED", "1")))
    assert report.raised == []
    assert report.count == 2000
    assert report.rate >= 0.99, report.different[:5]


def test_what_once_differed_is_as_ruby_said() -> None:
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        case = json.loads(line)
        ours = our_answer(Engine(), case["template"], values())
        assert agree(ruby_answer(case), ours), (case, ours)


def test_the_data_of_the_fuzzer_is_what_the_kept_cases_were_made_with() -> None:
    assert {"a", "h", "objs", "d", "r", "big"} <= DATA.keys()
