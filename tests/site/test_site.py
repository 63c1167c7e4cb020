"""Opening sites, and what is read of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.post import Post
from editor.site import KeyUsage, Site, SiteUnreadable, references
from tests.site.shown import write_site

_POST = "---\ntitle: x\n---\nBody\n"


def _paths(site: Site) -> list[str]:
    return sorted(site.relative(path) for path in site.post_paths())


def test_defaults_stand_under_the_sites_own_configuration(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, {"_config.yml": "title: T\nkramdown:\n  hard_wrap: true\nexclude: [x]\n"}
    )
    assert site.config["title"] == "T"
    assert site.config["kramdown"]["hard_wrap"] is True
    assert site.config["kramdown"]["input"] == "GFM"
    assert site.config["exclude"][0] == "x"
    assert "node_modules" in site.config["exclude"]
    assert site.problems == ()


@pytest.mark.parametrize(
    "config",
    [
        "a: b: c\n", "\tx: y\n", "- a\n- b\n", "just text\n", b"\xff\xfe\x00", "exclude: no list\n",
        "timezone: Mars/Olympus\n", "defaults:\n  - nonsense\n", "a: [\n", "collections: 5\n",
        "markdown_ext: [md]\n", "defaults:\n  - scope: 5\n    values: {a: 1}\n", "[" * 5000,
        "&a [*a]\n", "encoding: 7\n", "a: !ruby/object:X {}\n",
    ],
)  # fmt: skip
def test_a_broken_configuration_is_a_problem_never_a_traceback(
    tmp_path: Path, config: str | bytes
) -> None:
    site = write_site(tmp_path, {"_config.yml": config, "_posts/2020-01-02-a.md": _POST})
    assert site.is_jekyll
    post = Post.from_text(_POST)
    assert site.describe("_posts/2020-01-02-a.md", post).title == "x"
    assert _paths(site) == ["_posts/2020-01-02-a.md"]
    assert site.problems or config == "&a [*a]\n"
    assert all(each.endswith(".") for each in site.problems)


def test_symbols_in_the_configuration_are_texts(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, {"_config.yml": "permalink: :title\nsass:\n  style: :compressed\nl: [:a, b]\n"}
    )
    assert site.problems == ()
    assert site.config["permalink"] == ":title"
    assert site.config["sass"]["style"] == ":compressed"


def test_a_folder_that_is_none_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "no", tmp_path / "file"):
        with pytest.raises(SiteUnreadable):
            Site.open(path)
    assert not Site.open(tmp_path).is_jekyll


def test_what_jekyll_passes_over_is_passed_over(tmp_path: Path) -> None:
    read = [
        "_posts/2020-01-02-a.md", "_posts/sub/2020-01-02-b.md", "news/_posts/2020-01-02-c.md",
        "_drafts/d.md", "news/deep/_drafts/e.md",
    ]  # fmt: skip
    passed = [
        "_posts/no-date.md", "_posts/.2020-01-02-x.md", "_posts/_2020-01-02-x.md",
        "_posts/2020-01-02-x.md~", "_posts/2020-01-02-pic.jpg", "_site/_posts/2020-01-02-x.md",
        "node_modules/a/_posts/2020-01-02-x.md", ".git/_posts/2020-01-02-x.md",
        "_hidden/_posts/2020-01-02-x.md", "old/_posts/2020-01-02-x.md", "a.md",
    ]  # fmt: skip
    files: dict[str, str | bytes] = dict.fromkeys(read + passed, _POST)
    site = write_site(tmp_path, files | {"_config.yml": "exclude: [old]\n"})
    assert _paths(site) == sorted(read)


def test_links_that_leave_the_site_are_never_followed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write_site(outside, {"_posts/2020-01-02-secret.md": _POST, "2020-01-02-s.md": _POST})
    site = write_site(tmp_path, {"_posts/2020-01-02-a.md": _POST})
    (tmp_path / "out").symlink_to(outside)
    (tmp_path / "_drafts").symlink_to(outside / "_posts")
    (tmp_path / "_posts" / "2020-01-03-link.md").symlink_to(outside / "2020-01-02-s.md")
    (tmp_path / "_posts" / "2020-01-04-gone.md").symlink_to(tmp_path / "nothing")
    (tmp_path / "round").symlink_to(tmp_path)
    assert _paths(site) == ["_posts/2020-01-02-a.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_passed_over(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, {"_posts/2020-01-02-a.md": _POST, "x/_posts/2020-01-02-b.md": _POST}
    )
    (tmp_path / "x").chmod(0)
    assert _paths(site) == ["_posts/2020-01-02-a.md"]
    (tmp_path / "x").chmod(0o700)


def test_a_collections_folder_holds_the_posts(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            "_config.yml": "collections_dir: content\n",
            "content/_posts/2020-01-02-a.md": _POST,
            "_posts/2020-01-02-b.md": _POST,
        },
    )
    assert _paths(site) == ["content/_posts/2020-01-02-a.md"]
    post = Post.from_text(_POST)
    assert site.describe("content/_posts/2020-01-02-a.md", post).url == "/2020/01/02/a.html"


def test_layouts_and_authors_are_the_sites_own(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        {
            "_layouts/post.html": "", "_layouts/sub/wide.html": "", "_layouts/.x.html": "",
            "_data/authors.yml": "anna:\n  name: Anna A\nben:\n  name: Ben\n",
            "_config.yml": "author: {name: Desk}\n",
        },
    )  # fmt: skip
    assert site.layouts() == ["post", "sub/wide"]
    assert site.authors() == ["anna", "ben", "Desk"]


def test_what_a_change_would_do_to_the_address_is_shown(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"_config.yml": "permalink: /:categories/:year/:title/\n"})
    post = Post.from_text("---\ncategories: [A]\n---\n")
    path = "_posts/2020-01-02-a.md"
    assert site.url_of(path, post) == "/a/2020/a/"
    assert site.url_of(path, post, values={"categories": ["B C"]}) == "/b%20c/2020/a/"
    assert site.url_of(path, post, values={"slug": "new"}) == "/a/2020/new/"
    assert site.url_of("_posts/2021-01-02-b.md", post) == "/a/2021/b/"


def test_the_usual_order_of_keys_decides_where_a_new_one_goes() -> None:
    texts = ["title: a\ndate: 2020-01-01\ntags: [x]"] * 3 + [
        "title: a\ntags: [x]\ndate: 2020-01-01"
    ]
    usage = KeyUsage.of(Post.from_text(f"---\n{text}\n---\n") for text in texts)
    assert usage.keys_in_order() == ["title", "date", "tags"]
    assert usage.before("date", ["title", "tags"]) == "tags"
    assert usage.before("title", ["date", "tags"]) == "date"
    assert usage.before("unknown", ["date", "tags"]) is None
    assert usage.values("tags") == [("x", 4)]


def test_a_post_that_cannot_be_read_is_still_described(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"_config.yml": ""})
    for data in (
        b"---\ntitle: a: b\n---\n",
        b"---\ndate: nonsense\n---\n",
        b"\xff\xfe",
        b"---\ncategories: 5\n---\n",
    ):
        info = site.describe("_posts/2020-01-02-my-post.md", Post.from_bytes(data))
        assert info.title == "My Post"
        assert info.problem
        assert info.url == ""


@pytest.mark.parametrize(
    "yaml",
    ["categories: &a [*a]", "tags: &a [x, *a]", "title: &a [*a]", "title: &a {k: *a}",
     "image: &a [*a]", "title: " + "9" * 5000, "categories: [" + "9" * 5000 + "]"],
)  # fmt: skip
def test_values_without_an_end_are_described_all_the_same(tmp_path: Path, yaml: str) -> None:
    site = write_site(tmp_path, {"_config.yml": ""})
    post = Post.from_text(f"---\n{yaml}\n---\n![x](/a.jpg)\n")
    assert (
        len(site.describe("_posts/2020-01-02-a.md", post).title) <= 5000
    )  # whatever number of digits this Python prints
    assert references(post, site)
