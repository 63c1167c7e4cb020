"""Every style in which posts refer to pictures and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.post import Post
from editor.site import Reference, ReferenceKind, Site, references
from tests.site.shown import write_site

_POST = "_posts/2024-01-02-a.md"
_PICTURES = (
    "assets/a.jpg", "assets/b.jpg", "assets/deep/a.jpg", "images/a b.png", "images/ü.png",
    "images/(1).png", "video/v.mp4", "_posts/pics/near.png", "other/pics/near.png", "files/r.pdf",
    "assets/quote's.jpg",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files: dict[str, str | bytes] = dict.fromkeys(_PICTURES, b"x")
    files["_config.yml"] = "baseurl: /blog\nurl: https://paper.test\n"
    files["_posts/2023-05-06-other.md"] = "---\n---\n"
    files["about.md"] = "---\n---\n"
    return write_site(tmp_path, files)


def _found(site: Site, text: str) -> list[Reference]:
    post = Post.from_text(text)
    found = references(post, site, _POST)
    lines = post.text.split("\n")
    for each in found:
        first = each.source.split("\n")[0]
        assert lines[each.line][each.column :].startswith(first), each
    return found


def _files(site: Site, text: str) -> list[str]:
    return [site.relative(each.path) for each in _found(site, text) if each.path and each.exists]


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("---\nimage: assets/a.jpg\n---\n", ["assets/a.jpg"]),
        ("---\nimage: /assets/a.jpg\n---\n", ["assets/a.jpg"]),
        ("---\nimage:\n  path: /assets/a.jpg\n  alt: A\n---\n", ["assets/a.jpg"]),
        ("---\ngallery:\n  - image_path: /assets/a.jpg\n  - image_path: assets/b.jpg\n---\n",
         ["assets/a.jpg", "assets/b.jpg"]),
        ("---\nheader: {og_image: '{{ site.baseurl }}/assets/a.jpg'}\n---\n", ["assets/a.jpg"]),
        ("![A](/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A](/blog/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A](https://paper.test/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A]({{ site.baseurl }}/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A]({{site.url}}{{site.baseurl}}/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A]({{ '/assets/a.jpg' | relative_url }})\n", ["assets/a.jpg"]),
        ('![A]({{ "assets/a.jpg" | absolute_url }})\n', ["assets/a.jpg"]),
        ('![A]({{ "/assets/a.jpg" | prepend: site.baseurl }} "Title")\n', ["assets/a.jpg"]),
        ('<img src="/assets/a.jpg" alt="x">\n', ["assets/a.jpg"]),
        ("<img src='{{ \"/assets/a.jpg\" | relative_url }}'>\n", ["assets/a.jpg"]),
        ('<img src="{{ "/assets/a.jpg" | relative_url }}">\n', ["assets/a.jpg"]),
        ("{% raw %}![A](/assets/a.jpg){% endraw %}\n", ["assets/a.jpg"]),
        ('<img srcset="/assets/a.jpg 1x, /assets/b.jpg 2x">\n', ["assets/a.jpg", "assets/b.jpg"]),
        ('<img\n  class="w"\n  src="/assets/a.jpg">\n', ["assets/a.jpg"]),
        ('<a href="/files/r.pdf">r</a>\n', ["files/r.pdf"]),
        ('<video poster="/assets/a.jpg" src="/video/v.mp4"></video>\n',
         ["assets/a.jpg", "video/v.mp4"]),
        ("<div style=\"background: url('/assets/a.jpg')\">\n", ["assets/a.jpg"]),
        ('{% include figure.html image="/assets/a.jpg" caption="A. B/c" %}\n', ["assets/a.jpg"]),
        ("{% include f.html src='assets/b.jpg' %}\n", ["assets/b.jpg"]),
        ("![A][pic]\n\n[pic]: /assets/a.jpg 'Title'\n", ["assets/a.jpg"]),
        ("[pic]: <images/a b.png>\n", ["images/a b.png"]),
        ('![A](/assets/a.jpg "A (good) title")\n', ["assets/a.jpg"]),
        ("![A](../assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A](pics/near.png)\n", ["_posts/pics/near.png"]),
        ("![A](/other/pics/near.png)\n", ["other/pics/near.png"]),
        ("![A](/assets/deep/a.jpg) ![B](/assets/a.jpg)\n", ["assets/deep/a.jpg", "assets/a.jpg"]),
        ("![A](/images/a%20b.png)\n", ["images/a b.png"]),
        ("![A](</images/a b.png>)\n", ["images/a b.png"]),
        ("![A](/images/%C3%BC.png)\n", ["images/ü.png"]),
        ("![A](/images/(1).png)\n", ["images/(1).png"]),
        ("![A](/images/\\(1\\).png)\n", ["images/(1).png"]),
        ("[![A](/assets/a.jpg)](/files/r.pdf)\n", ["assets/a.jpg", "files/r.pdf"]),
        ("[r](/files/r.pdf#page=2)\n", ["files/r.pdf"]),
        ("{% link assets/a.jpg %}\n", ["assets/a.jpg"]),
        ("[o]({% post_url 2023-05-06-other %})\n", ["_posts/2023-05-06-other.md"]),
        ("![A]({% link assets/a.jpg %})\n", ["assets/a.jpg"]),
        ("![](/assets/quote's.jpg)\n", ["assets/quote's.jpg"]),
        ("text\r\n\r\n![A](/assets/a.jpg)\r\n", ["assets/a.jpg"]),
        ("> - ![A](/assets/a.jpg)\n", ["assets/a.jpg"]),
        ("![A](/assets/a.jpg){: .wide width=\"50%\"}\n", ["assets/a.jpg"]),
    ],
)  # fmt: skip
def test_a_reference_is_found_in_every_style(site: Site, text: str, files: list[str]) -> None:
    assert _files(site, text) == files


@pytest.mark.parametrize(
    "text",
    [
        "`![A](/assets/a.jpg)`\n",
        "```\n![A](/assets/a.jpg)\n```\n",
        "~~~ html\n<img src='/assets/a.jpg'>\n~~~\n",
        "    ![A](/assets/a.jpg)\n",
        "{% highlight html %}\n<img src='/assets/a.jpg'>\n{% endhighlight %}\n",
        "<img src=/assets/a.jpg>\n",
        "{% comment %}![A](/assets/a.jpg){% endcomment %}\n",
        "<!-- ![A](/assets/a.jpg) -->\n",
        "<pre>![A](/assets/a.jpg)</pre>\n",
        "\\![A]\\(/assets/a.jpg)\n",
        "---\ntitle: and/or a.b\ndescription: see assets a.jpg here\n---\n",
    ],
)
def test_what_is_shown_as_it_stands_is_no_reference(site: Site, text: str) -> None:
    assert _found(site, text) == []


def test_line_and_column_are_those_of_the_whole_text(site: Site) -> None:
    (field, picture) = _found(site, "---\ntitle: x\nimage: assets/a.jpg\n---\n\nA ![B](/no.jpg)\n")
    assert (field.kind, field.line, field.column) == (ReferenceKind.FIELD, 2, 7)
    assert (picture.kind, picture.line, picture.column) == (ReferenceKind.PICTURE, 5, 7)
    assert picture.text == "B"
    assert picture.path == site.root / "no.jpg"
    assert not picture.exists


def test_what_leaves_the_site_is_external_and_no_file(site: Site) -> None:
    text = "[a](https://x.test/a.jpg) [b](mailto:a@b.test) [c](#top) ![d](//x.test/a.jpg)\n"
    assert [(each.external, each.path) for each in _found(site, text)] == [(True, None)] * 4


@pytest.mark.parametrize(
    "target",
    ["../../../../etc/passwd", "/../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "/etc/passwd"],
)
def test_no_reference_leads_out_of_the_site(site: Site, target: str) -> None:
    (each,) = _found(site, f"![x]({target})\n")
    assert not each.exists
    assert each.path is None or each.path.is_relative_to(site.root)


def test_a_link_of_the_file_system_that_leaves_the_site_is_not_followed(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.jpg"
    outside.write_bytes(b"x")
    (site.root / "assets" / "leak.jpg").symlink_to(outside)
    assert _files(site, "![x](/assets/leak.jpg)\n") == []


def test_liquid_that_only_a_build_knows_has_no_file(site: Site) -> None:
    (each,) = _found(site, "![x]({{ page.picture }})\n")
    assert (each.path, each.target, each.exists) == (None, "", False)


@pytest.mark.parametrize(
    "unit",
    ["[", "![", "](", "<img src=", "`", "{{ ", "{% ", "[a]: ", "<a ", "](((", "[x](a b ", "<!--"],
)
def test_a_megabyte_of_openers_ends(site: Site, unit: str) -> None:
    count = 300_000 // len(unit)
    references(Post.from_text("---\n---\n" + unit * count), site, _POST)
    references(Post.from_text("---\n---\n" + (unit + "\n") * (count // 2)), site, _POST)
