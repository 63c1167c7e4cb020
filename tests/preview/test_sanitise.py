from __future__ import annotations

import pytest

from editor.preview.sanitise import Sanitiser
from editor.site import Resolver, Where
from editor.theme import Tokens


@pytest.fixture
def sanitiser() -> Sanitiser:
    return Sanitiser(Resolver(None, {"baseurl": "/b"}), Tokens(), Where("_posts/2024-01-01-a.md"))


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="a" id="b">x</p>',
        '<table><thead><tr><th scope="col">a</th></tr></thead></table>',
        '<figure><img alt="a" src="site://files/a.png"><figcaption>b</figcaption></figure>',
        '<details open=""><summary>a</summary>b</details>',
        '<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>',
        '<p style="text-align:center">x</p>',
        '<span data-x="1" aria-label="y">x</span>',
        '<a href="mailto:a@example.org">x</a>',
    ],
)
def test_what_posts_hold_is_kept(markup: str, sanitiser: Sanitiser) -> None:
    # The address of a picture is made one that the pane serves.
    assert sanitiser.clean(markup.replace("site://files", "")) == markup


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        '<a href="javascript:x()">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href=" java\nscript:x()">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<iframe src="https://example.org"></iframe>',
        '<iframe srcdoc="<script>x</script>"></iframe>',
        '<object data="x"></object><embed src="x">',
        '<form action="x"><button>x</button></form>',
        '<meta http-equiv="refresh" content="0"><link rel="stylesheet" href="x"><base href="x">',
        "<svg><script>x</script></svg>",
        "<style>@import 'x'</style>",
        '<p style="position:fixed;background:url(x)">x</p>',
        "<math><mtext><table><mglyph><style><img src=x onerror=x></style></math>",
        '<a href="x" target="_blank" ping="y" download>x</a>',
        '<video src="https://example.org/x.mp4" autoplay poster="//x/y"></video>',
    ],
)
def test_what_could_run_load_or_lead_away_is_dropped(markup: str, sanitiser: Sanitiser) -> None:
    clean = sanitiser.clean(markup).lower()
    words = """
        <script <style <iframe <object <embed <form <button <meta <link <base <svg <math srcdoc
        onclick onerror javascript: data: file: position url( target ping download autoplay src=
        poster
        """.split()  # noqa: SIM905
    assert [word for word in words if word in clean] == []


def test_an_embedded_page_is_named_by_its_host(sanitiser: Sanitiser) -> None:
    clean = sanitiser.clean('<iframe width="1" src="https://video.example.org/x"></iframe>')
    assert "Embedded from video.example.org" in clean


def test_a_control_is_a_dead_checkbox(sanitiser: Sanitiser) -> None:
    clean = sanitiser.clean('<input type="password" name="x"><input type="checkbox" checked>')
    assert clean.count('type="checkbox"') == 2
    assert clean.count("disabled") == 2
    assert "password" not in clean


def test_pictures_come_from_the_site_or_say_why_not(sanitiser: Sanitiser) -> None:
    assert sanitiser.picture("/b/a b.png") == "site://files/a%20b.png"
    assert sanitiser.picture("https://example.org/a.png") == "site://app/picture?remote=example.org"
    assert "refused" in str(sanitiser.picture("file:///etc/passwd"))
    # As in a browser `..` stops at the top of the site: a file of the site by that name.
    assert sanitiser.picture("../../../etc/passwd") == "site://files/etc/passwd"
    clean = sanitiser.clean('<img srcset="/a.png 1x, https://example.org/b.png 2x">')
    assert 'srcset="site://files/a.png 1x"' in clean
    assert "example.org" not in clean


@pytest.mark.parametrize("address", ["//example.org/x", "\\\\example.org\\x", " //example.org/x"])
def test_a_link_without_a_scheme_leads_to_the_web(address: str, sanitiser: Sanitiser) -> None:
    assert sanitiser.clean(f'<a href="{address}">x</a>') == '<a href="https://example.org/x">x</a>'
