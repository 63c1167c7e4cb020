"""Whoever reads a post says the same of it: preview, command line, list, checks and export."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.bundle import NothingToExport, collect
from editor.checks import run
from editor.post import Post
from editor.preview.messages import OpenPost
from editor.preview.renderer import Renderer
from editor.preview.sanitise import FILES_ORIGIN
from editor.site import ReferenceKind, Site, SiteIndex, indexer, references
from editor.theme import Theme
from editor.theme.post_page import render_post

PICTURES = ("img/a.png", "img/b.png", "_posts/img/a.png", "news/img/a.png", "2024/05/01/near.png")
PATHS = (
    "_posts/2024-05-01-one-post.md", "_posts/26-1-1-a-b.md", "news/_posts/2023-12-31-x.md",
    "_drafts/idea.md", "_posts/deep/2024-05-01-Ü.markdown", "_posts/2024-05-01-page.html",
)  # fmt: skip
ZONES = ("Europe/Berlin", "UTC", "America/New_York")
DEFAULTS = (
    "author: The Desk", "render_with_liquid: false", "title: Untold", "image: img/b.png",
    "category: news", "date: 2024-02-03", "permalink: /:title/", "authors: [Ann, Bob]",
)  # fmt: skip
FIELDS = (
    "author: ~", "image: {alt: x}",
    "title: A  title", "title: 26", "title: ''", "date: 2024-05-01 23:30:00 +0000", "authors: [Cy]",
    "date: '2024-05-01 01:30'", "author: Ann & Bob", "author: {name: Cy}", "categories: [a, b]",
    "category: two words", "image: img/a.png", "image: {path: /img/a.png}", "image: none.png",
    "slug: other", "permalink: /p/q/", "render_with_liquid: false", "render_with_liquid: true",
)  # fmt: skip
LINES = (
    *("![x](/img/a.png)", "![x](img/a.png)", "![x](near.png)", "![x](/none.png)"),
    *("![x](none.png)", "![x]({{ '/img/b.png' | relative_url }})"),
    *("![x]({{ site.baseurl }}/img/a.png)", '<img src="/img/b.png">', "`![x](/img/a.png)`"),
    *("    ![x](/img/b.png)", "> ![x](/img/a.png)", "```", "> ```", "- a", "", "", "text"),
    *("{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}", "{% highlight text %}"),
    *("{% endhighlight %}", "<!-- ![x](/img/a.png) -->", "\\`![x](/img/a.png)\\`"),
    *("``` ![x](/img/a.png)", "[l](/img/a.png)", "{% raw %}![x](/img/b.png)"),
    *("{% raw %}{{ x }}{% endraw %}", "{% comment %}![x](/img/a.png){% endcomment %}"),
)


class _Page(HTMLParser):
    """What a reader sees of a page: the texts of its header and the pictures."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.pictures: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures += [value for name, value in attrs if name == "src" and value]

    handle_startendtag = handle_starttag


def text_in(source: str, name: str) -> list[str]:
    found = re.findall(rf'class="sf-{name}"[^>]*>(.*?)</(?:h1|p|span)>', source, re.DOTALL)
    return [html.unescape(each) for each in found]


def header_of(source: str) -> tuple[list[str], list[str], list[str]]:
    """Return title, labels and byline without the reading time, which a body decides."""
    byline = " ".join(text_in(source, "byline")).split(" · ")
    return text_in(source, "title"), text_in(source, "pill"), byline[:-1]


def files_of(addresses: list[str]) -> set[str]:
    return {
        unquote(each.removeprefix(FILES_ORIGIN)) for each in addresses if each[: len(FILES_ORIGIN)]
    }


def check_one_post(root: Path, config: str, path: str, text: str) -> None:
    (root / "_config.yml").write_text(config, "utf-8")
    for picture in PICTURES:
        (root / picture).parent.mkdir(parents=True, exist_ok=True)
        (root / picture).write_bytes(b"x")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")
    site = Site.open(root)
    post = Post.from_bytes((root / path).read_bytes())
    mtime = (root / path).stat().st_mtime

    # The list and a reading of the post alone.
    info = site.describe(path, post, mtime=mtime)
    index = SiteIndex.open(site, root / "index.sqlite")
    indexer.refresh(site, index=index)
    rows = index.rows()
    index.close()
    assert rows == [info]

    # The preview and the command line.
    theme = Theme(site)
    renderer = Renderer(theme)
    renderer.open(OpenPost("d", 0, post.text, path, frozenset()), lambda _: None)
    shown = renderer.show("d")
    rendered = render_post(post, theme, path, body_only=False)
    assert rendered.url == info.url
    header = header_of(shown.header)
    assert header == header_of(rendered.html)
    assert header[0] == ([" ".join(info.title.split())] if info.title.strip() else [])
    assert header[1] == list(info.categories[:4])
    if info.date is not None:
        assert f"{info.date.day} {info.date:%B} {info.date.year}" in header[2]
    assert info.author == "" or info.author in header[2]
    values = site.values_of(path, post)
    reading = site.read(path, post)
    for key in ("author", "authors", "image", "layout", "permalink", "render_with_liquid"):
        assert values.get(key) == reading.data.get(key)

    findings = run(post, site, path)
    if any(each.check == "liquid" for each in findings):
        return  # Jekyll stops on it: there is no page that could show a picture

    # Pictures: what is shown is what is found, checked and exported.
    body = _Page("".join(block.html for block in shown.blocks) + shown.tail)
    wanted = (ReferenceKind.PICTURE, ReferenceKind.MEDIA)
    found = references(post, site, path)
    in_body = [each for each in found if each.kind in wanted]
    assert files_of(body.pictures) == {
        site.relative(each.path) for each in in_body if each.path is not None
    }
    own = [each for each in found if each.kind is ReferenceKind.FIELD]
    lead = files_of(_Page(shown.header).pictures)
    assert {site.relative(each.path) for each in own if each.path is not None} <= lead
    missing = {(each.line, each.column) for each in findings if each.check == "picture-missing"}
    assert missing == {(each.line, each.column) for each in (*in_body, *own) if not each.exists}
    try:
        exported = {each.site_path for each in collect([path], site, drafts=True).assets}
    except NothingToExport:
        return
    others = (ReferenceKind.LINK, ReferenceKind.LIQUID)
    links = {each.path for each in found if each.kind in others and each.exists}
    there = {each.path for each in (*in_body, *own) if each.exists} | links
    assert exported <= {site.relative(each) for each in there if each is not None}
    assert {each for each in exported if not each.startswith("_")} == {
        name
        for each in there
        if each is not None and not (name := site.relative(each)).startswith("_")
    }


def site_config(zone: str, baseurl: str, defaults: list[str]) -> str:
    values = "".join(f"      {each}\n" for each in dict.fromkeys(defaults))
    text = f"timezone: {zone}\nfuture: true\ntime: 2026-06-01 12:00:00 +0000\n"
    text += f"baseurl: {baseurl}\nurl: https://paper.test\n" if baseurl else ""
    if not values:
        return text
    return f'{text}defaults:\n  - scope: {{path: ""}}\n    values:\n{values}'


def unlike(lines: list[str]) -> list[str]:
    """Return fields with one value for each key."""
    return list({each.partition(":")[0]: each for each in lines}.values())


CASES = st.builds(
    lambda zone, base, defaults, path, fields, lines: (
        site_config(zone, base, unlike(defaults)),
        path,
        "---\n"
        + "".join(f"{each}\n" for each in unlike(fields))
        + "---\n"
        + "\n".join(lines)
        + "\n",
    ),
    st.sampled_from(ZONES),
    st.sampled_from(("", "/paper")),
    st.lists(st.sampled_from(DEFAULTS), max_size=3),
    st.sampled_from(PATHS),
    st.lists(st.sampled_from(FIELDS), max_size=5),
    st.lists(st.sampled_from(LINES), max_size=8),
)
Case = tuple[str, str, str]


def in_a_new_folder(case: Case, check: Callable[[Path, str, str, str], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(Path(folder).resolve(), *case)


@settings(max_examples=60, deadline=None, database=None)
@given(case=CASES)
def test_nobody_says_another_thing_of_a_post(case: Case) -> None:
    in_a_new_folder(case, check_one_post)


@pytest.mark.ci
@settings(max_examples=2_000, deadline=None, database=None)
@given(case=CASES)
def test_nobody_says_another_thing_of_many_posts(case: Case) -> None:
    in_a_new_folder(case, check_one_post)
