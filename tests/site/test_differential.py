"""Random sites and posts, read by Debian's Jekyll and by us."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from editor.site.dates import parse_date, zone_named
from editor.site.document import DATE_NAME
from editor.site.errors import InvalidDate
from tests.oracles import RubyOracle
from tests.site.shown import as_jekyll, typed, without_utc

pytestmark = pytest.mark.shared
_COMPARED = ("name", "url", "title", "slug", "categories", "tags", "layout", "draft")
_NAMES = (
    "_posts/2020-01-02-{}.md", "_posts/2021-12-31-{}.markdown", "_posts/sub/2020-2-3-{}.md",
    "news/_posts/2020-01-02-{}.md", "News Desk/more/_posts/1999-12-31-{}.html",
    "_drafts/{}.md", "a/_drafts/2020-05-06-{}.md", "_posts/19-01-02-{}.md", "_posts/{}.md",
    "_posts/2020-01-02-{}.txt", "_posts/_deep/2020-01-02-{}.md", "x/_posts/b/_c/2020-01-02-{}.md",
)  # fmt: skip
_WORDS = (
    "hello-world", "UPPER Case", "mcDonald", "Ünï-cödé", "a--b", "10-things", "dots.in.it",
    "日本", "a&b", "x_y", "trailing-", "c#", "what's", "50%", "q?", "é", "Ĳssel", "-lead", "ΟΔΟΣ",
)  # fmt: skip
_DATES = (
    "2020-05-06", "2020-05-06 07:08", "2020-05-06 07:08:09", "2020-05-06 23:30:00 -0800",
    "2020-05-06T23:30:00Z", '"2020-05-06 23:30:00 +0900"', "May 6 2020", "2020-05-06 7:08 PM",
    "20200506", "2020-5-6", "6 May 2020 12:00", "2020/05/06", "2020-11-01 01:30:00 EST",
    "12/31/2019",
    "2020-07-01 12:00:00 CEST", "2020-05-06 24:00:00", "2020-02-30", "nonsense", "2020",
)  # fmt: skip
_LISTS = (
    "a b", "[a, b]", "[News Desk, Ünï]", '"a, b"', "[1, 2.5, true]", "5", "", "[]", "[[x, y], z]",
    "[a, A, a]", "c d", "{k: v}", "C++", "'R&D'", "[null, a]", "true", "[c#, a?b]",
)  # fmt: skip
_PERMALINKS = (
    "date", "pretty", "ordinal", "weekdate", "none", "/:categories/:title/", "/:title", "/x/:slug/",
    "/:year/:month/:title:output_ext", "/:slugified_categories/:i_day-:name/", "blog/:title",
    "/:collection/:path/", "/:short_year/:y_day/:hour:minute/:title.html", "/:title/:nope/",
    "/./:title",
)  # fmt: skip
_ZONES = (
    None, "UTC", "America/New_York", "Asia/Tokyo", "Europe/Berlin", "Asia/Kolkata",
    "Australia/Sydney", "Europe/London",
)  # fmt: skip
_TITLES = ("A Title", '"Quoted: yes"', "2020", "yes", '""', "~", "'single'", "no")
_EXTRA = (
    "published: false", 'published: "false"', "published:", "slug: My Slug!", "slug: ünï",
    "permalink: /p/:title/", "permalink: /x.html", 'permalink: ""', "draft: true", "layout: post",
    "layout: ~", "tag: one two", "category: c d", "category: [x, [y, z]]", "slug: ~",
    "permalink: /:year/a b/", "title: again",
)  # fmt: skip
_SETS: tuple[dict[str, Any], ...] = (
    {"scope": {"path": ""}, "values": {"layout": "post", "categories": ["d"], "tags": ["t"]}},
    {"scope": {"path": "", "type": "posts"}, "values": {"layout": "typed"}},
    {"scope": {"path": "_posts/sub"}, "values": {"layout": "sub", "slug": "dslug"}},
    {"scope": {"path": "news", "type": "post"}, "values": {"title": "T", "categories": "p q"}},
    {"scope": {"path": "_posts/*.md"}, "values": {"layout": "globbed"}},
    {"scope": {"path": "_drafts"}, "values": {"layout": "draft", "permalink": "/d/:title/"}},
    {"scope": {"path": "", "type": "pages"}, "values": {"layout": "page"}},
)  # fmt: skip


def _request(rng: random.Random) -> dict[str, Any]:
    fields = [f"title: {rng.choice(_TITLES)}"] if rng.random() < 0.7 else []
    if rng.random() < 0.5:
        fields.append(f"date: {rng.choice(_DATES)}")
    if rng.random() < 0.5:
        fields.append(f"categories: {rng.choice(_LISTS)}")
    if rng.random() < 0.4:
        fields.append(f"tags: {rng.choice(_LISTS)}")
    fields += rng.sample(_EXTRA, rng.choice((0, 0, 1, 2)))
    rng.shuffle(fields)
    config: dict[str, Any] = {"future": rng.random() < 0.5, "show_drafts": rng.random() < 0.6}
    if rng.random() < 0.7:
        config["permalink"] = rng.choice(_PERMALINKS)
    zone = rng.choice(_ZONES)
    if zone:
        config["timezone"] = zone
    if rng.random() < 0.4:
        config["defaults"] = rng.sample(_SETS, rng.choice((1, 2, 3)))
    if rng.random() < 0.1:
        config["unpublished"] = True
    if rng.random() < 0.15:
        config["exclude"] = [rng.choice(("news", "_posts/sub", "*.txt", "_posts/2020*", "a/"))]
    if rng.random() < 0.15:
        config["include"] = [rng.choice(("_deep", "_c"))]
    name = rng.choice(_NAMES).format(rng.choice(_WORDS))
    text = "---\n" + "".join(f"{each}\n" for each in fields) + "---\nbody\n"
    return {"op": "post", "name": name, "text": text, "config": config}


def _compare(count: int, seed: int, root: Path) -> None:
    rng = random.Random(seed)
    requests = [_request(rng) for _ in range(count)]
    with RubyOracle("ruby_oracle.rb") as oracle:
        answers = oracle.ask_all(requests)
    wrong: list[tuple[object, ...]] = []
    for number, (request, answer) in enumerate(zip(requests, answers, strict=True)):
        folder = root / str(number)
        folder.mkdir()
        ours, theirs = as_jekyll(folder, request), answer["posts"]
        if (ours is None) != (theirs is None):
            wrong.append((request, answer["error"], ours))
            continue
        if ours is None:
            continue
        if len(ours) != len(theirs):
            wrong.append((request, theirs, ours))
            continue
        for mine, other in zip(ours, theirs, strict=True):
            unread = other["ext"] is None
            dated = "\ndate:" in request["text"] or DATE_NAME.search(request["name"])
            # An undated draft bears the minute in which each of the two wrote its file.
            skipped = ("url", "slug", "tags") if unread else () if dated else ("url",)
            wrong.extend(
                (request, key, other[key], mine[key])
                for key in _COMPARED
                if mine[key] != other[key] and key not in skipped
            )
            if dated and not unread and mine["date"] != without_utc(other["date"]):
                wrong.append((request, other["date"], mine["date"]))
    assert not wrong, f"{len(wrong)} of {count}: {wrong[:3]}"


def test_random_posts_are_read_as_jekyll_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    _compare(400, 1, tmp_path)


@pytest.mark.ci
def test_many_random_posts_are_read_as_jekyll_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    _compare(8000, 2, tmp_path)


def _date_text(rng: random.Random) -> str:
    year = rng.choice(("2020", "2021", "99", "1999", "'20"))
    month, day = str(rng.randint(1, 12)), str(rng.randint(1, 31))
    if rng.random() < 0.6:
        month, day = month.zfill(2), day.zfill(2)
    name = rng.choice(("Jan", "February", "mar", "APR", "May", "jun", "sept", "Dec"))
    date = rng.choice(
        (
            f"{year}-{month}-{day}", f"{day} {name} {year}", f"{name} {day}, {year}",
            f"{month}/{day}/{year}", f"{year}/{month}/{day}", f"{day}.{month}.{year}",
            f"{day}-{name}-{year}", f"{name} {year}", f"{name} {day}", f"Mon, {day} {name} {year}",
            f"2020{month.zfill(2)}{day.zfill(2)}", f"{day}th of {name} {year}", f"2020-{day}", "",
        )
    )  # fmt: skip
    clock = rng.choice(
        (
            "",
            "",
            "7:08",
            "07:08:09",
            "23:59:60",
            "7pm",
            "7:08 AM",
            "12:00:00.5",
            "24:00",
            "7h",
            "T0708",
        )
    )
    zone = rng.choice(
        ("", "", "Z", "+0530", "-03:30", "EST", "UTC", "CET", "GMT+2", "America/New_York")
    )
    return " ".join(filter(None, (date, clock, zone)))


def _compare_dates(count: int, seed: int) -> None:
    rng = random.Random(seed)
    requests = [
        {"op": "date", "text": _date_text(rng), "tz": rng.choice([z for z in _ZONES if z])}
        for _ in range(count)
    ]
    # What leaves the day open is filled in from the clock: compare those by their failing only.
    with RubyOracle("ruby_oracle.rb") as oracle:
        answers = oracle.ask_all(requests)
    wrong = []
    for request, answer in zip(requests, answers, strict=True):
        zone, _ = zone_named(request["tz"])
        try:
            ours: Any = typed(parse_date(str(request["text"]), zone))["v"].replace(".000000000", "")
        except InvalidDate:
            ours = None
        theirs = answer["data"]["v"] if answer["data"] else None
        if theirs:
            theirs = theirs[:19] + theirs[29:]
        if ours != theirs:
            wrong.append((request, theirs, ours))
    assert not wrong, f"{len(wrong)} of {count}: {wrong[:8]}"


def test_random_dates_are_read_as_ruby_reads_them() -> None:
    _compare_dates(3000, 1)


@pytest.mark.ci
def test_many_random_dates_are_read_as_ruby_reads_them() -> None:
    _compare_dates(60_000, 2)
