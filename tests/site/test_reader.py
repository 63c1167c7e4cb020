from __future__ import annotations

import json
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from editor.post import Post
from editor.site import Site
from editor.site.pages import Page, StaticFile, page_folder, page_output_ext, page_url
from editor.site.reader import FileMemory, SiteFiles
from editor.site.site import own_data
from tests.shared import DATA

SCRIPT = Path(__file__).parent / "reader_oracle.rb"
ARCHIVE = DATA / "sites" / "reference.tar.xz"


def jekylls(root: Path) -> Any:
    answer = subprocess.run(
        ["ruby", str(SCRIPT), str(root)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"TZ": "UTC", "LANG": "C.UTF-8"},
    )
    return json.loads(answer.stdout)


def ours(root: Path) -> Any:
    site = Site.open(root)
    files = SiteFiles(site)

    def page(each: Page) -> list[str]:
        permalink = each.value("permalink")
        url = page_url(site.rules, each.path, permalink)
        extension = page_output_ext(site.rules, each.path, permalink)
        return [each.path, url, page_folder(url), each.name, extension, each.body]

    def file(each: StaticFile) -> list[str]:
        stem = each.name[: len(each.name) - len(each.extension)] if each.extension else each.name
        return [each.path, each.url, each.name, stem]

    def document(path: str) -> list[str]:
        post = Post.from_bytes((root / path).read_bytes())
        return [path, site.describe(path, post).url] if own_data(post) is not None else [path, ""]

    return {
        "pages": [page(each) for each in files.pages],
        "files": [file(each) for each in files.static_files if not each.collection],
        "collections": {
            label: sorted(document(path) for path in files.collection(label).documents)
            if label != "posts"
            else []
            for label in site.config["collections"]
        },
    }


def agree(root: Path) -> None:
    theirs, found = jekylls(root), ours(root)
    assert sorted(found["pages"]) == sorted(theirs["pages"])
    assert [each[3] for each in found["pages"]] == [each[3] for each in theirs["pages"]]
    assert found["collections"] == theirs["collections"]
    own = [each for each in theirs["files"] if each[0].startswith("/")]
    # A collection's files have addresses of its permalink; they come after all others.
    assert [each[:1] + each[2:3] for each in found["files"]] == [
        each[:1] + each[2:3] for each in own
    ]


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


SITE = {
    "_config.yml": "collections:\n  docs:\n    output: true\n    permalink: /d/:path/\n  _odd: {}\n"
    "include: [.htaccess, _special/x.md]\nexclude: [private, '*.bak']\npermalink: pretty\n"
    "defaults:\n  - scope: {path: about}\n    values: {permalink: '/info/:basename/'}\n",
    "index.md": "---\ntitle: a\n---\nbody\n",
    "about/index.html": "---\n---\n",
    "about/us.md": "---\nlayout: x\n---\n",
    "plain.html": "no front matter",
    "feed.xml": "---\n---\n<feed/>",
    "style.scss": "---\n---\na{}",
    "marked.md": "\ufeff---\n---\n",
    "open.md": "---\ntitle: never closed\n",
    "broken.md": "---\na: [\n---\nrest",
    "dots..md": "---\n---\n",
    "no_extension": "---\n---\n",
    "spaces here.md": "---\n---\n",
    "private/x.md": "---\n---\n",
    "x.bak": "---\n---\n",
    ".htaccess": "---\n---\n",
    "_special/x.md": "---\n---\n",
    "_special/y.md": "---\n---\n",
    "hidden.md": "---\npublished: false\n---\n",
    "own.md": "---\npermalink: /a/b.html\n---\n",
    "own2.md": "---\npermalink: /a/b/\n---\n",
    "data.json": "---\n---\n{}",
    "assets/a.png": "x",
    "assets/b.css": "a{}",
    "assets/sub/c.js": "---\r\n---\r\n",
    "_docs/one.md": "---\n---\n",
    "_docs/two/three.md": "---\ntitle: t\n---\n",
    "_docs/pic.png": "x",
    "_docs/plain.md": "x",
    "_posts/2024-01-01-a.md": "---\n---\n",
    "_site/index.html": "---\n---\n",
    "vendor/bundle/x.md": "---\n---\n",
}


def test_pages_files_and_collections_are_those_of_jekyll(tmp_path: Path) -> None:
    agree(write(tmp_path, SITE))


@pytest.mark.shared
def test_the_public_sites_are_listed_as_jekyll_lists_them(tmp_path: Path) -> None:
    with tarfile.open(ARCHIVE) as tar:
        tar.extractall(tmp_path, filter="data")
    for name in ("contrast", "jekyll-docs", "memoirs", "pixyll"):
        agree(tmp_path / name / "src")


def test_a_page_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.md": "---\nt: [1]\n---\n", "b.md": "---\nt: 1\n---\n"})
    memory = FileMemory()
    site = Site.open(root)
    first = {each.name: each.own for each in SiteFiles(site, memory).pages}
    write(root, {"b.md": "---\nt: twenty\n---\n"})
    second = {each.name: each.own for each in SiteFiles(site, memory).pages}
    assert second["a.md"] is first["a.md"]
    assert second["b.md"] == {"t": "twenty"}


def test_links_out_of_the_site_and_pipes_are_left_out(tmp_path: Path) -> None:
    outside = write(tmp_path / "out", {"x.md": "---\n---\n"})
    root = write(tmp_path / "site", {"a.md": "---\n---\n"})
    (root / "x.md").symlink_to(outside / "x.md")
    (root / "folder").symlink_to(outside)
    (root / "round").symlink_to(root)
    os.mkfifo(root / "pipe.md")
    files = SiteFiles(Site.open(root))
    assert {each.name for each in files.pages} == {"a.md"}
    assert files.static_files == []


def test_the_assets_of_a_theme_come_after_the_sites_own(tmp_path: Path) -> None:
    theme = write(
        tmp_path / "theme",
        {"assets/main.scss": "---\n---\n", "assets/own.css": "", "assets/a.js": ""},
    )
    root = write(tmp_path / "site", {"assets/own.css": "", "z.md": "---\n---\n"})
    files = SiteFiles(Site.open(root), theme_root=theme)
    assert [each.path for each in files.pages] == ["z.md", "assets/main.scss"]
    assert [each.path for each in files.static_files] == ["/assets/own.css", "/assets/a.js"]
