"""Which file of a site an address means, and which post a tag."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.site import Resolver, Site, Where
from editor.site.post_urls import PostUrls
from tests.site.shown import write_site

POST = Where("_posts/2024-01-01-a.md", "/news/2024/01/01/a.html")


@pytest.fixture
def resolver(tmp_path: Path) -> Resolver:
    for name in ("_posts/beside.png", "news/2024/01/01/page.png", "both.png", "news/both.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "news/2024/01/01/both.png").touch()
    config = {"baseurl": "/base", "url": "https://example.org"}
    return Resolver(tmp_path.resolve(), config)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/base/a.png", "a.png"),
        ("/a%20b.png?v=1#x", "a b.png"),
        ("https://example.org/base/a.png", "a.png"),
        ("//example.org/a.png", "a.png"),
        ("page.png", "news/2024/01/01/page.png"),
        ("both.png", "news/2024/01/01/both.png"),
        ("../../../../../../both.png", "both.png"),
        ("../../../both.png", "news/both.png"),
        ("beside.png", "_posts/beside.png"),
        ("nowhere.png", "news/2024/01/01/nowhere.png"),
        ("/../etc/passwd", "etc/passwd"),
        ("..\\..\\%2e%2e/%2e%2e/../../etc/passwd", "etc/passwd"),
    ],
)
def test_an_address_in_the_text_is_that_of_a_browser_at_the_post(
    resolver: Resolver, address: str, path: str
) -> None:
    found = resolver.at(address, POST)
    assert found is not None
    assert found.path == path


def test_a_picture_of_the_front_matter_is_looked_for_from_the_top(resolver: Resolver) -> None:
    found = resolver.at("both.png", POST, field=True)
    assert found is not None
    assert (found.path, found.exists) == ("both.png", True)
    missing = resolver.at("img/a.png", POST, field=True)
    assert missing is not None
    assert (missing.path, missing.exists) == ("img/a.png", False)


@pytest.mark.parametrize(
    "address",
    ["https://x.org/a", "//x.org/a", "\\\\x\\a", "file:///etc/passwd", "C:\\a", "", "/a\0",
     "data:image/png;base64,aa", "https://example.organic/a.png", "#a", "?b"],
)  # fmt: skip
def test_what_leads_elsewhere_is_no_file(resolver: Resolver, address: str) -> None:
    assert resolver.at(address, POST) is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("2024-01-02-a", "_posts/2024-01-02-a.md"),
        ("/2024-01-02-a", "_posts/2024-01-02-a.md"),
        ("deep/2024-01-03-b", "_posts/deep/2024-01-03-b.md"),
        ("news/2024-01-04-c", "news/_posts/2024-01-04-c.md"),
        ("2024-01-04-c", "news/_posts/2024-01-04-c.md"),
        ("2024-1-2-a", "_posts/2024-01-02-a.md"),
        ("2024-01-05-x.y", "_posts/2024-01-05-x.y.md"),
        ("2024-01-05-x", "_posts/2024-01-05-x.y.md"),
        ("2024-01-02-nothing", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_post_is_found_by_the_name_in_its_tag(name: str, path: str | None) -> None:
    paths = ["_posts/2024-01-02-a.md", "_posts/deep/2024-01-03-b.md",
             "news/_posts/2024-01-04-c.md", "_posts/2024-01-05-x.y.md", "_drafts/a.md"]  # fmt: skip
    assert PostUrls(paths).find(name) == path


def test_the_names_of_posts_follow_the_folders(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"_posts/2024-01-02-a.md": "---\n---\n"})
    assert site.post_urls().find("2024-01-02-a") == "_posts/2024-01-02-a.md"
    (tmp_path / "news" / "_posts").mkdir(parents=True)
    (tmp_path / "news" / "_posts" / "2024-01-03-b.md").write_text("---\n---\n")
    assert site.post_urls().find("news/2024-01-03-b") == "news/_posts/2024-01-03-b.md"
    (tmp_path / "_posts" / "2024-01-02-a.md").rename(tmp_path / "_posts" / "2024-01-02-c.md")
    assert site.post_urls().find("2024-01-02-a") is None
    assert site.post_urls().find("2024-01-02-c") == "_posts/2024-01-02-c.md"


def test_the_names_are_listed_once_while_no_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(tmp_path, {"_posts/2024-01-02-a.md": "---\n---\n"})
    for folder in (tmp_path, tmp_path / "_posts"):
        os.utime(folder, (1_700_000_000, 1_700_000_000))  # a folder changed just now is not sure
    first = site.post_urls()
    monkeypatch.setattr(Site, "scan", None)
    assert site.post_urls() is first
