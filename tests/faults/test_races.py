"""Races of a save with another program: a few by default, some hundred with --ci."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import races


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory, where there is one: a large post need not wait for the disk."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


def check(size: str, way: str, count: int, folder: Path) -> None:
    tally = races.run(races.SIZES[size], way, count, folder=folder)
    print(size, way, tally)
    assert tally.rounds == count
    assert 0 < tally.conflicts < count
    assert (tally.lost, tally.ours_lost, tally.torn) == (0, 0, 0)


@pytest.mark.parametrize("way", races.WAYS)
def test_no_race_loses_a_word(way: str, memory: Path) -> None:
    check("4 KB", way, 60, memory)


@pytest.mark.ci
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", races.WAYS)
@pytest.mark.parametrize("size", races.SIZES)
def test_no_race_of_400_loses_a_word(size: str, way: str, memory: Path) -> None:
    check(size, way, 400, memory)


@pytest.mark.ci
@pytest.mark.timeout(900)
def test_the_harness_sees_what_a_bare_rename_loses(memory: Path) -> None:
    assert races.run(races.SIZES["18 MB"], "rename", 300, folder=memory, bare=True).lost
