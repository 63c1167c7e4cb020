"""Every case of `jekyll_oracle.json`: what Debian's Jekyll answered, we answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from editor.site import slug_of, title_of
from editor.site.dates import parse_date, zone_named
from editor.site.errors import InvalidDate
from tests.shared import DATA
from tests.site.shown import as_jekyll, typed, without_utc

pytestmark = pytest.mark.shared
_COMPARED = ("name", "url", "title", "slug", "categories", "tags", "layout", "draft")


def _cases(kind: str) -> list[dict[str, Any]]:
    cases = json.loads((DATA / "jekyll_oracle.json").read_text("utf-8"))["cases"]
    return [case for case in cases if case["in"]["op"] == kind]


def test_every_slug_is_jekylls() -> None:
    cases = _cases("slug")
    for case in cases:
        asked = case["in"]
        slug = slug_of(asked["text"], asked["mode"], cased=asked.get("cased", False))
        assert slug == case["out"]["value"], asked
    assert len(cases) == 248


def test_every_title_made_of_a_slug_is_jekylls() -> None:
    for case in _cases("titleize"):
        assert title_of(case["in"]["text"]) == case["out"]["value"]


def test_every_date_is_read_as_ruby_reads_it() -> None:
    cases = _cases("date")
    for case in cases:
        zone, known = zone_named(case["in"]["tz"])
        assert known
        try:
            date: Any = typed(parse_date(case["in"]["text"], zone))
        except InvalidDate:
            date = None
        assert date == without_utc(case["out"]["data"]), case["in"]
    assert len(cases) == 60


def test_every_post_is_dated_named_and_addressed_as_jekyll_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    cases = _cases("post")
    for number, case in enumerate(cases):
        root = tmp_path / str(number)
        root.mkdir()
        ours = as_jekyll(root, case["in"])
        theirs = case["out"]["posts"]
        assert (ours is None) == (theirs is None), case["in"]
        if ours is None:
            continue
        assert len(ours) == len(theirs), case["in"]
        for mine, other in zip(ours, theirs, strict=True):
            for key in _COMPARED:
                assert mine[key] == other[key], (key, case["in"])
            assert mine["unread"] == other.get("unread", False)
            if other["date"]["t"] == "time":
                assert mine["date"] == without_utc(other["date"]), case["in"]
    assert len(cases) == 282
