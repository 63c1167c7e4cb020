"""What the index keeps of a post for the theme is what reading the post says."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.post import Post
from editor.site import Included, Site, SiteIndex, StoredPosts, indexer
from editor.site.excerpt import RawExcerpt, excerpt_of
from editor.site.fronts import packed, unpacked
from tests.shared import DATA
from tests.site.shown import write_site

CONFIG = """timezone: Europe/Berlin
defaults:
  - scope: {path: ""}
    values: {layout: post, meta: {a: 1, b: [x, 2024-05-01]}, tags: [d]}
"""
POSTS: dict[str, str | bytes] = {
    "_config.yml": CONFIG,
    "_posts/2024-01-01-plain.md": "---\ntitle: One\ntags: [b, a]\nauthor: ann\n---\n\n"
    "Head [x].\n\nTail\n\n[x]: /y\n[z]: /w\n",
    "_posts/2024-01-02-times.md": "---\ndate: 2024-01-02 10:00:00 +0530\n"
    "updated: 2024-03-04 01:02:03 -0800\nday: 2024-03-04\n"
    "nested: {when: 2024-03-04 01:02:03Z, n: [1, 2.5, ~, true]}\n---\nx",
    "_posts/2024-01-03-own.md": "---\nexcerpt: Mine\n---\nHead.\n\nTail.\n",
    "_posts/2024-01-03-same-day.md": "---\nexcerpt_separator: <!--more-->\n---\na\n\nb<!--more-->c",
    "_posts/2024-01-04-hidden.md": "---\npublished: false\n---\nx",
    "_posts/2024-01-05-broken.md": "---\ntitle: [\n---\nx",
    "_posts/2024-01-06-quoted.md": "---\nnums: {1: a, true: b, ~: c}\n"
    "big: 123456789012345678901234567890\n---\nx",
    "_posts/2999-01-01-later.md": "---\ncategory: news\n---\nx",
    "news/_posts/2024-01-07-cat.md": "---\ncategories: [Local]\n---\r\nHead\r\n\r\nTail\r\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nx",
}  # fmt: skip
NOW = datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, SiteIndex]]:
    site = write_site(tmp_path_factory.mktemp("stored") / "site", POSTS)
    with contextlib.closing(SiteIndex.open(site, site.root.parent / "i.sqlite")) as index:
        indexer.refresh(site, index=index)
        yield site, index


def names(posts: list[Any]) -> list[str]:
    return [each.path.rpartition("/")[2] for each in posts]


def same(value: object) -> object:
    """Types and zones, which `==` passes over; a list is as good as a tuple."""
    if isinstance(value, dict):
        return [(key, same(each)) for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return [same(each) for each in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat(), value.utcoffset(), value.tzname()
    return type(value), repr(value)


def check_stored(site: Site, index: SiteIndex) -> int:
    """Compare every post with its file; return how many the index holds whole."""
    held = 0
    everything = StoredPosts(index, Included(None, drafts=True, unpublished=True))
    posts = everything.page()
    assert len(posts) == everything.count() == index.count()
    for stored in posts:
        post = Post.from_bytes((site.root / stored.path).read_bytes(), encoding=site.encoding)
        reading = site.read(stored.path, post)
        assert stored.url == site.describe(stored.path, post).url
        if stored.front is None:
            with pytest.raises(ValueError, match="does not hold"):
                stored.excerpt  # noqa: B018 - a property that raises
            continue
        held += 1
        assert same(stored.data) == same(reading.data)
        assert same(stored.date) == same(reading.date)
        separator = reading.data.get("excerpt_separator") or site.config["excerpt_separator"]
        if reading.data.get("excerpt"):
            assert stored.excerpt is None
        else:
            assert stored.excerpt == excerpt_of(post.body, separator)
    return held


def test_a_stored_post_says_what_its_file_says(opened: tuple[Site, SiteIndex]) -> None:
    # Broken front matter has none to keep, and a number of 30 digits does not fit.
    assert check_stored(*opened) == len(POSTS) - 1 - 2


@pytest.mark.shared
def test_stored_real_posts_say_what_their_files_say(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"_config.yml": CONFIG}
    for number, path in enumerate(sorted((DATA / "posts").glob("*.md"))):
        files[f"_posts/2020-01-01-p{number}.md"] = path.read_bytes()
    site = write_site(tmp_path / "site", files)
    with contextlib.closing(SiteIndex.open(site, tmp_path / "i.sqlite")) as index:
        indexer.refresh(site, index=index, words=False)
        assert check_stored(site, index) > 20


def test_a_build_has_what_it_includes_in_jekylls_order(opened: tuple[Site, SiteIndex]) -> None:
    posts = StoredPosts(opened[1], Included(NOW))
    order = ["2024-01-07-cat.md", "2024-01-06-quoted.md", "2024-01-05-broken.md",
             "2024-01-03-same-day.md", "2024-01-03-own.md", "2024-01-02-times.md",
             "2024-01-01-plain.md"]  # fmt: skip
    assert names(posts.page()) == order
    assert names(posts.page(newest_first=False)) == order[::-1]
    assert names(posts.page(1, 2)) == order[1:3]
    assert posts.count() == len(order)
    with_drafts = StoredPosts(opened[1], Included(None, drafts=True))
    assert {"idea.md", "2999-01-01-later.md"} <= set(names(with_drafts.page()))
    assert "2024-01-04-hidden.md" not in names(with_drafts.page())
    shown = StoredPosts(opened[1], Included(NOW, unpublished=True))
    assert "2024-01-04-hidden.md" in names(shown.page())
    assert posts.named("_drafts/idea.md") is None
    assert posts.named("_posts/2024-01-03-own.md") is not None


@pytest.mark.parametrize(
    ("label", "value", "count"),
    [("category", "Local", 1), ("category", "news", 1), ("tag", "d", 6), ("tag", "a", 1),
     ("author", "ann", 1), ("layout", "post", 7), ("tag", '", "', 0), ("tag", "%", 0)],
)  # fmt: skip
def test_posts_of_a_label_are_asked_for(
    opened: tuple[Site, SiteIndex], label: str, value: str, count: int
) -> None:
    posts = StoredPosts(opened[1], Included(NOW))
    assert len(posts.page(label=label, value=value)) == posts.count(label, value) == count


def test_neighbours_are_those_of_the_list(opened: tuple[Site, SiteIndex]) -> None:
    posts = StoredPosts(opened[1], Included(NOW))
    row = [None, *posts.page(newest_first=False), None]
    for older, post, newer in zip(row, row[1:], row[2:], strict=False):
        assert post is not None
        found = posts.neighbours(post.path, post.date)
        assert [each and each.path for each in found] == [
            each and each.path for each in (older, newer)
        ]
    # Of a post whose date was just changed, the one before and after its new place.
    plain = "_posts/2024-01-01-plain.md"
    moved = posts.neighbours(plain, datetime.datetime(2024, 1, 6, 12, tzinfo=datetime.UTC))
    assert names([each for each in moved if each]) == ["2024-01-06-quoted.md", "2024-01-07-cat.md"]


def test_the_revision_changes_with_the_posts_and_only_then(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", POSTS)
    with contextlib.closing(SiteIndex.open(site, tmp_path / "i.sqlite")) as index:
        posts = StoredPosts(index, Included(NOW))
        seen = [posts.revision]
        for change in ("", "", "write", "", "remove", ""):
            path = site.root / "_posts/2024-01-03-own.md"
            if change == "write":
                path.write_text("---\ntitle: Another\n---\n")
            elif change == "remove":
                path.unlink()
            indexer.refresh(site, index=index)
            seen.append(posts.revision)
        assert [a != b for a, b in itertools.pairwise(seen)] == [
            True, False, True, False, True, False,
        ]  # fmt: skip
        index.rebuild()
        assert posts.revision not in seen


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20),
    st.dates(), st.datetimes(timezones=st.none() | st.just(datetime.UTC) | st.builds(
        datetime.timezone, st.builds(datetime.timedelta, minutes=st.integers(-1439, 1439)))),
)  # fmt: skip
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.integers() | st.booleans(), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=8), _VALUES, max_size=6), st.booleans())
def test_what_is_kept_comes_back_as_it_was(data: dict[str, Any], dated: bool) -> None:
    date = datetime.datetime(2024, 5, 1, 1, 30, tzinfo=NOW.tzinfo)
    if dated:
        data["date"] = date
    raw = RawExcerpt("a", ["[b]: c"], True)
    front = packed(data, date, raw)
    if front is not None:
        again, excerpt = unpacked(front, date)
        assert same(again) == same(data)
        assert excerpt == raw


def test_what_would_grow_or_turn_in_circles_is_not_kept() -> None:
    deep: list[Any] = ["x" * 100]
    for _ in range(40):
        deep = [deep, deep]
    circle: list[Any] = []
    circle.append(circle)
    for value in (deep, circle, ["x" * 1000] * 1000, {("a", "b"): 1}, {1, 2}, "\ud800", 1 << 70):
        assert packed({"k": value}, NOW, None) is None


def test_an_index_of_damaged_front_matter_says_so() -> None:
    for front in (b"", b"\xc1", b"\x92\x80"):
        with pytest.raises(ValueError, match="damaged"):
            unpacked(front, NOW)


def test_a_post_that_changed_leaves_no_front_matter_behind() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = write_site(Path(folder) / "site", POSTS)
        with contextlib.closing(SiteIndex.open(site, Path(folder) / "i.sqlite")) as index:
            for title in ("A", "Bb", "Ccc"):
                (site.root / "_posts/2024-01-03-own.md").write_text(f"---\ntitle: {title}\n---\n")
                indexer.refresh(site, index=index)
            fronts = index.file.all("SELECT id FROM fronts ORDER BY id")
            assert fronts == index.file.all("SELECT id FROM posts ORDER BY id")
            post = StoredPosts(index, Included(NOW)).named("_posts/2024-01-03-own.md")
            assert post is not None
            assert post.data["title"] == "Ccc"
