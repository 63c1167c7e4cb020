"""`new`, `list`, `rename`, `publish`, `search`, `index`, `check`, `render`, `strip`."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.storage import PostLock, versions
from tests.cli.sites import POST, run
from tests.images import pictures

HARBOUR = "_posts/2026-09-01-harbour.md"


def test_list_is_newest_first_with_states(site: Path) -> None:
    posts = run("list", "--site", site, "--json").json["posts"]
    assert {each["path"]: each["state"] for each in posts} == {
        "_posts/2099-01-01-later.md": "scheduled",
        "_drafts/idea.md": "draft",
        HARBOUR: "published",
        "_posts/2026-08-15-market.md": "published",
    }
    dated = [each["path"] for each in posts if each["path"].startswith("_posts")]
    assert dated == sorted(dated, reverse=True)
    harbour = next(each for each in posts if each["path"] == HARBOUR)
    assert harbour["url"] == "/2026/09/harbour/"
    assert harbour["tags"] == ["harbour", "night"]
    assert harbour["date"].startswith("2026-09-01T18:30:00")


@pytest.mark.parametrize(
    ("option", "value", "count"),
    [
        ("--state", "draft", 1),
        ("--category", "city", 2),
        ("--tag", "food", 1),
        ("--tag", "none", 0),
        ("--layout", "post", 4),
        ("--limit", "2", 2),
    ],
)
def test_list_filters(site: Path, option: str, value: str, count: int) -> None:
    assert len(run("list", "--site", site, option, value, "--json").json["posts"]) == count


def test_list_sorts(site: Path) -> None:
    titles = [
        p["title"] for p in run("list", "--site", site, "--sort", "title", "--json").json["posts"]
    ]
    assert titles == sorted(titles, key=str.casefold)
    paths = [
        p["path"] for p in run("list", "--site", site, "--sort", "path", "--json").json["posts"]
    ]
    assert paths == sorted(paths)


def test_new_makes_a_post_in_the_sites_manner(site: Path) -> None:
    said = run(
        "new", "The port's last crane", "--site", site, "--date", "2026-09-05 10:00",
        "--set", "tags=[port]", "--json",
    )  # fmt: skip
    assert said.code == 0, said.text
    path = Path(said.json["path"])
    assert path.parent == site / "_posts"
    assert path.name.startswith("2026-09-05-the-port")
    assert said.json["url"].startswith("/2026/09/the-port")
    text = path.read_text()
    assert text.index("layout:") < text.index("title:") < text.index("date:")
    assert run("get", path, "--json").json["data"]["tags"] == ["port"]


def test_new_shows_first_and_never_overwrites(site: Path) -> None:
    before = sorted(site.rglob("*"))
    dry = run("new", "Idea two", "--draft", "--site", site, "--dry-run")
    assert "+title:" in dry.text
    assert sorted(site.rglob("*")) == before
    assert run("new", "Idea two", "--draft", "--site", site).code == 0
    assert run("new", "Idea two", "--draft", "--site", site).code == 3


def test_rename_moves_the_file_and_keeps_the_rest(site: Path) -> None:
    dry = run("rename", site / HARBOUR, "--slug", "quay", "--dry-run", "--json")
    assert dry.json["to"].endswith("_posts/2026-09-01-quay.md")
    assert (site / HARBOUR).exists()
    said = run("rename", site / HARBOUR, "--slug", "quay", "--json")
    assert said.code == 0, said.text
    assert said.json["url"] == "/2026/09/quay/"
    assert not (site / HARBOUR).exists()
    assert (site / "_posts/2026-09-01-quay.md").read_text() == POST


def test_rename_onto_another_post_is_refused(site: Path) -> None:
    said = run("rename", site / HARBOUR, "--slug", "market", "--date", "2026-08-15 08:00")
    assert said.code == 3
    assert (site / HARBOUR).read_text() == POST


def test_publish_moves_a_draft_with_its_date(site: Path) -> None:
    dry = run(
        "publish", site / "_drafts/idea.md", "--date", "2026-09-10 09:00", "--dry-run", "--json"
    )
    assert dry.json["to"].endswith("_posts/2026-09-10-idea.md")
    assert (site / "_drafts/idea.md").exists()
    said = run("publish", site / "_drafts/idea.md", "--date", "2026-09-10 09:00", "--json")
    assert said.code == 0, said.text
    assert not (site / "_drafts/idea.md").exists()
    assert (site / "_posts/2026-09-10-idea.md").exists()
    assert said.json["url"] == "/2026/09/idea/"


def test_search_finds_words_with_their_lines(site: Path) -> None:
    hits = run("search", "ferry", "--site", site, "--json").json["hits"]
    assert [each["path"] for each in hits] == [HARBOUR]
    assert hits[0]["line"] == 11
    assert run("search", "ferry", "--in", "title", "--site", site, "--json").json["hits"] == []
    assert run("search", 'c++ "', "--site", site).code == 0


def test_index_counts(site: Path) -> None:
    first = run("index", "--site", site, "--json").json
    assert (first["posts"], first["added"]) == (4, 4)
    again = run("index", "--site", site, "--json").json
    assert (again["posts"], again["added"], again["changed"], again["removed"]) == (4, 0, 0, 0)
    (site / "_drafts/idea.md").unlink()
    assert run("index", "--site", site, "--json").json["removed"] == 1
    assert run("index", "--rebuild", "--site", site, "--json").json["added"] == 3


def test_check_says_what_is_wrong_where(site: Path) -> None:
    path = site / "_posts/2026-09-04-bad.md"
    path.write_text("---\ntitle: Bad\nlayout: pots\ndate: 2026-09-04\n---\n\n![](/none.png)\n")
    said = run("check", path, "--json")
    assert said.code == 1
    found = {(each["id"], each["line"]) for each in said.json["findings"]}
    assert {("layout", 3), ("picture-missing", 7), ("alt-text", 7)} <= found
    assert all(each["path"] == "_posts/2026-09-04-bad.md" for each in said.json["findings"])
    only = run("check", path, "--only", "alt-text", "--json").json["findings"]
    assert [each["id"] for each in only] == ["alt-text"]
    assert run("check", path, "--skip", "alt-text", "--skip", "layout", "--skip",
               "picture-missing").code == 0  # fmt: skip


def test_check_of_a_good_site_is_silent(site: Path) -> None:
    said = run("check", "--site", site)
    assert said.code == 0, said.text


def test_render_gives_body_and_page(site: Path) -> None:
    body = run("render", site / HARBOUR, "--body")
    assert body.code == 0
    assert "<em>ferry</em>" in body.text
    assert "<html" not in body.text
    page = run("render", site / HARBOUR, "--json").json
    assert page["html"].startswith("<main><p>The <em>ferry</em> left.")
    assert page["url"] == "/2026/09/harbour/"
    assert "<p>Hi</p>" in run("render", "-", "--body", "--site", site, stdin=b"---\n---\nHi\n").text


def test_a_site_without_layouts_is_rendered_in_the_reading_style(site: Path) -> None:
    (site / "_layouts" / "post.html").unlink()
    page = run("render", site / HARBOUR, "--json").json
    assert "<html" in page["html"]
    assert "The harbour: a night" in page["html"]
    assert [each["kind"] for each in page["notes"]] == ["layout"]


def test_render_all_writes_where_jekyll_would(site: Path, tmp_path: Path) -> None:
    said = run("render", "--all", "--site", site, "--output", tmp_path / "out", "--json")
    assert said.code == 0
    assert said.json["failed"] == []
    made = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.html")}
    assert made == {"2026/09/harbour/index.html", "2026/08/market/index.html"}
    more = tmp_path / "more"
    run("render", "--all", "--body", "--site", site, "--output", more, "--drafts", "--future")
    made = {p.relative_to(more).as_posix() for p in more.rglob("*.html")}
    assert made == {
        f"{HARBOUR}.html", "_posts/2026-08-15-market.md.html",
        "_posts/2099-01-01-later.md.html", "_drafts/idea.md.html",
    }  # fmt: skip


def test_render_into_a_file_replaces_html_only(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert run("render", site / HARBOUR, "--output", target).code == 0
    assert run("render", site / HARBOUR, "--output", target).code == 0
    assert run("render", site / HARBOUR, "--output", site / "_config.yml").code == 3
    assert (site / "_config.yml").read_text().startswith("title: The Paper")


def test_strip_works_in_place_and_into_a_folder(site: Path, tmp_path: Path) -> None:
    picture = site / "assets/quay.png"
    before = picture.read_bytes()
    said = run("strip", picture, "--output", tmp_path / "out", "--json")
    assert said.code == 0
    assert picture.read_bytes() == before
    assert pictures.found_in((tmp_path / "out/quay.png").read_bytes()) == []
    assert said.json["pictures"][0]["changed"]
    assert "location" in said.json["pictures"][0]["removed"]
    assert run("strip", picture, "--dry-run").code == 0
    assert picture.read_bytes() == before
    assert run("strip", picture).code == 0
    assert pictures.found_in(picture.read_bytes()) == []
    assert run("strip", picture, "--output", tmp_path / "out").code == 3
    assert run("strip", site / HARBOUR).code == 2


def test_a_post_that_cannot_be_read_is_a_finding_of_the_whole_site(site: Path) -> None:
    (site / "_posts/2026-09-05-pipe.md").mkdir()
    (site / "_posts/2026-09-06-gone.md").symlink_to(site / "_posts/2026-09-05-pipe.md")
    said = run("check", "--site", site, "--json")
    assert said.code in (0, 1)
    assert {each["path"] for each in said.json["findings"]} <= {"_posts/2026-09-06-gone.md"}


FAULTY = (
    "---\nlayout: post\ntitle: Faulty\ndate: 2026-09-04 10:00:00   # noon\n---\n\n"
    "![A quay](/Assets/quay.PNG)\r\n[x](/nowhere/) ![](/assets/quay.png)\n"
)
MENDED = FAULTY.replace("10:00:00 ", "10:00:00 +0000 ").replace(
    "Assets/quay.PNG", "assets/quay.png", 1
)


def test_check_mends_what_is_sure_and_only_that(site: Path) -> None:
    path = site / "_posts/2026-09-04-faulty.md"
    path.write_bytes(FAULTY.encode())
    said = run("check", path, "--fix", "--json")
    assert said.code == 1
    assert path.read_bytes() == MENDED.encode()
    assert [(each["id"], each["line"]) for each in said.json["fixed"]] == [
        ("date-zone", 4), ("picture-missing", 7),
    ]  # fmt: skip
    assert {each["id"] for each in said.json["findings"]} == {"link-missing", "alt-text"}
    again = run("check", path, "--fix", "--json")
    assert again.json["fixed"] == []
    assert path.read_bytes() == MENDED.encode()
    kept = [versions.read_version(each) for each in versions.list_versions(path)]
    assert FAULTY.encode() in kept


def test_check_with_dry_run_writes_nothing_and_shows_the_lines(site: Path) -> None:
    path = site / "_posts/2026-09-04-faulty.md"
    path.write_bytes(FAULTY.encode())
    said = run("check", path, "--fix", "--dry-run")
    assert path.read_bytes() == FAULTY.encode()
    assert "-![A quay](/Assets/quay.PNG)" in said.text
    assert "+![A quay](/assets/quay.png)" in said.text
    assert "would be mended" in said.text
    data = run("check", "--site", site, "--fix", "--dry-run", "--json").json
    assert data["diff"].count("\n+") == 3  # the file's name, and the two lines
    assert path.read_bytes() == FAULTY.encode()


def test_check_leaves_what_the_post_says_is_meant_so(site: Path) -> None:
    path = site / "_posts/2026-09-04-faulty.md"
    text = FAULTY.replace("layout:", "skip_checks: [date-zone, picture-missing]\nlayout:")
    path.write_bytes(text.encode())
    assert run("check", path, "--fix", "--json").json["fixed"] == []
    assert path.read_bytes() == text.encode()
    plain = FAULTY.encode()
    path.write_bytes(plain)
    run("check", path, "--fix", "--only", "alt-text")
    assert path.read_bytes() == plain


def test_a_post_that_is_open_elsewhere_is_not_mended_and_holds_up_no_other(site: Path) -> None:
    one, two = site / "_posts/2026-09-04-faulty.md", site / "_posts/2026-09-05-faulty.md"
    for each in (one, two):
        each.write_bytes(FAULTY.encode())
    with PostLock.take(one):
        said = run("check", "--site", site, "--fix", "--json")
    assert said.code == 3
    assert one.read_bytes() == FAULTY.encode()
    assert two.read_bytes() == MENDED.encode()
    assert "was not changed" in said.json["warnings"][0]
    open_still = [(each["path"], each["id"]) for each in said.json["findings"]]
    assert ("_posts/2026-09-04-faulty.md", "picture-missing") in open_still
    assert ("_posts/2026-09-05-faulty.md", "picture-missing") not in open_still


def test_check_fix_takes_no_standard_input(site: Path) -> None:
    assert run("check", "-", "--fix", "--site", site, stdin=FAULTY.encode()).code == 2


def test_of_two_posts_with_one_address_the_later_one_is_written(site: Path, tmp_path: Path) -> None:
    for day in ("01", "02"):
        post = site / "_posts" / f"2026-01-{day}-same.md"
        post.write_text(f"---\ntitle: Same\npermalink: /same/\n---\nday {day}\n", "utf-8")
    run("render", "--all", "--site", site, "--output", tmp_path / "out")
    assert "day 02" in (tmp_path / "out" / "same" / "index.html").read_text("utf-8")
