"""A post shown in its site's layouts while it is edited, beside a whole rendering of the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from editor.edit import Edit
from editor.post import Post
from editor.preview.messages import EditPost, OpenPost, Page, Patch, View
from editor.preview.renderer import Renderer
from editor.site import Site
from editor.theme import Theme
from editor.theme.post_page import render_post
from tests.preview.test_renderer import ignore, patched

CONFIG = "title: Harbour\nurl: https://harbour.example\nbaseurl: /news\n"
LAYOUT = """<!DOCTYPE html>
<html><head><title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ '/a.css' | relative_url }}">
<script>alert(1)</script></head>
<body onload="alert(2)"><main><h1>{{ page.title }}</h1>
{{ content }}
</main><img src="https://cdn.example/x.png"></body></html>
"""
POST = """---
title: The tide
layout: post
---
First {{ page.title }}.

{% for each in (1..3) %}
- number {{ each }}
{% endfor %}

Last *words*.
"""
PATH = "_posts/2024-01-02-tide.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "_layouts").mkdir(parents=True)
    (site / "_posts").mkdir()
    (site / "_config.yml").write_text(CONFIG)
    (site / "_layouts" / "post.html").write_text(LAYOUT)
    (site / PATH).write_text(POST)
    return site


def opened(root: Path, text: str = POST, view: View = View.THEME) -> tuple[Renderer, Page]:
    renderer = Renderer(Theme(Site.open(root)))
    renderer.open(OpenPost("d", 0, text, PATH, frozenset(), view, "k3y"), ignore)
    return renderer, renderer.show("d")


def whole(page: Page) -> str:
    assert page.shell is not None
    body = "".join(each.html for each in page.blocks) + page.tail
    return page.shell.before + body + page.shell.after


def test_the_page_stands_in_its_layout_without_scripts_and_network(root: Path) -> None:
    _, page = opened(root)
    assert page.shell is not None
    assert page.shell.before.endswith("<!--k3y-->")
    assert page.shell.after.startswith("<!--/k3y-->")
    assert page.url == page.shell.url == "/news/2024/01/02/tide.html"
    assert "<title>The tide</title>" in page.shell.before
    assert 'href="/news/a.css"' in page.shell.before
    text = whole(page)
    assert "script" not in text
    assert "onload" not in text
    assert "cdn.example/x.png" not in text
    assert ("network", "https://cdn.example/x.png") in [(n.kind, n.text) for n in page.notes]
    assert "number 3" in text


def test_every_source_line_belongs_to_the_head_or_a_block_though_liquid_makes_more(
    root: Path,
) -> None:
    _, page = opened(root)
    lines = page.head_lines + sum(block.lines for block in page.blocks)
    assert lines == POST.count("\n")


def test_a_key_in_the_title_changes_the_page_round_the_body_at_once(root: Path) -> None:
    renderer, page = opened(root)
    reply = renderer.edit(EditPost("d", 0, 1, (Edit(1, 7, "The", "A"),)), ignore)
    page = patched(page, reply)
    assert page.settled
    assert "<h1>A tide</h1>" in whole(page)
    assert "First A tide." in whole(page)


def test_a_key_in_the_text_sends_no_page_round_it(root: Path) -> None:
    renderer, page = opened(root)
    reply = renderer.edit(EditPost("d", 0, 1, (Edit(10, 0, "", "x"),)), ignore)
    assert isinstance(reply, Patch)
    assert reply.shell is None
    assert "xLast" in whole(patched(page, reply))


def test_a_layout_changed_outside_is_shown(root: Path) -> None:
    renderer, page = opened(root)
    place = root / "_layouts" / "post.html"
    place.write_text(LAYOUT.replace("<main>", "<main class='new'>"))
    renderer.site_changed(frozenset(["_layouts/post.html"]))
    page = patched(page, renderer.refresh("d", ignore))
    assert 'class="new"' in whole(page)


@pytest.mark.parametrize(
    ("layout", "reason"),
    [(None, "names no layout"), ("gone", "is not in this site")],
)
def test_a_post_without_a_layout_says_why_and_is_for_reading(
    root: Path, layout: str | None, reason: str
) -> None:
    line = "" if layout is None else f"layout: {layout}\n"
    _, page = opened(root, POST.replace("layout: post\n", line))
    assert page.shell is None
    assert page.whole is None
    assert reason in page.reason
    assert "The tide" in page.header


def test_a_captured_body_makes_one_whole_page(root: Path) -> None:
    layout = "<html><body>{% capture x %}{{ content }}{% endcapture %}{{ x }}</body></html>"
    (root / "_layouts" / "post.html").write_text(layout)
    renderer, page = opened(root)
    assert page.whole is not None
    assert "number 3" in page.whole
    assert page.blocks == ()
    reply = renderer.edit(EditPost("d", 0, 1, (Edit(10, 0, "", "x"),)), ignore)
    page = patched(page, reply)
    if not page.settled:
        page = patched(page, renderer.refresh("d", ignore))
    assert "xLast" in str(page.whole)


HOSTILE = {
    "endless": "{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}",
    "long": "{% for a in (1..99999) %}" + "x" * 900 + "{{ a }}" + "{% endfor %}",
    "deep": "<div>" * 20_000,
    "bomb": "{% assign x = 'aaaaaaaaaa' %}{% for a in (1..40) %}{% assign x = x | append: x %}"
    "{% endfor %}{{ x }}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_layout_costs_its_theme_and_nothing_else(root: Path, name: str) -> None:
    (root / "_layouts" / "post.html").write_text(HOSTILE[name] + "{{ content }}")
    _, page = opened(root)
    assert page.shell is None
    assert page.whole is None
    assert page.reason
    assert any("Last" in block.html for block in page.blocks)


def test_an_include_that_includes_itself_costs_its_theme(root: Path) -> None:
    (root / "_includes").mkdir()
    (root / "_includes" / "a.html").write_text("{% include a.html %}")
    (root / "_layouts" / "post.html").write_text("{% include a.html %}{{ content }}")
    _, page = opened(root)
    assert any("Last" in block.html for block in page.blocks)


SITES = Path(__file__).parents[1] / "data" / "sites"


@pytest.mark.parametrize("name", ["paper", "edges", "plugins"])
def test_bodies_are_those_of_the_command_line(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    shutil.copytree(SITES / name, root)
    site = Site.open(root)
    theme = Theme(site)
    renderer = Renderer(theme)
    for place in site.post_paths():
        path = site.relative(place)
        post = Post.from_bytes(place.read_bytes(), encoding=site.encoding)
        if theme.build(given=(path, post)).item(path) is None:
            continue
        expected = render_post(post, Theme(site), path, body_only=True).html
        request = OpenPost("d", 0, place.read_bytes().decode("utf-8-sig"), path, frozenset())
        renderer.open(request, ignore)
        assert renderer._posts["d"]._body_html() == expected, path
