"""A bundle comes in as its plan said, never over another file, and twice is as once."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.bundle import FORMATS, Action, BundleRefused, apply, collect, export, plan
from editor.site import Site
from editor.storage import versions
from tests.bundle import seeded
from tests.bundle.bags import bag_files, zipped

PICTURE = seeded.plain_picture("x.png", 1)
POST = b"---\ntitle: A\n---\nText\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    seeded.write(root, "_config.yml", "title: x\ncollections:\n  places:\n    output: true\n")
    seeded.write(root, "_posts/2026-01-01-old.md", "---\ntitle: Old\n---\nOld\n")
    return root


def bundle(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(zipped(bag_files(files)))
    return path


def actions(tmp_path: Path, root: Path, files: dict[str, bytes]) -> dict[str, Action]:
    items = plan(bundle(tmp_path, files), Site.open(root)).items
    return {each.path: each.action for each in items}


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_what_was_exported_comes_into_another_site(tmp_path: Path, root: Path) -> None:
    source, _ = seeded.make_site(tmp_path / "source")
    output = tmp_path / "out.zip"
    export(collect([seeded.POST_PATH], Site.open(source)), FORMATS[0], output)
    planned = plan(output, Site.open(root))
    assert {each.action for each in planned.items} == {Action.CREATE}
    before = snapshot(root)
    assert snapshot(root) == before, "a plan writes nothing"
    done = apply(planned)
    assert done.failed == ()
    assert (root / seeded.POST_PATH).read_bytes() == (source / seeded.POST_PATH).read_bytes()
    assert len(snapshot(root)) == len(before) + len(planned.items)


def test_a_second_import_changes_nothing(tmp_path: Path, root: Path) -> None:
    file = bundle(tmp_path, {"_posts/2026-09-01-a.md": POST, "assets/a.png": PICTURE})
    apply(plan(file, Site.open(root)))
    before = snapshot(root)
    again = plan(file, Site.open(root))
    assert {each.action for each in again.items} == {Action.SAME}
    assert apply(again).written == ()
    assert snapshot(root) == before


def test_a_different_file_is_left_unless_named(tmp_path: Path, root: Path) -> None:
    path = "_posts/2026-01-01-old.md"
    planned = plan(bundle(tmp_path, {path: POST}), Site.open(root))
    assert planned.items[0].action is Action.CHANGE
    before = snapshot(root)
    old = (root / path).read_bytes()
    assert apply(planned).written == ()
    assert snapshot(root) == before
    assert apply(planned, overwrite=[path]).written == (path,)
    assert (root / path).read_bytes() == POST
    (kept,) = versions.list_versions(root / path)
    assert versions.read_version(kept) == old


def test_a_file_that_came_meanwhile_is_not_touched(tmp_path: Path, root: Path) -> None:
    path = "_posts/2026-09-01-a.md"
    planned = plan(bundle(tmp_path, {path: POST}), Site.open(root))
    seeded.write(root, path, "another's")
    done = apply(planned)
    assert done.written == ()
    assert [name for name, _ in done.failed] == [path]
    assert (root / path).read_bytes() == b"another's"


@pytest.mark.parametrize(
    "path",
    [
        "_config.yml",
        "_config.md",
        "_layouts/post.html",
        "_includes/head.html",
        "_plugins/x.rb",
        "_plugins/x.md",
        "_data/people.yml",
        "_data/x.png",
        "_sass/x.scss",
        "_site/x.png",
        ".git/hooks/pre-commit",
        ".git/x.png",
        ".github/workflows/x.md",
        ".htaccess",
        "Gemfile",
        "CNAME",
        "index.html",
        "about.md",
        "assets/x.js",
        "assets/x.html",
        "assets/x.css",
        "assets/x.sh",
        "node_modules/x.png",
        "_posts/x.rb",
        "_posts/x.yml",
        "_secrets/x.md",
    ],
)
def test_only_posts_collections_and_assets_come_in(tmp_path: Path, root: Path, path: str) -> None:
    before = snapshot(root)
    file = bundle(tmp_path, {path: PICTURE if path.endswith(".png") else POST})
    planned = plan(file, Site.open(root))
    assert [each.action for each in planned.items] == [Action.REFUSE]
    assert planned.items[0].sentence.endswith(".")
    apply(planned, overwrite=[path])
    assert snapshot(root) == before


def test_posts_drafts_collections_and_assets_come_in(tmp_path: Path, root: Path) -> None:
    files = {
        "_posts/2026-09-01-a.md": POST,
        "news/_posts/2026-09-01-b.md": POST,
        "_drafts/c.md": POST,
        "_places/d.md": POST,
        "assets/deep/er/e.png": PICTURE,
        "f.png": PICTURE,
    }
    assert set(actions(tmp_path, root, files).values()) == {Action.CREATE}


def test_a_picture_without_an_ending_comes_in_and_nothing_else_does(
    tmp_path: Path, root: Path
) -> None:
    files = {"assets/photo": PICTURE, "assets/page": b"<html></html>", "assets/x.php": PICTURE}
    assert actions(tmp_path, root, files) == {
        "assets/photo": Action.CREATE,
        "assets/page": Action.REFUSE,
        "assets/x.php": Action.REFUSE,
    }


def test_a_hidden_folder_in_wide_letters_is_refused(tmp_path: Path, root: Path) -> None:
    for path in (
        "\uff0egit/x.png",
        "\u200c.git/x.png",
        "_\uff50osts\u200c/x.md",
        "_pl\u200cugins/a.md",
    ):
        planned = actions(tmp_path, root, {path: PICTURE if path.endswith("png") else POST})
        assert planned == {path: Action.REFUSE}, ascii(path)


def test_a_picture_that_is_none_is_refused(tmp_path: Path, root: Path) -> None:
    files = {
        "assets/a.png": b"<html><script>1</script>",
        "assets/b.svg": b"<svg onload='x()'></svg>",
        "assets/c.svg": b"<svg><script>1</script></svg>",
        "assets/d.svg": PICTURE,
        "assets/e.png": b"<svg width='1' height='1'></svg>",
    }
    assert set(actions(tmp_path, root, files).values()) == {Action.REFUSE}
    fine = {"assets/b.svg": b"<svg width='1' height='1'></svg>"}
    assert set(actions(tmp_path, root, fine).values()) == {Action.CREATE}


def test_a_name_that_differs_in_case_from_the_sites_is_refused(tmp_path: Path, root: Path) -> None:
    seeded.write(root, "Assets/pic.png", PICTURE)
    files = {"_posts/2026-01-01-OLD.md": POST, "assets/new.png": PICTURE}
    assert set(actions(tmp_path, root, files).values()) == {Action.REFUSE}


def test_nothing_is_written_through_a_link(tmp_path: Path, root: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "assets").symlink_to(outside)
    (root / "_drafts").mkdir()
    (root / "_drafts/x.md").symlink_to(outside / "x.md")
    files = {"assets/a.png": PICTURE, "_drafts/x.md": POST}
    assert set(actions(tmp_path, root, files).values()) == {Action.REFUSE}
    assert list(outside.iterdir()) == []


def test_a_link_that_came_after_the_plan_is_not_followed(tmp_path: Path, root: Path) -> None:
    planned = plan(bundle(tmp_path, {"assets/a.png": PICTURE}), Site.open(root))
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "assets").symlink_to(outside)
    assert apply(planned).written == ()
    assert list(outside.iterdir()) == []


def test_an_address_that_is_taken_is_said(tmp_path: Path, root: Path) -> None:
    text = b"---\ntitle: A\npermalink: /2026/01/01/old.html\nlayout: nowhere\n---\n"
    planned = plan(bundle(tmp_path, {"_posts/2026-09-01-a.md": text}), Site.open(root))
    sentence = planned.items[0].sentence
    assert "_posts/2026-01-01-old.md" in sentence
    assert "nowhere" in sentence


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"not a zip")
    with pytest.raises(BundleRefused):
        plan(path, Site.open(root))
