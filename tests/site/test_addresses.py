"""Which file answers at which address, with Debian's Jekyll as the oracle."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from editor.processes import start_worker
from editor.site import AddressBook, Site, SiteIndex, indexer, output_path, plain_address
from tests.site.shown import write_site

FILES: dict[str, str | bytes] = {
    "_config.yml": "timezone: UTC\ncollections:\n  guides: {output: true}\n  notes: {}\n"
    "defaults:\n- scope: {path: team, type: pages}\n  values: {permalink: /people/:basename/}\n",
    "_posts/2023-01-01-first.md": "---\ntitle: First\n---\nx\n",
    "_posts/2023-01-02-moved.md": "---\npermalink: /else/where.html\n---\nx\n",
    "index.md": "---\n---\nx\n",
    "about.md": "---\ntitle: About\n---\nx\n",
    "readme.md": "no front matter\n",
    "docs/index.html": "---\n---\nx\n",
    "docs/Set Up.md": "---\n---\nx\n",
    "docs/own.md": "---\npermalink: /own/\n---\nx\n",
    "docs/null.md": "---\npermalink:\n---\nx\n",
    "team/ann.md": "---\n---\nx\n",
    "feed.xml": "---\n---\nx\n",
    "_guides/one.md": "---\n---\nx\n",
    "_notes/two.md": "---\n---\nx\n",
    "_hidden/three.md": "---\n---\nx\n",
    "vendor/bundle/four.md": "---\n---\nx\n",
}


def _book(site: Site, folder: Path) -> AddressBook:
    index = SiteIndex.open(site, folder / "index.sqlite")
    indexer.refresh(site, index=index, words=False)
    book = AddressBook(site, index)
    book.refresh()
    return book


def _urls(book: AddressBook, url: str) -> list[tuple[str, str]]:
    return [(each.url, each.path) for each in book.near(url)]


@pytest.mark.skipif(shutil.which("jekyll") is None, reason="Debian's Jekyll is the oracle")
@pytest.mark.parametrize(
    "permalink", ["date", "none", "pretty", "/:year/:title/", "/:title", "/b/:title:output_ext"]
)
def test_every_page_that_jekyll_writes_is_found_at_its_address(
    tmp_path: Path, permalink: str
) -> None:
    config = f"{FILES['_config.yml']!s}permalink: '{permalink}'\n"
    site = write_site(tmp_path / "site", {**FILES, "_config.yml": config})
    book = _book(site, tmp_path)
    out = tmp_path / "out"
    subprocess.run(
        ["jekyll", "build", "-q", "-s", str(site.root), "-d", str(out), "--disable-disk-cache"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    written = {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()}
    for name in sorted(written - {"readme.md"}):
        assert book.near(f"/{name}"), name
    for name in written - {"readme.md", "feed.xml"}:
        ours = [output_path(each.url, ".html") for each in book.near(f"/{name}")]
        assert name in ours
    assert not book.near("/three") + book.near("/hidden/three/") + book.near("/four.html")
    assert not book.near("/notes/two") + book.near("/readme")


def test_case_and_endings_do_not_count(tmp_path: Path) -> None:
    book = _book(write_site(tmp_path / "site", FILES), tmp_path)
    for url in ("/docs/Set%20Up.html", "/docs/set up", "/docs/SET UP/"):
        assert _urls(book, url) == [("/docs/Set%20Up.html", "docs/Set Up.md")]
    assert _urls(book, "/") == [("/", "index.md")]
    assert _urls(book, "/docs") == [("/docs/", "docs/index.html")]


@pytest.mark.parametrize(
    ("url", "plain"),
    [("/a/index.html", "/a"), ("/a.html", "/a"), ("/a/", "/a"), ("/", "/"), ("/%C3%A9", "/é")],
)
def test_a_plain_address(url: str, plain: str) -> None:
    assert plain_address(url) == plain


def test_a_refresh_follows_what_changed_and_reads_nothing_else(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FILES)
    book = _book(site, tmp_path)
    assert book.refresh() == 0
    (site.root / "about.md").write_text("---\npermalink: /us/\n---\n")
    (site.root / "docs/own.md").unlink()
    (site.root / "_posts/2023-01-01-first.md").unlink()
    (site.root / "new.md").write_text("---\n---\n")
    index = SiteIndex.open(site, tmp_path / "index.sqlite")
    indexer.refresh(site, index=index, words=False)
    assert AddressBook(site, index).refresh() == 2
    assert _urls(book, "/us/") == [("/us/", "about.md")]
    assert _urls(book, "/new.html") == [("/new.html", "new.md")]
    assert not book.near("/about") + book.near("/own/") + book.near("/2023/01/01/first.html")


def test_old_addresses_lead_somewhere_where_the_site_has_redirects(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **FILES,
        "about.md": "---\nredirect_from: [/us/, we]\n---\n",
        "_guides/one.md": "---\nredirect_from: /first/index.html\n---\n",
        "_posts/2023-01-01-first.md": "---\nredirect_from: /old.html\n---\n",
    }
    without = _book(write_site(tmp_path / "without", files), tmp_path / "without")
    assert not without.near("/us") + without.near("/first/") + without.near("/old")
    config = f"{FILES['_config.yml']!s}plugins: [jekyll-redirect-from]\n"
    site = write_site(tmp_path / "site", {**files, "_config.yml": config})
    book = _book(site, tmp_path / "site")
    assert [each.path for each in book.near("/us") + book.near("/we/")] == ["about.md"] * 2
    assert [each.path for each in book.near("/about")] == ["about.md"]
    assert [each.path for each in book.near("/first/")] == ["_guides/one.md"]
    assert [each.path for each in book.near("/old")] == ["_posts/2023-01-01-first.md"]
    assert book.refresh() == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_links_out_of_the_site_are_passed_over(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("---\n---\n")
    site = write_site(tmp_path / "site", FILES)
    os.mkfifo(site.root / "pipe.md")
    (site.root / "link.md").symlink_to(outside)
    (site.root / "round").symlink_to(site.root)
    book = _book(site, tmp_path)
    assert not book.near("/pipe.html") + book.near("/link.html")
    assert not book.near("/round/round/about.html")


def test_an_index_that_was_never_filled_says_so(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FILES)
    index = SiteIndex.open(site, tmp_path / "index.sqlite")
    assert not AddressBook(site, index).is_complete
    assert _book(site, tmp_path).is_complete


def test_the_indexer_fills_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site = write_site(tmp_path / "site", FILES)
    worker = start_worker(indexer.work, str(site.root))
    try:
        while worker.connection.recv()[0] != "words":
            pass
        assert AddressBook(site, SiteIndex.open(site)).is_complete
    finally:
        worker.kill()
