"""Strings and values in every style, read by Ruby."""

from __future__ import annotations

import pytest

from tests.post import emission


@pytest.mark.shared
def test_ruby_reads_what_was_written() -> None:
    assert emission.run(500, seed=1) == []


@pytest.mark.shared
@pytest.mark.ci
def test_ruby_reads_twenty_thousand_values() -> None:
    assert emission.run(20_000, seed=2) == []
