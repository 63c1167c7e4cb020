"""A repair removes what was found and changes nothing else."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.checks import Finding, Fix, run, with_fixes
from editor.edit import Edit, apply_edit
from editor.post import Post
from editor.site import AddressBook, Site, SiteIndex, indexer
from tests.site.shown import write_site

PATH = "_posts/2026-09-01-a-day.md"
HEAD = "---\ntitle: A title\nlayout: post\ndate: 2026-09-01 10:00:00 +0000\n---\n"
FILES: dict[str, str | bytes] = {
    "_config.yml": "url: https://paper.example\nbaseurl: /p\npermalink: /:year/:title/\n"
    "timezone: Europe/Berlin\n",
    "_layouts/post.html": "",
    "_layouts/page.html": "",
    "assets/Quay One.JPG": "x",
    "assets/both.png": "x",
    "assets/BOTH.png": "x",
    "assets/Caf\u00e9.png": "x",
    "index.md": "---\n---\n",
    "about/Us.md": "---\n---\n",
    "_posts/2026-08-01-Other.md": "---\ntitle: Other\n---\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, AddressBook]]:
    folder = tmp_path_factory.mktemp("fixes")
    site = write_site(folder / "site", FILES)
    index = SiteIndex.open(site, folder / "index.sqlite")
    indexer.refresh(site, index=index, words=False)
    made = AddressBook(site, index)
    made.refresh()
    yield site, made
    index.close()


def found(book: tuple[Site, AddressBook], text: str) -> list[Finding]:
    return run(Post.from_text(text), book[0], PATH, near=book[1].near)


def mended(text: str, fix: Fix) -> str:
    for edit in fix.edits:
        text = apply_edit(text, edit)
    return text


BODY_FAULTS = [
    ("![x](/assets/quay%20one.jpg)", "![x](/assets/Quay%20One.JPG)"),
    ("![x](</assets/quay one.JPG> 'T')", "![x](</assets/Quay One.JPG> 'T')"),
    ("<img src='/p/Assets/Quay One.JPG' alt='x'>", "<img src='/p/assets/Quay One.JPG' alt='x'>"),
    ("![x](/assets/Cafe\u0301.png)", "![x](/assets/Caf\u00e9.png)"),
    ("[x](/About/us.html#top)", "[x](/about/Us.html#top)"),
    ("[x](/p/2026/other/)", "[x](/p/2026/Other/)"),
    ("[x]: /2026/OTHER?a=b", "[x]: /2026/Other?a=b"),
    ("[x](http://paper.example/p/2026/Other/)", "[x](/p/2026/Other/)"),
    ("[x](https://PAPER.example)", "[x](/)"),
    ("![x](https://paper.example/assets/both.png)", "![x](/assets/both.png)"),
]


@pytest.mark.parametrize(("wrong", "right"), BODY_FAULTS)
def test_a_fault_of_the_body_is_mended(
    book: tuple[Site, AddressBook], wrong: str, right: str
) -> None:
    text = f"{HEAD}One\r\ntwo {wrong} three\n"
    if wrong.startswith("[x]:"):
        text = f"{HEAD}[a][x]\n\n{wrong}\n"
    said = found(book, text)
    assert len(said) == 1, said
    fix = said[0].fix
    assert fix is not None
    assert fix.is_sure
    assert mended(text, fix) == text.replace(wrong, right)
    assert found(book, text.replace(wrong, right)) == []


@pytest.mark.parametrize(
    "body",
    [
        "![x](/assets/Both.png)",  # two files may be meant
        "![x](/assets/none.png)",
        "[x](/nowhere/)",
        "![](/assets/both.png)",  # what it shows only its author can say
        "{% if a %}",
        "[x]({{ site.baseurl }}/assets/{{ page.x }}.png)",
        "<https://paper.example/p/2026/Other/>",  # shows the address itself
        "`![x](/assets/quay%20one.jpg)`",
    ],
)
def test_nothing_is_guessed(book: tuple[Site, AddressBook], body: str) -> None:
    assert [each.fix for each in found(book, HEAD + body + "\n") if each.fix] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("date: 2026-09-01 10:00:00  # now\n", "date: 2026-09-01 10:00:00 +0000  # now\n"),
        ("date: '2026-09-01 10:00:00'\n", "date: '2026-09-01 10:00:00 +0200'\n"),
        ("date: 2026-12-01 10:00\n", "date: 2026-12-01 10:00 +0100\n"),
    ],
)
def test_a_date_gets_the_zone_in_which_it_is_read(
    book: tuple[Site, AddressBook], wrong: str, right: str
) -> None:
    text = HEAD.replace("date: 2026-09-01 10:00:00 +0000\n", wrong)
    [finding] = found(book, text)
    assert finding.check == "date-zone"
    assert finding.fix is not None
    assert mended(text, finding.fix) == text.replace(wrong, right)
    before, after = (
        book[0].describe(PATH, Post.from_text(each)).date
        for each in (text, text.replace(wrong, right))
    )
    assert before == after


def test_the_title_that_jekyll_makes_is_written_down(book: tuple[Site, AddressBook]) -> None:
    text = HEAD.replace("title: A title\n", "")
    [finding] = found(book, text)
    assert finding.fix is not None
    after = mended(text, finding.fix)
    assert after == text.replace("date:", "title: A Day\ndate:")
    title = book[0].describe(PATH, Post.from_text(text)).title
    assert title == "A Day"


def test_what_is_only_likely_is_not_sure(book: tuple[Site, AddressBook]) -> None:
    likely = (
        HEAD.replace("layout: post", "layout: pots"),
        HEAD.replace("title: A title", "title: ''"),
        HEAD.replace("title: A title", "title: a: b"),
    )
    for text in likely:
        fixes = [each.fix for each in found(book, text) if each.fix]
        assert [each.is_sure for each in fixes] == [False]
        left = {each.check for each in found(book, mended(text, fixes[0]))}
        assert left == set()


_LINES = st.sampled_from(
    [
        *(wrong for wrong, _ in BODY_FAULTS),
        *("", "Words and more.", "![](/assets/both.png)", "{{ page.title }}", "```", "    code"),
        *("[x](/nowhere/)", "<!-- a -->", "* ![x](/assets/quay%20one.jpg) [y](/About/us)"),
        "[a](/2026/other) ![b](/assets/Quay one.jpg) [c](http://paper.example/about/Us)",
    ]
)
_HEADS = st.lists(
    st.sampled_from(
        [
            *("title: A", "title:", "title: ''", "layout: pots", "layout: POST", "layout: page"),
            *("date: 2026-09-01 10:00:00", "date: '2026-09-01 10:00' # x", "date: 2026-09-01"),
            *("# a comment", "tags: [a, b]", "image: /assets/quay%20one.jpg"),
        ]
    ),
    max_size=5,
    unique_by=lambda line: line.partition(":")[0],
)


@settings(max_examples=150, deadline=None, database=None)
@given(head=_HEADS, body=st.lists(_LINES, max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_a_fix_removes_its_finding_and_changes_nothing_else(
    book: tuple[Site, AddressBook], head: list[str], body: list[str], end: str
) -> None:
    text = end.join(["---", *head, "---", *body, ""])
    before = found(book, text)
    for finding in before:
        if finding.fix is None:
            continue
        after = mended(text, finding.fix)
        left = Counter(each.check for each in before)
        left[finding.check] -= 1
        assert Counter(each.check for each in found(book, after)) == +left, finding
        old, new = text.split("\n"), after.split("\n")
        changed = [
            each
            for each in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            if each[0] != "equal"
        ]
        assert len(changed) == 1
        assert max(changed[0][2] - changed[0][1], changed[0][4] - changed[0][3]) == 1
        was, now = Post.from_text(text), Post.from_text(after)
        if finding.line >= was.body_line:
            assert now.data == was.data
        else:
            assert now.body == was.body
            assert set(was.data) - set(now.data) == set()


@settings(max_examples=100, deadline=None, database=None)
@given(head=_HEADS, body=st.lists(_LINES, max_size=8), end=st.sampled_from(["\n", "\r\n"]))
def test_all_fixes_together_leave_nothing_to_fix(
    book: tuple[Site, AddressBook], head: list[str], body: list[str], end: str
) -> None:
    text = end.join(["---", *head, "---", *body, ""])
    fixable = [each for each in found(book, text) if each.fix]
    for _ in range(20):
        text, made = with_fixes(text, found(book, text))
        if not made:
            break
    assert [each for each in found(book, text) if each.fix] == []
    assert len(text.split("\n")) - len(end.join(["---", *head, "---", *body, ""]).split("\n")) in (
        0,
        1,
    )
    assert bool(fixable) == (text != end.join(["---", *head, "---", *body, ""]))


def test_fixes_of_another_text_are_refused() -> None:
    from editor.checks import Severity

    fix = Fix("x", (Edit(0, 0, "gone", "there"),))
    with pytest.raises(ValueError, match="not at that place"):
        with_fixes("text\n", [Finding("a", Severity.NOTE, "x", 0, 0, fix)])


def test_fixes_on_one_line_are_all_made(book: tuple[Site, AddressBook]) -> None:
    text = HEAD + "![x](/assets/quay%20one.jpg) [y](/About/us) ![z](/assets/quay%20ONE.jpg)\n"
    after, made = with_fixes(text, found(book, text))
    assert len(made) == 3
    assert after.endswith(
        "![x](/assets/Quay%20One.JPG) [y](/about/Us) ![z](/assets/Quay%20One.JPG)\n"
    )
