"""Mutated texts through both renderers, and the disagreements that were found once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from editor.kramdown import to_html
from tests.kramdown import fuzz
from tests.shared import TOOLS

sys.path.insert(0, str(TOOLS))

import domdiff

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.shared
@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.ci)])
def test_mutated_texts_are_rendered_as_kramdown_renders_them(count: int) -> None:
    report = fuzz.run(count)
    print(f"agreement {100 * report.rate:.2f} % of {report.count}")
    assert not report.raised
    assert report.rate >= 0.97


@pytest.mark.shared
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_disagreement_found_once_is_mended(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    got = to_html(case["text"], fuzz.OPTIONS | case["options"])
    assert domdiff.equal(case["html"], got, code_text=True)
