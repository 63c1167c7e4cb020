"""kill -9 at random moments of the running editor."""

from __future__ import annotations

import pytest

from tests.faults.app_kill import run


@pytest.mark.timeout(300)
def test_a_killed_editor_loses_no_word_older_than_a_second() -> None:
    rounds = run(count=6, seed=1000, jobs=2)
    assert len(rounds) == 6
    assert not [each for each in rounds if each.torn or each.lost]


@pytest.mark.ci
@pytest.mark.timeout(1800)
def test_two_hundred_kills_lose_no_word_older_than_a_second() -> None:
    rounds = run(count=200, seed=0, jobs=2)
    assert len(rounds) == 200
    assert sum(each.due for each in rounds) > 1000
    assert not [each for each in rounds if each.torn or each.lost]
