from __future__ import annotations

from pathlib import Path

import pytest

from tests.theme.liquid_cases import Cases, shared_cases

# What only Ruby can say, and why: its own words for a method that a text has not.
ONLY_RUBYS = ("{{ words | first | array_to_sentence_string }}",)


@pytest.mark.shared
def test_the_shared_cases_print_what_jekyll_prints(tmp_path: Path) -> None:
    cases = shared_cases()
    ours = Cases(tmp_path, cases["includes"])
    different = []
    for case in cases["cases"]:
        got = ours.render(case["template"], cases["data"])
        if "output" in case:
            right = got == {"output": case["output"]}
        else:
            wanted = case["error"].replace('"SITE/', '"').rstrip("\n")
            right = "error" in got and wanted.endswith(got["error"].rstrip("\n"))
        if not right and case["template"] not in ONLY_RUBYS:
            different.append((case["template"], got, case))
    assert not different


@pytest.mark.shared
def test_a_site_without_a_lock_has_the_liquid_of_github_pages(tmp_path: Path) -> None:
    ours = Cases(tmp_path, {}, liquid="4.0.4")
    assert ours.render('{{ "a.b.a" | remove_last: "a" }}', {}) == {"output": "a.b.a"}
    assert ours.render("{% echo 1 %}", {}) == {"error": "Unknown tag 'echo'"}
