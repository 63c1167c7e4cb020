"""Dates as they stand in files: only digits change, the shape stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from editor.ui.form.fields.date_text import local_text, read_date, stepped, with_moment


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30", "2025-13-01", "2025-01-01T25:00:00", "nonsense", "", "2025", "2025-09-0",
        "2025-01-01 10", "0000-01-01", "2025-01-01 10:00:00 +25:00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_a_day_a_moment_and_a_moment_with_zone_are_told_apart() -> None:
    day = read_date("2025-09-06")
    bare = read_date("2025-09-06T00:42:54")
    zoned = read_date("2025-09-06 00:42:54 +0100")
    assert day is not None
    assert bare is not None
    assert zoned is not None
    assert day.moment == date(2025, 9, 6)
    assert bare.moment == datetime(2025, 9, 6, 0, 42, 54)  # noqa: DTZ001 - none is written
    assert zoned.moment == datetime(2025, 9, 5, 23, 42, 54, tzinfo=UTC)
    assert len({day.shape, bare.shape, zoned.shape}) == 3


@pytest.mark.parametrize(
    ("text", "caret", "steps", "result"),
    [
        ("2025-09-06", 10, 1, "2025-09-07"),
        ("2025-12-31", 10, 1, "2026-01-01"),
        ("2025-01-31", 6, 1, "2025-02-28"),
        ("2024-02-29", 2, 1, "2025-02-28"),
        ("2024-3-5", 8, 1, "2024-3-6"),
        ("2024-3-9", 8, 1, "2024-3-10"),
        ("2025-09-06T23:59:59", 19, 1, "2025-09-07T00:00:00"),
        ("2025-09-06 07:30 +0100", 13, -1, "2025-09-06 06:30 +0100"),
        ("2025-09-06 07:30:00.25 +05:30", 22, 1, "2025-09-06 07:30:01.25 +05:30"),
    ],
)
def test_a_step_changes_the_number_at_the_caret_and_keeps_the_shape(
    text: str, caret: int, steps: int, result: str
) -> None:
    assert stepped(text, caret, steps) == result


def test_the_first_and_the_last_year_are_not_passed() -> None:
    assert stepped("9999-12-31", 10, 1) is None
    assert stepped("0001-01-01", 10, -1) is None


def test_another_day_keeps_separator_and_zone() -> None:
    known = read_date("2025-09-06  07:30:00Z")
    assert known is not None
    assert with_moment(known, datetime(2024, 2, 29, 8, 5, 9, tzinfo=UTC)) == "2024-02-29  08:05:09Z"


def test_the_time_on_the_site_is_jekylls() -> None:
    bare = read_date("2020-05-06 07:08:09")
    assert bare is not None
    assert local_text(bare, "America/New_York") == "2020-05-06 03:08"
    zoned = read_date("2020-05-06 23:30:00 -0800")
    assert zoned is not None
    assert local_text(zoned, "America/New_York") == "2020-05-07 03:30"
    assert local_text(zoned, "Nowhere/Else") == ""
