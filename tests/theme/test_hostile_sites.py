"""Layouts, includes, data and settings that want to do harm: none reads or runs anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.liquid import BudgetExceeded
from editor.site import Site
from editor.theme.build import SiteBuild
from editor.theme.rendering import render_item

POST = "_posts/2026-01-01-a.md"


def site(root: Path, files: dict[str, str]) -> SiteBuild:
    usual = {
        "_config.yml": "title: T\n",
        "_layouts/post.html": "<main>{{ content }}</main>",
        POST: "---\nlayout: post\n---\nText\n",
    }
    for name, text in {**usual, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return SiteBuild(Site.open(root))


def page(build: SiteBuild) -> str:
    return render_item(build, build.collection("posts")[0]).html


@pytest.mark.parametrize(
    ("layout", "shown"),
    [
        ("a{% include none.html %}b", "Could not locate the included file"),
        ("a{% include ../x %}b", "invalid characters or sequences"),
        ("a{% include /etc/passwd %}b", "Could not locate the included file"),
        ("a{% include_relative ../_config.yml %}b", "invalid characters or sequences"),
        ("a{% nope %}b", "Unknown tag &#x27;nope&#x27;"),
        ("a{{ 1 | divided_by: 0 }}b", "divided by 0"),
        ("a{% link nowhere.md %}b", "Could not find document"),
        ("a{% post_url nothing %}b", "Could not parse name of post"),
        ("a{% include a.html x=1, y=2 %}b", "Invalid syntax for include tag"),
    ],
)
def test_an_error_stands_in_its_place_and_the_rest_of_the_page_is_there(
    tmp_path: Path, layout: str, shown: str
) -> None:
    build = site(tmp_path, {"_layouts/post.html": "---\n---\n\n" + layout})
    html = page(build)
    assert html.strip().startswith("a<span class=")
    assert html.endswith("</span>b")
    assert shown in html
    (note,) = build.notes
    assert (note.path, note.line) == ("_layouts/post.html", 4)


@pytest.mark.parametrize(
    "layout",
    [
        "{% for i in (1..999999999) %}{{ i }}{% endfor %}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}",
        (
            "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..99) %}"
            "{% assign s = s | append: s %}{% endfor %}"
        ),
        "{% for i in (1..9) %}" * 30 + "x" + "{% endfor %}" * 30,
    ],
)
def test_a_template_without_an_end_is_stopped(tmp_path: Path, layout: str) -> None:
    with pytest.raises(BudgetExceeded):
        page(site(tmp_path, {"_layouts/post.html": layout}))


def test_an_include_of_itself_is_told_as_jekyll_tells_it(tmp_path: Path) -> None:
    build = site(
        tmp_path,
        {"_layouts/post.html": "{% include a.html %}", "_includes/a.html": "{% include a.html %}"},
    )
    assert "Nesting too deep" in page(build)


def test_layouts_in_a_circle_end(tmp_path: Path) -> None:
    build = site(
        tmp_path,
        {
            "_layouts/post.html": "---\nlayout: b\n---\n<p>{{ content }}</p>",
            "_layouts/b.html": "---\nlayout: post\n---\n<b>{{ content }}</b>",
        },
    )
    assert page(build) == "<b><p><p>Text</p>\n</p></b>"


def test_no_link_leads_a_template_out_of_the_site(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "post.html").write_text("SECRET {{ content }}", "utf-8")
    root = tmp_path / "site"
    build = site(root, {"_layouts/x.html": "", "_includes/x.html": ""})
    (root / "_layouts" / "post.html").unlink()
    (root / "_layouts" / "post.html").symlink_to(secret / "post.html")
    (root / "_includes" / "s.html").symlink_to(secret / "post.html")
    (root / "_layouts" / "x.html").write_text("[{% include s.html %}]", "utf-8")
    (root / POST).write_text("---\nlayout: x\n---\n", "utf-8")
    build = SiteBuild(Site.open(root))
    assert "SECRET" not in page(build)
    assert build.templates.layout("post") is None


def test_a_layout_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    build = site(tmp_path, {"_layouts/x.html": ""})
    (tmp_path / "_layouts" / "post.html").unlink()
    os.mkfifo(tmp_path / "_layouts" / "post.html")
    assert page(build) == "<p>Text</p>\n"


@pytest.mark.parametrize(
    "config",
    [
        "layouts_dir: ../..\n",
        "includes_dir: /etc\n",
        "data_dir: ../../..\n",
        "plugins_dir: /\n",
        "sass: {sass_dir: /etc, load_paths: [/, ../.., '**/*']}\n",
        "theme: ../../etc\n",
        "theme: [1, 2]\n",
        "theme: {a: b}\n",
        "kramdown: [1]\n",
        "kramdown: {input: nonsense, toc_levels: x}\n",
        "liquid: 5\n",
        "collections: {'../x': {output: true}, a/b: {output: true}}\n",
        "paginate: -1\nplugins: [jekyll-paginate]\n",
        "url: 5\nbaseurl: {a: b}\nplugins: [jekyll-seo-tag, jekyll-feed]\n",
        "twitter: x\nsocial: [1]\nlogo: {a: 1}\nplugins: [jekyll-seo-tag]\n",
    ],
)
def test_no_configuration_breaks_a_page_or_leads_out_of_the_site(
    tmp_path: Path, config: str
) -> None:
    root = tmp_path / "site"
    layout = (
        "{% seo %}{% feed_meta %}{{ content }}{{ site.data | jsonify }}"
        "{{ '/a' | relative_url }}{{ site.pages.size }}{{ site.author }}"
    )
    build = site(root, {"_config.yml": config, "_layouts/post.html": layout})
    (tmp_path / "secret.yml").write_text("word: SECRET\n", "utf-8")
    assert "SECRET" not in page(build)


def test_a_setting_that_holds_itself_ends_the_page_and_nothing_else(tmp_path: Path) -> None:
    config = "author: &a [*a]\nplugins: [jekyll-seo-tag]\n"
    build = site(tmp_path, {"_config.yml": config, "_layouts/post.html": "{% seo %}"})
    with pytest.raises(BudgetExceeded):
        page(build)


def test_tags_and_filters_of_the_sites_own_plugins_are_named(tmp_path: Path) -> None:
    ruby = (
        "module Own\n  def shout(x)\n    x.upcase\n  end\n  private\n  def hidden\n  end\nend\n"
        "Liquid::Template.register_filter(Own)\n"
        "Liquid::Template.register_tag('badge', Own::Badge)\n"
        "class G < Jekyll::Generator\nend\n"
    )
    build = site(
        tmp_path,
        {
            "_plugins/own.rb": ruby,
            "_layouts/post.html": "{% badge x %}{{ 'a' | shout: 1 }}{{ 'b' | hidden }}",
        },
    )
    assert page(build).endswith("ab")
    said = [(each.kind, each.text.partition(",")[0], each.line) for each in build.notes]
    assert said == [
        ("plugin", "_plugins/own.rb is Ruby and is not run here; what it changes is not shown.", 0),
        ("plugin", "The tag badge is made by _plugins/own.rb", 1),
        ("plugin", "The filter shout is made by _plugins/own.rb", 0),
    ]
