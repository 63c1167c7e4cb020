"""Each check finds what it is for, on its line, and is silent where all is well."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.checks import CHECKS, Finding, Fix, UnknownCheck, run
from editor.edit import apply_edit
from editor.post import Post
from editor.site import AddressBook, Site, SiteIndex, indexer

GOOD = "---\ntitle: A title\nlayout: post\ndate: 2026-09-01 10:00:00 +0000\n---\n"
PATH = "_posts/2026-09-01-a.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    for name, text in {
        "_config.yml": "baseurl: /paper\npermalink: /:year/:title/\ntimezone: UTC\n",
        "_layouts/post.html": "",
        "_layouts/page.html": "",
        "assets/a.png": "x",
        "index.html": "---\n---\n",
        "css/main.scss": "---\n---\n",
        "table.json": "---\npermalink: /list.csv\n---\n",
        "data.json": "{}",
        "about.md": "---\nlayout: page\n---\n",
        "team.md": "---\npermalink: /people/\n---\n",
        "_posts/2026-08-01-other.md": "---\ntitle: Other\n---\n",
        "_posts/2026-08-02-fixed.md": "---\ntitle: Fixed\npermalink: /fixed/\n---\n",
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Site.open(root)


def found(site: Site, text: str, path: str = PATH) -> list[Finding]:
    index = SiteIndex.open(site, site.root.parent / f"{site.root.name}.sqlite")
    book = AddressBook(site, index)
    if not book.is_complete:
        indexer.refresh(site, index=index, words=False)
        book.refresh()
    try:
        return run(Post.from_text(text), site, path, near=book.near)
    finally:
        index.close()


def mended(text: str, fix: Fix | None) -> str:
    assert fix is not None
    for edit in fix.edits:
        text = apply_edit(text, edit)
    return text


def ids(site: Site, text: str, path: str = PATH) -> list[tuple[str, int]]:
    return [(each.check, each.line) for each in found(site, text, path)]


def test_a_good_post_is_silent(site: Site) -> None:
    text = GOOD + "![A quay](/assets/a.png) [o](/paper/2026/other/) [a](/about.html) [p](/people)\n"
    assert ids(site, text) == []


def test_ids_are_unique_and_titled() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert all(check.title for check in CHECKS)


def test_broken_front_matter_is_the_only_finding_but_for_the_text(site: Site) -> None:
    said = ids(site, "---\ntitle: a: b\n---\n{% if x %}\n")
    assert said[0][0] == "front-matter"
    assert {each for each, _ in said} <= {"front-matter", "liquid"}


def test_no_front_matter_at_all(site: Site) -> None:
    assert ("front-matter", 0) in ids(site, "Just text.\n")


@pytest.mark.parametrize("title", ["", "title:\n", "title: ''\n", "title: ' '\n"])
def test_a_missing_title(site: Site, title: str) -> None:
    text = GOOD.replace("title: A title\n", title)
    said = [each for each in found(site, text) if each.check == "title"]
    assert len(said) == 1
    assert Post.from_text(mended(text, said[0].fix)).data["title"] == "A"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("", [("date-missing", 0)]),
        ("date: 2026-09-01 10:00:00 +0200\n", []),
        ("date: 2026-09-01T10:00:00Z\n", []),
        ("date: 2026-09-01\n", []),
        ("date: 2026-09-01 10:00\n", [("date-zone", 3)]),
        ("date: 2026-09-01 10:00:00\n", [("date-zone", 3)]),
        ("date: '2026-09-01 10:00:00'\n", [("date-zone", 3)]),
        ("date: 2026-09-01 10:00:00 CEST\n", []),
        ("date: 2026-02-30 10:00:00 +0000\n", [("date-impossible", 3)]),
        ("date: someday\n", [("date-impossible", 3)]),
        ("date: [1]\n", [("date-impossible", 3)]),
    ],
)
def test_dates(site: Site, date: str, expected: list[tuple[str, int]]) -> None:
    text = GOOD.replace("date: 2026-09-01 10:00:00 +0000\n", date)
    assert [each for each in ids(site, text) if each[0].startswith("date")] == expected


def test_a_name_that_is_no_day(site: Site) -> None:
    assert ("date-impossible", 0) in ids(site, GOOD, "_posts/2026-02-30-a.md")


def test_a_draft_needs_no_date(site: Site) -> None:
    text = GOOD.replace("date: 2026-09-01 10:00:00 +0000\n", "")
    assert ids(site, text, "_drafts/a.md") == []


def test_a_missing_layout_and_its_fix(site: Site) -> None:
    text = GOOD.replace("layout: post", "layout: pots")
    said = found(site, text)
    assert [(each.check, each.line) for each in said] == [("layout", 2)]
    assert mended(text, said[0].fix) == GOOD
    assert ids(site, GOOD.replace("layout: post", "layout: none")) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![x](/assets/none.png)", [("picture-missing", 5)]),
        ("Text\n<img src='/assets/none.png' alt='x'>", [("picture-missing", 6)]),
        ("![x](https://elsewhere.example/none.png)", []),
        ("`![x](/assets/none.png)`", []),
        ("```\n![](/assets/none.png)\n```", []),
        ("[x](/nowhere/)", [("link-missing", 5)]),
        ("[x](/2026/other/) [y](/paper/fixed) [z](#here) [m](mailto:a@b.example)", []),
        ("[x](/css/main.css) [y](/list.csv) [z](/data.json)", []),
        ("[x](/css/none.css)", [("link-missing", 5)]),
        ("[x](/2026/)", [("link-missing", 5)]),
        ("[x](../other/) [y](../../../about) [z](./)", []),
        ("[x](/paper/) [y](/paper) [z](/)", []),
        ("[x](other/)", [("link-missing", 5)]),
        ("[x](/feed.xml) [y](/tags/city/) [z](/category/city)", []),
        ("[x](/assets/none.pdf)", [("link-missing", 5)]),
        ("[x]({% post_url 2026-08-01-other %})", []),
    ],
)
def test_pictures_and_links(site: Site, body: str, expected: list[tuple[str, int]]) -> None:
    said = ids(site, GOOD + body + "\n")
    assert [each for each in said if each[0].endswith("missing")] == expected


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("![](/assets/a.png)", [5]),
        ("Some\n![ ](/assets/a.png)", [6]),
        ("![][ref]\n\n[ref]: /assets/a.png", [5]),
        ('<img src="/assets/a.png">', [5]),
        ('<img src="/assets/a.png" alt="">', []),
        ('<img alt="x > y" src="/assets/a.png"/>', []),
        ("![A quay](/assets/a.png)", []),
        ("`![](/assets/a.png)`", []),
        ("    ![](/assets/a.png)", []),
        ("~~~\n<img src=x>\n~~~", []),
        ("<!-- ![](/assets/a.png) -->", []),
        ("{% comment %}![](/assets/a.png){% endcomment %}", []),
        ("{% raw %}![](/assets/a.png){% endraw %}", [5]),
        (r"\![](/assets/a.png)", []),
    ],
)
def test_alternative_text(site: Site, body: str, lines: list[int]) -> None:
    assert [line for each, line in ids(site, GOOD + body + "\n") if each == "alt-text"] == lines


def test_two_posts_of_one_address(site: Site) -> None:
    text = GOOD.replace("layout:", "permalink: /fixed/\nlayout:")
    said = [each for each in found(site, text) if each.check == "same-url"]
    assert [each.line for each in said] == [2]
    assert "_posts/2026-08-02-fixed.md" in said[0].sentence
    page = GOOD.replace("layout:", "permalink: /people/\nlayout:")
    assert "same-url" in {each for each, _ in ids(site, page)}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("{{ page.title }} {% if a %}x{% endif %}", []),
        ("{{ page.title", [5]),
        ("text\n{% if a", [6]),
        ("{% if a %}\nx", [5]),
        ("{% if a %}{% for b in c %}{% endif %}{% endfor %}", [5, 5, 5, 5]),
        ("{% endif %}", [5]),
        ("{% raw %}{{ {% if %}{% endraw %}", []),
        ("{% raw %}", [5]),
        ("{% comment %}{% if %}{% endcomment %}", [5]),
        ("{% highlight ruby %}\n{% endhighlight %}", []),
        ("{%- for a in b -%}{%- endfor -%}", []),
        ("{% include x.html %}{% custom %}", []),
    ],
)
def test_unclosed_liquid(site: Site, body: str, lines: list[int]) -> None:
    said = [line for each, line in ids(site, GOOD + body + "\n") if each == "liquid"]
    assert sorted(set(said)) == sorted(set(lines))


def test_liquid_that_is_turned_off_is_not_looked_at(site: Site) -> None:
    text = GOOD.replace("layout:", "render_with_liquid: false\nlayout:") + "{% if\n"
    assert ids(site, text) == []


@pytest.mark.parametrize(
    ("body", "checks"),
    [
        ("![A quay](near.png)", ["picture-hidden"]),
        ("![A quay](/_posts/near.png)", ["picture-hidden"]),
        ("![A quay](assets/a.png)", ["picture-hidden"]),
        ("![A quay](/assets/a.png)", []),
        ("![A quay](../../assets/a.png)", []),
    ],
)
def test_a_picture_that_the_page_does_not_find(site: Site, body: str, checks: list[str]) -> None:
    (site.root / "_posts" / "near.png").write_bytes(b"x")
    assert [each for each, _ in ids(site, GOOD + body + "\n")] == checks


def test_a_post_may_say_that_it_is_meant_so(site: Site) -> None:
    text = GOOD.replace("layout:", "skip_checks: [alt-text, liquid]\nlayout:")
    said = found(site, text + "![](/assets/a.png)\n{% if a %}\n")
    assert {each.check: each.overridden for each in said} == {"alt-text": True, "liquid": False}


def test_only_and_skip(site: Site) -> None:
    post = Post.from_text(GOOD + "![](/assets/none.png)\n")
    assert [e.check for e in run(post, site, PATH, only=["alt-text"])] == ["alt-text"]
    assert [e.check for e in run(post, site, PATH, skip=["alt-text"])] == ["picture-missing"]
    with pytest.raises(UnknownCheck, match="alt-text"):
        run(post, site, PATH, only=["nonsense"])


@given(st.text("{}%- ifendraw\n\"'|x", max_size=120))
@settings(max_examples=200, deadline=None, database=None)
def test_any_text_is_checked_without_a_traceback(text: str) -> None:
    from editor.checks.liquid import _problems

    for place, sentence in _problems(text):
        assert 0 <= place < len(text)
        assert sentence.endswith(".")
