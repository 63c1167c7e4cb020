"""A site's pages are the same whether its posts come from the index or from their files."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.post import Post
from editor.site import Site, SiteIndex, indexer
from editor.theme import Theme
from editor.theme.options import Options
from editor.theme.rendering import render_item
from tests.theme.built import SITES

OPTIONS = (
    Options(),
    Options(drafts=True),
    Options(future=True, drafts=True),
    Options(unpublished=True, drafts=True, future=True),
)
LAYOUT = (
    "{% for p in site.posts %}{{ p.path }} {{ p.url }} {{ p.id }} {{ p.title }} {{ p.date }} "
    "{{ p.tags | jsonify }} {{ p.draft }} {{ p.ext }} {{ p.excerpt }} {{ p.published }} "
    "{{ p.previous.url }} {{ p.next.url }}\n{% endfor %}{{ site.tags | size }}{{ content }}"
)


def pages(root: Path, options: Options, *, indexed: bool) -> list[tuple[str, str]]:
    site = Site.open(root)
    with contextlib.ExitStack() as stack:
        index = None
        if indexed:
            index = stack.enter_context(
                contextlib.closing(SiteIndex.open(site, root.parent / f"{root.name}.sqlite"))
            )
            indexer.refresh(site, index=index)
        build = stack.enter_context(contextlib.closing(Theme(site).build(options, index=index)))
        items = [*build.collection("posts"), *build.pages]
        return [(each.site_path, render_item(build, each).html) for each in items]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("name", sorted(each.name for each in SITES.iterdir()))
def test_our_sites_are_the_same_from_the_index(tmp_path: Path, name: str, options: Options) -> None:
    import shutil

    shutil.copytree(SITES / name, tmp_path / name)
    assert pages(tmp_path / name, options, indexed=True) == pages(
        tmp_path / name, options, indexed=False
    )


FRONT = st.sampled_from(
    (
        *("", "published: false\n", "published:\n", "published: 'false'\n", "title: [\n"),
        *("date: 2999-01-01\n", "date: 2024-01-01 05:00:00 +0300\n", "date: nonsense\n"),
        *("permalink: /x/:title/\n", "tags: a b\n", "tags: [a, 1]\n", "excerpt: Own\n"),
        *("excerpt_separator: '!'\n", "slug: other\n", "ext: .z\n", "categories: [c/d]\n"),
    )
)
NAME = st.sampled_from(
    ("_posts/2024-01-01-a.md", "_posts/2024-01-01-b.md", "c/_posts/2023-05-05-a.md",
     "_posts/2999-01-01-z.md", "_drafts/d.md", "_drafts/2024-01-01-a.md", "_posts/2022-2-2-é.md")
)  # fmt: skip
POSTS = st.dictionaries(NAME, st.tuples(FRONT, FRONT), min_size=1)


@settings(max_examples=60, deadline=None)
@given(POSTS, st.sampled_from(OPTIONS))
def test_any_posts_are_the_same_from_the_index(
    tmp_path_factory: pytest.TempPathFactory,
    posts: dict[str, tuple[str, str]],
    options: Options,
) -> None:
    root = tmp_path_factory.mktemp("any") / "site"
    # What Jekyll cannot read bears the time of the build: the same for both.
    config = "timezone: Asia/Tokyo\ntime: 2026-09-01 12:00:00 +0000\n"
    files = {"_config.yml": config, "all.html": "---\n---\n" + LAYOUT}
    for path, fronts in posts.items():
        files[path] = f"---\n{''.join(dict.fromkeys(fronts))}---\nHead! [x]\n\nTail\n\n[x]: /y\n"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    assert pages(root, options, indexed=True) == pages(root, options, indexed=False)


def test_the_edited_post_says_what_it_is_given_and_stands_where_its_new_date_puts_it(
    tmp_path: Path,
) -> None:
    root = tmp_path / "site"
    (root / "_posts").mkdir(parents=True)
    for day in (1, 2, 3):
        (root / f"_posts/2024-01-0{day}-p.md").write_text(f"---\ntitle: P{day}\n---\nx\n")
    site = Site.open(root)
    path = "_posts/2024-01-01-p.md"
    post = Post.from_bytes(b"---\ntitle: New\ndate: 2024-02-01\n---\nx\n")
    with contextlib.closing(SiteIndex.open(site, tmp_path / "i.sqlite")) as index:
        indexer.refresh(site, index=index)
        build = Theme(site).build(given=(path, post), index=index)
        titles = [each.data["title"] for each in build.collection("posts")]
    assert titles == ["P2", "P3", "New"]


def test_a_post_is_not_read_for_what_the_index_has_of_it(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "_posts").mkdir(parents=True)
    path = root / "_posts/2024-01-01-p.md"
    path.write_text("---\ntitle: Kept\n---\nHead\n\nTail\n")
    site = Site.open(root)
    with contextlib.closing(SiteIndex.open(site, tmp_path / "i.sqlite")) as index:
        indexer.refresh(site, index=index)
        path.unlink()
        build = Theme(site).build(index=index)
        (document,) = build.collection("posts")
        assert (document.data["title"], document.url) == ("Kept", "/2024/01/01/p.html")
        assert document.excerpt() == "<p>Head</p>\n"
