from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from editor.kramdown import JEKYLL_DEFAULTS
from editor.post import Post
from editor.theme import count_words, kramdown_options, render_header, render_page


def test_the_header_sets_the_front_matter_in_order() -> None:
    html = render_header(
        {
            "title": "Tide & time",
            "categories": ["News", "Sea"],
            "author": "Ann <x>",
            "date": datetime.datetime(2024, 3, 9, 7, 0, tzinfo=datetime.UTC),
            "excerpt": "What the\nsea does.",
            "image": {"path": "/a.jpg", "alt": "A wave", "caption": "By Ann"},
        },
        words=660,
    )
    wanted = ["News", "Sea", "Tide &amp; time", "What the sea does.", "Ann &lt;x&gt;"]
    wanted += ["9 March 2024", "3 min read", 'src="/a.jpg"', 'alt="A wave"', "By Ann"]
    places = [html.index(each) for each in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "data",
    [{}, {"title": None, "categories": {"a": 1}, "author": [None, {"name": "x"}], "image": 3}],
)
def test_odd_values_do_no_harm_and_the_file_name_helps_out(data: dict[str, object]) -> None:
    html = render_header(data, words=0, site_path="_posts/2024-02-30-high-tide.md")
    assert "High Tide" in html
    assert "1 min read" in html


def test_a_page_stands_alone_and_escapes_what_the_post_says() -> None:
    post = Post.from_text('---\ntitle: "<script>x</script>"\nlang: de\n---\nBody.\n')
    page = render_page(post, "<p>Body.</p>")
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
