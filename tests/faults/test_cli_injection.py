"""An error and a kill at every call by which a verb of the command line changes the disk."""

from __future__ import annotations

import pytest

from tests.faults.cli_injection import ALL_FAULTS, CASES, run
from tests.faults.tracer import is_possible

pytestmark = pytest.mark.skipif(
    not is_possible(), reason="NOT RUN: faults need strace and the right to trace (root)"
)

# How many calls of each verb change the disk: one more or less wants a look.
POINTS = {
    "set": 24,
    "unset": 24,
    "new": 7,
    "rename": 9,
    "rename with content": 26,
    "publish": 27,
    "import": 14,
    "render": 7,
    "strip": 18,
}


def test_the_fault_points_of_the_verbs_are_known_and_without_a_fault_they_work() -> None:
    counts, injected, wrong = run(CASES, ())
    assert wrong == []
    assert injected == 0
    assert counts == POINTS


def test_an_error_or_kill_at_any_call_of_a_verb_leaves_the_post_whole() -> None:
    for case, fault in ((CASES[0], ALL_FAULTS[0]), (CASES[4], ALL_FAULTS[-1])):
        _, injected, wrong = run((case,), (fault,))
        assert wrong == []
        assert injected == POINTS[case.name]


@pytest.mark.ci
def test_every_error_and_kill_at_any_call_of_every_verb_leaves_the_posts_whole() -> None:
    counts, injected, wrong = run(CASES, ALL_FAULTS)
    print(counts, injected)
    assert wrong == []
    assert injected == 4 * sum(POINTS.values()) == 624
