"""A person's ways through the real window, each checked by the bytes on disk."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.dirs import resource
from tests.journeys import tour
from tests.journeys.driver import App, Desktop, desktop
from tests.shared import DATA

pytestmark = [pytest.mark.display, pytest.mark.xdist_group("display"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def screen() -> Iterator[Desktop]:
    with desktop(1280, 800) as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource("sample-site"), tmp_path / "site"))


@pytest.fixture
def app(screen: Desktop, site: Path, tmp_path: Path) -> Iterator[App]:
    home = tmp_path / "home"
    home.mkdir()
    running = App(screen, [str(site)], home)
    try:
        running.wait("post-list")
        yield running
    finally:
        running.close()


def everything(site: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(site)): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def test_the_tour_opens_edits_previews_saves_and_exports(tmp_path: Path) -> None:
    tour.take(tmp_path / "tour")
    assert len(list((tmp_path / "tour").iterdir())) == 5


def test_opening_and_closing_changes_no_byte_of_the_site(app: App, site: Path) -> None:
    before = everything(site)
    app.click("post-list", "Edith Carver")
    app.until(lambda: "Edith Carver" in app.page(), "the post in the preview")
    assert app.quit() == 0
    assert everything(site) == before


def test_unsaved_words_are_asked_about_and_kept_on_cancel(app: App, site: Path) -> None:
    post = site / "_posts" / "2025-09-02-bus-fares-frozen-until-spring.md"
    before = post.read_bytes()
    app.click("post-list", "Bus fares")
    app.click("editor")
    app.key("ctrl+Home")
    app.type("Unsaved. ")
    app.key("ctrl+q")
    app.click("question_cancel")
    assert app.text("editor").startswith("Unsaved. ")
    assert post.read_bytes() == before
    app.key("ctrl+q")
    app.click("question_save")
    app.process.wait(30)
    body = before.split(b"---\n", 2)[2].lstrip(b"\n")
    assert post.read_bytes() == before.replace(body, b"Unsaved. " + body)


def test_a_picture_is_put_into_the_text_with_its_alt_text(app: App, site: Path) -> None:
    post = site / "_posts" / "2025-09-03-inside-the-night-shift.md"
    before = post.read_bytes()
    app.click("post-list", "Inside the night shift")
    app.click("editor")
    app.key("ctrl+Home")
    app.key("ctrl+shift+i")
    app.wait("asset-picker")
    app.click("search-pictures")
    app.type("lighthouse")

    def picked() -> bool:
        # The grid filters while one types: look where the picture stands, click, and see.
        app.click("picture-grid", "lighthouse.jpg")
        return "lighthouse.jpg" in (app.find("picked-path") or {}).get("text", "")

    app.until(picked, "the picture picked")
    app.click("alt-text")
    app.type("A lighthouse at dusk")
    app.click("accept")
    app.until(lambda: "![A lighthouse at dusk](" in app.text("editor"), "the picture in the text")
    app.key("ctrl+s")
    app.until(lambda: post.read_bytes() != before, "the saved post")
    added = re.search(rb"!\[A lighthouse at dusk\]\((?P<path>[^)]*)\)", post.read_bytes())
    assert added is not None
    assert added["path"].endswith(b"assets/images/lighthouse.jpg")
    assert post.read_bytes().replace(added[0], b"").split() == before.split()


def test_two_posts_leave_in_one_bundle(app: App, site: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "two.zip"
    app.click("post-list", "Storm warning")
    app.until(lambda: "Storm warning" in app.page(), "the post in the preview")
    app.click("export_button")
    app.retype("export-output", str(bundle))
    app.click("accept")
    app.until(bundle.is_file, "the bundle")
    with zipfile.ZipFile(bundle) as archive:
        posts = [name for name in archive.namelist() if "/data/_posts/" in name]
        name = "_posts/2025-09-04-storm-warning-extended-to-sunday.md"
        assert [each.split("/data/")[1] for each in posts] == [name]
        assert archive.read(posts[0]) == (site / name).read_bytes()


@pytest.mark.shared
def test_the_seed_post_from_nothing_is_the_same_to_the_byte(app: App, site: Path) -> None:
    seed = (DATA / "seed-post.md").read_text("utf-8")
    _, head, body = seed.split("---\n", 2)
    fields = dict(re.findall(r'^(\w+): "?(.*?)"?$', head, re.MULTILINE))
    app.key("ctrl+n")
    app.retype("new-title", fields["title"])
    app.retype("new-date", fields["date"])
    app.until(lambda: fields["date"][:10] in app.text("outcome"), "what comes of the new post")
    app.click("accept")
    app.until(lambda: fields["title"] in app.text("field-title"), "the new post in the form")
    for key in ("author", "categories", "excerpt", "image"):
        name = f"field-{key}"
        app.click(name)
        app.key("ctrl+a")
        app.type(fields[key].strip("[]"))
        app.key("Return" if key == "categories" else "Tab")
    app.click("editor")
    app.key("ctrl+End")
    app.type(body.removeprefix("\n"), delay_ms=3)
    app.key("ctrl+s")
    before = {file.name for file in resource("sample-site", "_posts").iterdir()}

    def written() -> bool:
        new = [each for each in (site / "_posts").iterdir() if each.name not in before]
        return [each.read_text("utf-8") for each in new] == [seed]

    app.until(written, "the seed post, byte by byte")
