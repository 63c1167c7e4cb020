"""No verb writes out of the site through a link, and none changes what is no post of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.site import Assets, Site, posts
from editor.storage import NotAllowed, versions
from tests.cli.sites import POST, make_site, run
from tests.images import pictures

HARBOUR = "_posts/2026-09-01-harbour.md"
NAME = "2026-09-01-there.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture
def elsewhere(tmp_path: Path, site: Path) -> Path:
    """A folder outside with a post and a draft in it, to which the site has links."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / NAME).write_text(POST)
    (site / "_posts/dl").symlink_to(folder)
    (folder / "drafts").mkdir()
    (folder / "drafts" / NAME).write_text(POST)
    (site / "_drafts/dl").symlink_to(folder / "drafts")
    (site / f"_posts/{NAME}").symlink_to(folder / NAME)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


@pytest.mark.parametrize("where", ["_posts/dl", "_posts", "_drafts/dl"])
@pytest.mark.parametrize(
    ("verb", "rest"),
    [
        ("set", ["title=Quiet"]), ("unset", ["tags"]), ("rename", ["--title", "Quiet"]),
        ("rename", ["--slug", "quiet"]), ("publish", []), ("publish", ["--date", "2026-09-09"]),
    ],
)  # fmt: skip
def test_nothing_outside_is_written_through_a_link(
    site: Path, elsewhere: Path, where: str, verb: str, rest: list[str]
) -> None:
    before, of_site = content(elsewhere), names(site / "_posts")
    for dry in ([], ["--dry-run"]):
        said = run(verb, site / where / NAME, *rest, *dry)
        assert said.code == 3, said.error
        assert "site" in said.error
    assert content(elsewhere) == before
    assert names(site / "_posts") == of_site


def test_a_file_outside_that_is_named_itself_is_written(site: Path, elsewhere: Path) -> None:
    assert run("set", elsewhere / NAME, "title=Quiet").code == 0
    assert "Quiet" in (elsewhere / NAME).read_text()
    said = run("set", elsewhere / NAME, "title=Loud", "--site", site)
    assert said.code == 3
    assert "Loud" not in (elsewhere / NAME).read_text()


def test_a_site_that_is_itself_behind_a_link_is_written(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    assert run("set", tmp_path / "link" / HARBOUR, "title=Quiet").code == 0
    assert "Quiet" in (site / HARBOUR).read_text()


def test_a_linked_file_and_folder_inside_the_site_are_written(site: Path) -> None:
    (site / "_posts/again").symlink_to(site / "_posts")
    (site / "_drafts/harbour.md").symlink_to(site / HARBOUR)
    assert run("set", site / "_posts/again/2026-09-01-harbour.md", "title=Quiet").code == 0
    assert run("set", site / "_drafts/harbour.md", "pinned=true").code == 0
    text = (site / HARBOUR).read_text()
    assert "Quiet" in text
    assert "pinned: true" in text


def test_the_window_too_moves_and_removes_nothing_through_a_link(
    site: Path, elsewhere: Path
) -> None:
    opened = Site.open(site)
    before, of_site = content(elsewhere), names(site / "_posts")
    for action in (
        lambda: posts.remove(opened, f"_posts/dl/{NAME}"),
        lambda: posts.publish(opened, f"_drafts/dl/{NAME}"),
        lambda: posts.unpublish(opened, f"_posts/dl/{NAME}"),
        lambda: posts.unpublish(opened, f"_posts/{NAME}"),
        lambda: posts.rename(posts.plan_rename(opened, f"_posts/dl/{NAME}", slug="quiet")),
        lambda: posts.rename(posts.plan_rename(opened, f"_posts/dl/{NAME}", title="Quiet")),
    ):
        with pytest.raises(NotAllowed):
            action()
    assert content(elsewhere) == before
    assert names(site / "_posts") == of_site


def test_no_picture_and_no_new_post_goes_through_a_link(site: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (site / "pictures").symlink_to(away)
    with pytest.raises(Exception, match="link"):
        Assets(Site.open(site)).add_picture(b"x", "a.png", folder="pictures/deep/er")
    for each in (site / "_drafts").iterdir():
        each.unlink()
    (site / "_drafts").rmdir()
    (site / "_drafts").symlink_to(away)
    said = run("new", "A day", "--draft", "--site", site)
    assert said.code == 3
    assert list(away.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "_config.yml", "Gemfile", "_layouts/post.html", "_includes/a.html", "_data/a.yml",
        "_data/a.md", "assets/quay.png", "_site/index.html", ".hidden.md", "_notes/a.md",
        "vendor/bundle/a.md", "style.css",
    ],
)  # fmt: skip
def test_what_is_no_post_page_or_collection_file_is_refused(site: Path, name: str) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text("---\na: 1\n---\n" if name.startswith("_") else "a: 1\n")
    before = path.read_bytes()
    for verb, rest in (
        ("set", ["a=b"]), ("unset", ["a"]), ("rename", ["--slug", "b"]), ("publish", []),
    ):  # fmt: skip
        said = run(verb, path, *rest)
        assert said.code == 3, (verb, said.error)
        assert "post" in said.error
    assert path.read_bytes() == before


def test_a_link_among_the_posts_to_the_configuration_is_refused(site: Path) -> None:
    before = (site / "_config.yml").read_bytes()
    (site / "_posts/2026-09-09-c.md").symlink_to(site / "_config.yml")
    assert run("set", site / "_posts/2026-09-09-c.md", "a=b").code == 3
    assert (site / "_config.yml").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["about.md", "docs/a.html", "assets/main.scss", "_team/anna.md", "news/_posts/a.md"]
)
def test_posts_pages_and_collection_files_are_written(site: Path, name: str) -> None:
    with (site / "_config.yml").open("a") as file:
        file.write("collections: [team]\n")
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("---\na: 1\n---\ntext\n")
    assert run("set", path, "a=2").code == 0
    assert path.read_text() == "---\na: 2\n---\ntext\n"


def test_a_file_of_no_site_is_written(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("---\na: 1\n---\n")
    assert run("set", path, "a=2").code == 0


@pytest.mark.parametrize("is_in_site", [True, False])
def test_strip_in_place_does_not_follow_a_link(
    site: Path, tmp_path: Path, is_in_site: bool
) -> None:
    photograph = tmp_path / "archive" / "photograph.jpg"
    photograph.parent.mkdir()
    photograph.write_bytes(pictures.jpeg())
    before = photograph.read_bytes()
    link = (site / "assets" if is_in_site else tmp_path) / "link.jpg"
    link.symlink_to(photograph)
    for path in (link, site / "away" / "photograph.jpg"):
        if path != link:
            (site / "away").symlink_to(photograph.parent)
        said = run("strip", path)
        assert said.code == 3
        assert photograph.read_bytes() == before
    assert run("strip", link, "--output", tmp_path / "out").code == 0
    assert photograph.read_bytes() == before


def test_strip_in_place_keeps_the_original_and_gives_it_back(site: Path) -> None:
    path = site / "assets" / "photograph.jpg"
    original = pictures.jpeg()
    path.write_bytes(original)
    assert run("strip", path).code == 0
    assert path.read_bytes() != original
    (kept,) = versions.list_versions(path)
    assert versions.read_version(kept) == original
    assert "nothing" in run("strip", path).text
    assert run("strip", path, "--restore", "--dry-run").code == 0
    assert path.read_bytes() != original
    assert run("strip", path, "--restore").code == 0
    assert path.read_bytes() == original
    assert "no original" in run("strip", path, "--restore").text


def test_what_cannot_be_kept_is_not_stripped(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = site / "assets" / "photograph.jpg"
    path.write_bytes(pictures.jpeg())
    before = path.read_bytes()
    monkeypatch.setattr(versions, "keep", lambda *_: False)
    said = run("strip", path)
    assert said.code == 3
    assert "original" in said.error
    assert path.read_bytes() == before
