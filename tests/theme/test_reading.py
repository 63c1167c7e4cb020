from __future__ import annotations

from pathlib import Path

import pytest

from editor.kramdown import JEKYLL_DEFAULTS
from editor.post import Post
from editor.site import kramdown_options
from editor.theme import Theme, count_words, render_header


def header(front_matter: str, site_path: str = "", words: int = 0) -> str:
    post = Post.from_text(f"---\n{front_matter}\n---\n")
    return render_header(Theme(None).head(post, site_path), words=words)


def test_the_header_sets_the_front_matter_in_order() -> None:
    html = header(
        """title: Tide & time
categories: [News, Sea]
author: Ann <x>
date: 2024-03-09 07:00:00 +0000
excerpt: "What the\\nsea does."
image: {path: /a.jpg, alt: A wave, caption: By Ann}""",
        words=660,
    )
    wanted = ["News", "Sea", "Tide &amp; time", "What the sea does.", "Ann &lt;x&gt;"]
    wanted += ["9 March 2024", "3 min read", 'src="/a.jpg"', 'alt="A wave"', "By Ann"]
    places = [html.index(each) for each in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "front_matter", ["x: 1", "title: ~\ncategory: {a: 1}\nauthor: [~, {name: x}]\nimage: 3"]
)
def test_odd_values_do_no_harm_and_the_file_name_helps_out(front_matter: str) -> None:
    html = header(front_matter, "_posts/2024-02-28-high-tide.md")
    assert "High Tide" in html
    assert "28 February 2024" in html
    assert "1 min read" in html


def test_a_post_without_a_place_has_no_date_but_its_own() -> None:
    assert header("title: A", "").count("·") == 0
    assert "3 May 2024" in header("title: A\ndate: 2024-05-03", "")


def test_a_page_stands_alone_and_escapes_what_the_post_says() -> None:
    theme = Theme(None)
    post = Post.from_text('---\ntitle: "<script>x</script>"\nlang: de\n---\nBody.\n')
    prepared = theme.prepare(post)
    page = theme.page(prepared, theme.body_html(prepared))
    assert page.html.startswith("<!DOCTYPE html>")
    assert '<html lang="de">' in page.html
    assert "<script" not in page.html
    assert "<p>Body.</p>" in page.html


def test_words_are_runs_with_a_letter_or_digit() -> None:
    assert count_words("Two words - and  2, 【三】 …\n") == 5


def test_the_site_changes_the_options_and_its_lock_the_version(tmp_path: Path) -> None:
    config = {"kramdown": {"input": "kramdown", "syntax_highlighter_opts": {"x": 1}}}
    (tmp_path / "Gemfile.lock").write_text("GEM\n  specs:\n    kramdown (2.4.0)\n")
    options = kramdown_options(config, tmp_path)
    assert options["input"] == "kramdown"
    assert options["kramdown_version"] == "2.4"
    nested = options["syntax_highlighter_opts"]
    assert isinstance(nested, dict)
    assert nested["x"] == 1
    assert kramdown_options({}, None) == dict(JEKYLL_DEFAULTS)
