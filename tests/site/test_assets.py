"""Pictures: found, named as the posts name them, added without harm."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from editor.site import BODY, Assets, OutsideSite, Site, SiteWatch
from tests.site.shown import write_site


def _site(root: Path, field: str, body: str) -> Site:
    files: dict[str, str | bytes] = {"assets/img/a.jpg": b"x", "assets/img/b c.png": b"y"}
    for n in range(3):
        files[f"_posts/2020-01-0{n + 1}-p.md"] = f"---\nimage: {field}\n---\n{body}\n"
    files["_site/copy.jpg"] = files[".git/x.jpg"] = files["node_modules/x.png"] = b"z"
    return write_site(root, files)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("assets/img/a.jpg", "assets/img/b c.png"),
        ("/assets/img/a.jpg", "/assets/img/b c.png"),
        ("'{{ site.baseurl }}/assets/img/a.jpg'", "{{ site.baseurl }}/assets/img/b c.png"),
    ],
)
def test_a_field_gets_the_path_style_of_the_posts(tmp_path: Path, field: str, wanted: str) -> None:
    assets = Assets(_site(tmp_path, field, "text"))
    assert assets.reference_for("assets/img/b c.png", "image") == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("![](/assets/img/a.jpg)", "/assets/img/b%20c.png"),
        ("![]({{ site.baseurl }}/assets/img/a.jpg)", "{{ site.baseurl }}/assets/img/b%20c.png"),
        ("![]({{ '/assets/img/a.jpg' | relative_url }})",
         "{{ '/assets/img/b c.png' | relative_url }}"),
        ("![](../assets/img/a.jpg)", "../assets/img/b%20c.png"),
        ("nothing", "/assets/img/b%20c.png"),
    ],
)  # fmt: skip
def test_the_text_gets_the_path_style_of_the_posts(tmp_path: Path, body: str, wanted: str) -> None:
    site = _site(tmp_path, "", body)
    found = Assets(site).reference_for("assets/img/b c.png", BODY, "_posts/2020-01-01-p.md")
    assert found == wanted


def test_pictures_are_found_where_they_are(tmp_path: Path) -> None:
    site = _site(tmp_path, "assets/img/a.jpg", "x")
    found = sorted(each.site_path for each in Assets(site).pictures())
    assert found == ["assets/img/a.jpg", "assets/img/b c.png"]


def test_a_new_picture_gets_a_safe_name_and_never_writes_over_another(tmp_path: Path) -> None:
    site = _site(tmp_path, "assets/img/a.jpg", "x")
    assets = Assets(site)
    first = assets.add_picture(b"1", "../../Mein Foto (1).JPG")
    second = assets.add_picture(b"2", "mein-foto-1.jpg")
    third = assets.add_picture(b"3", "A.jpg")
    assert first.site_path == "assets/img/mein-foto-1.jpg"
    assert second.site_path == "assets/img/mein-foto-1-2.jpg"
    assert third.site_path == "assets/img/a-2.jpg"
    assert (tmp_path / "assets/img/a.jpg").read_bytes() == b"x"
    assert [each.path.read_bytes() for each in (first, second, third)] == [b"1", b"2", b"3"]


def test_no_picture_is_written_through_a_link_that_leaves_the_site(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = _site(tmp_path, "assets/img/a.jpg", "x")
    (tmp_path / "out").symlink_to(tmp_path_factory.mktemp("outside"))
    for folder in ("out", "../x"):
        with pytest.raises(OutsideSite):
            Assets(site).add_picture(b"1", "a.jpg", folder=folder)


def test_a_watch_tells_of_many_changes_in_few_calls(tmp_path: Path) -> None:
    site = _site(tmp_path, "x", "y")
    seen: set[str] = set()
    calls = []
    done = threading.Event()

    def changed(paths: frozenset[str]) -> None:
        calls.append(len(paths))
        seen.update(paths)
        if "_posts/n49.md" in seen:
            done.set()

    watch = SiteWatch(site, changed)
    assert watch.start()
    try:
        (tmp_path / "_site" / "page.html").write_text("x")
        for n in range(50):
            (tmp_path / "_posts" / f"n{n}.md").write_text("x")
        assert done.wait(20)
    finally:
        watch.stop()
    assert not any(path.startswith("_site") for path in seen)
    assert len(calls) < 25


def test_a_folder_that_was_made_later_is_watched_too(tmp_path: Path) -> None:
    site = _site(tmp_path, "x", "y")
    seen: set[str] = set()
    came = threading.Condition()

    def changed(paths: frozenset[str]) -> None:
        with came:
            seen.update(paths)
            came.notify_all()

    watch = SiteWatch(site, changed)
    assert watch.start()
    try:
        (tmp_path / "_drafts").mkdir()
        with came:
            assert came.wait_for(lambda: "_drafts" in seen, 20)
        (tmp_path / "_drafts/first.md").write_text("x")
        with came:
            assert came.wait_for(lambda: "_drafts/first.md" in seen, 20)
    finally:
        watch.stop()
