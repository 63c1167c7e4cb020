"""kramdown's own cases, and those of its GFM parser."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from editor.kramdown import to_html
from tests.shared import DATA, TOOLS

sys.path.insert(0, str(TOOLS))

import domdiff
import kramdown_score  # type: ignore[import-not-found]

pytestmark = [
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MISSES = {
    "block/04_header/with_auto_ids": "wants the gem stringex for transliterated ids",
    "emoji": "wants the gem gemoji",
    "emoji_custom": "wants the gem gemoji",
    "header_ids_with_transliteration": "wants the gem stringex",
}
"""The cases that are not met, each with its reason."""


def _misses(folder: str, changes: dict[str, object]) -> tuple[set[str], int]:
    misses = set()
    count = 0
    for base in kramdown_score.cases(str(DATA / folder)):
        options, raw, _own = kramdown_score.options(base)
        if kramdown_score.NOT_JEKYLL.search(raw):
            continue
        count += 1
        text = Path(base + ".text").read_text(encoding="utf-8")
        got = to_html(text, options | {"kramdown_version": "2.4"} | changes)
        if not domdiff.equal(Path(base + ".html").read_text(encoding="utf-8"), got):
            misses.add(base.removeprefix(str(DATA / folder) + "/"))
    return misses, count


def test_kramdowns_own_cases_are_met_but_for_the_listed_ones() -> None:
    misses, count = _misses("kramdown-testcases", {})
    assert count == 165
    assert misses <= MISSES.keys()
    assert count - len(misses) >= 162


def test_the_cases_of_the_gfm_parser_are_met_but_for_the_listed_ones() -> None:
    misses, count = _misses("kramdown-gfm-testcases", {"input": "GFM"})
    assert count == 14
    assert misses <= MISSES.keys()
    assert count - len(misses) >= 11
