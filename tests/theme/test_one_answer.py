"""The places where two parts of the program read one post in two ways; Debian's Jekyll decides."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from editor.checks import run
from editor.post import Post
from editor.site import Site, SiteIndex, indexer, references
from editor.theme import Prepared, Theme
from tests.site.shown import write_site

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(shutil.which("jekyll") is None, reason="Debian's jekyll is not here"),
]
BERLIN = "_posts/2024-05-01-berlin.md"
NAMED = "_posts/26-1-1-a-b.md"
PLAIN = "_posts/plain/2024-03-01-braces.md"
PICTURED = "_posts/2024-04-01-pictured.md"
RAW = "_posts/2024-04-02-raw.md"
CONFIG = """timezone: Europe/Berlin
baseurl: /paper
url: https://paper.test
future: true
time: 2024-06-01 12:00:00 +0000
defaults:
  - {scope: {path: ""}, values: {layout: post, author: The Desk}}
  - {scope: {path: _posts/plain}, values: {render_with_liquid: false}}
"""
LAYOUT = """{{ page.title | jsonify }}
{{ page.date | date: "%-d %B %Y" | jsonify }}
{{ page.author | jsonify }}
{{ page.url | jsonify }}
{{ page.image | relative_url | jsonify }}
{{ content | jsonify }}
"""
FILES: dict[str, str | bytes] = {
    "_config.yml": CONFIG,
    "_layouts/post.html": LAYOUT,
    "img/a.png": b"top",
    "_posts/img/a.png": b"beside",
    "2024/04/01/near.png": b"near",
    BERLIN: "---\ntitle: Night\ndate: 2024-05-01 23:30:00 +0000\n---\nText.\n",
    NAMED: "---\n---\nText.\n",
    PLAIN: "---\n---\nSays {{ page.title }} and {% if %}.\n",
    PICTURED: "---\nimage: img/a.png\n---\n![a](near.png) ![b](none.png)\n",
    RAW: "---\n---\n{% raw %}![c](/paper/img/a.png) {{ x }}{% endraw %}\n\n"
    "{% comment %}![d](/d.png){% endcomment %}\n",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What Jekyll says of a post."""

    title: str
    date: str
    author: str
    url: str
    image: str
    content: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    root = tmp_path_factory.mktemp("site")
    out = tmp_path_factory.mktemp("out")
    site = write_site(root, FILES)
    subprocess.run(
        ["jekyll", "build", "--quiet", "--disable-disk-cache", "-s", str(root), "-d", str(out)],
        check=True,
        cwd=root,
    )
    return site, out


def told(built: tuple[Site, Path], path: str) -> Told:
    site, out = built
    url = site.describe(path, post_of(site, path)).url
    lines = (out / url.lstrip("/")).read_text("utf-8").splitlines()
    return Told(*(json.loads(line) or "" for line in lines))


def post_of(site: Site, path: str) -> Post:
    return Post.from_bytes((site.root / path).read_bytes())


def prepared(site: Site, path: str) -> Prepared:
    return Theme(site).prepare(post_of(site, path), path)


@pytest.mark.parametrize("path", [BERLIN, NAMED, PLAIN, PICTURED, RAW])
def test_title_date_author_and_address_are_jekylls_everywhere(
    built: tuple[Site, Path], path: str, tmp_path: Path
) -> None:
    site, _ = built
    wanted = told(built, path)
    head = prepared(site, path).head
    index = SiteIndex.open(site, tmp_path / "index.sqlite")
    indexer.refresh(site, index=index)
    row = next(each for each in index.rows() if each.path == path)
    index.close()
    for info in (head.info, row, site.describe(path, post_of(site, path))):
        assert info.date is not None
        date = f"{info.date.day} {info.date:%B} {info.date.year}"
        said = (info.title, date, info.author, info.url)
        assert said == (wanted.title, wanted.date, wanted.author, wanted.url)
    assert head.author == wanted.author


def test_the_examples_are_what_they_were_found_as(built: tuple[Site, Path]) -> None:
    assert told(built, BERLIN).date == "2 May 2024"
    assert told(built, NAMED).title == "A B"
    assert told(built, PLAIN).author == "The Desk"
    assert told(built, PICTURED).image == "/paper/img/a.png"


def test_a_default_that_turns_liquid_off_is_followed(built: tuple[Site, Path]) -> None:
    site, _ = built
    theme = Theme(site)
    assert "{{ page.title }} and {% if %}" in told(built, PLAIN).content
    assert theme.body_html(prepared(site, PLAIN)) == told(built, PLAIN).content
    assert not [each for each in run(post_of(site, PLAIN), site, PLAIN) if each.check == "liquid"]


def test_the_picture_of_the_front_matter_is_the_one_that_jekyll_shows(
    built: tuple[Site, Path],
) -> None:
    site, out = built
    head = prepared(site, PICTURED).head
    address = told(built, PICTURED).image
    assert Theme(site).printed_address("img/a.png") == address
    shown = site.resolver.at("img/a.png", head.where, field=True)
    assert shown is not None
    in_jekyll = (out / address.removeprefix("/paper/")).read_bytes()
    assert (site.root / shown.path).read_bytes() == in_jekyll
    named = [each for each in references(post_of(site, PICTURED), site, PICTURED) if each.key]
    assert [each.path for each in named] == [site.root / shown.path]


def test_a_picture_beside_the_page_is_found_and_one_that_is_nowhere_is_not(
    built: tuple[Site, Path],
) -> None:
    site, out = built
    page = out / told(built, PICTURED).url.lstrip("/")
    body: list[Any] = [
        each for each in references(post_of(site, PICTURED), site, PICTURED) if not each.key
    ]
    assert [each.exists for each in body] == [
        (page.parent / each.source).is_file() for each in body
    ]
    assert [each.is_shown for each in body if each.exists] == [True]
    assert not list(out.rglob("_posts"))  # so a picture in there is none for the page
    assert (page.parent / "near.png").read_bytes() == body[0].path.read_bytes()


def test_the_text_of_raw_is_markdown_and_that_of_a_comment_is_nothing(
    built: tuple[Site, Path],
) -> None:
    site, _ = built
    content = told(built, RAW).content
    assert 'src="/paper/img/a.png"' in content
    assert "d.png" not in content
    found = references(post_of(site, RAW), site, RAW)
    assert [each.source for each in found] == ["/paper/img/a.png"]
    assert 'src="/paper/img/a.png"' in Theme(site).body_html(prepared(site, RAW))
