"""A bundle holds the posts and what they refer to, and nothing that anyone wants to hide."""

from __future__ import annotations

import getpass
import hashlib
import io
import os
import platform
import zipfile
from pathlib import Path

import pytest

from editor.bundle import FORMATS, Exported, NothingToExport, collect, export
from editor.bundle.formats.bagit_reader import read_bag
from editor.site import Site
from editor.storage import TargetExists
from tests.bundle import seeded
from tests.bundle.bags import judged_by_bagit
from tests.images.pictures import frames

BAG = FORMATS[0]


def exported(
    root: Path, output: Path, posts: list[str], *, drafts: bool = False, other_files: bool = False
) -> tuple[Exported, dict[str, bytes], bytes]:
    """Export posts; return the summary, the payload and every byte of the zip, unpacked."""
    manifest = collect(posts, Site.open(root), drafts=drafts, other_files=other_files)
    done = export(manifest, BAG, output)
    data = output.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        every = b"\n".join(
            member.filename.encode() + archive.read(member) for member in archive.infolist()
        )
    return done, read_bag(data), data + every


@pytest.fixture
def site(tmp_path: Path) -> tuple[Path, list[str]]:
    return seeded.make_site(tmp_path / "site")


@pytest.mark.parametrize("style", seeded.STYLES)
def test_every_style_of_reference_is_collected(
    site: tuple[Path, list[str]], tmp_path: Path, style: str
) -> None:
    done, payload, _ = exported(site[0], tmp_path / "out.zip", [seeded.POST_PATH])
    assert set(seeded.STYLES[style]) <= set(payload)
    assert done.missing == ()


def test_nothing_but_the_post_and_its_pictures_is_in(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    _, payload, _ = exported(site[0], tmp_path / "out.zip", [seeded.POST_PATH])
    wanted = {path for paths in seeded.STYLES.values() for path in paths}
    assert set(payload) == {seeded.POST_PATH} | wanted
    assert payload[seeded.POST_PATH] == (site[0] / seeded.POST_PATH).read_bytes()


def test_no_planted_secret_is_in_the_bundle(site: tuple[Path, list[str]], tmp_path: Path) -> None:
    root, secrets = site
    assert len(secrets) >= 50
    on_disk = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert all(secret.encode() in on_disk for secret in secrets), "the test plants nothing"
    _, _, everything = exported(root, tmp_path / "out.zip", [seeded.POST_PATH])
    assert [each for each in secrets if each.encode() in everything] == []
    assert b"SECRET-" not in everything


def test_no_path_user_or_host_is_in_the_bundle(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    _, _, everything = exported(site[0], tmp_path / "out.zip", [seeded.POST_PATH])
    for word in (str(tmp_path), str(site[0]), str(Path.home()) + "/", str(Path.cwd()), "file:",
                 "C:\\Users", platform.node()):  # fmt: skip
        assert word.encode() not in everything, word
    user = getpass.getuser()
    assert user.encode() + b"/" not in everything


def test_the_pictures_look_the_same_and_the_site_is_untouched(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    root, _ = site

    def digests() -> dict[Path, str]:
        return {
            path: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*")
            if path.is_file()
        }

    before = digests()
    done, payload, _ = exported(root, tmp_path / "out.zip", [seeded.POST_PATH])
    assert digests() == before
    pictures = [path for path in payload if path.startswith("assets/")]
    assert {each.path for each in done.stripped} == set(pictures)
    for path in pictures:
        assert frames(payload[path]) == frames((root / path).read_bytes()), path


def test_bagit_finds_it_valid_and_it_is_the_same_twice(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    exported(site[0], one, [seeded.POST_PATH])
    for path in site[0].rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    exported(site[0], two, [seeded.POST_PATH])
    assert one.read_bytes() == two.read_bytes()
    assert judged_by_bagit(one.read_bytes(), tmp_path / "unpacked").startswith("1.0 ")


@pytest.mark.parametrize(
    "path", ["_drafts/draft.md", "_posts/2026-08-01-held.md", "_posts/2099-01-01-later.md"]
)
def test_what_is_not_published_goes_only_when_asked_for(
    site: tuple[Path, list[str]], tmp_path: Path, path: str
) -> None:
    with pytest.raises(NothingToExport):
        collect([path], Site.open(site[0]))
    done, payload, _ = exported(site[0], tmp_path / "out.zip", [seeded.POST_PATH, path])
    assert path not in payload
    assert path in {each.path for each in done.left_out}
    _, payload, _ = exported(site[0], tmp_path / "all.zip", [path], drafts=True)
    assert path in payload


def test_a_missing_picture_is_named_with_its_line(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    (site[0] / "assets/img/root.jpg").unlink()
    done, _, _ = exported(site[0], tmp_path / "out.zip", [seeded.POST_PATH])
    assert [(each.target, each.line) for each in done.missing] == [("/assets/img/root.jpg", 9)]


def test_links_in_the_file_system_are_refused(site: tuple[Path, list[str]], tmp_path: Path) -> None:
    outside = seeded.write(tmp_path, "outside.jpg", seeded.plain_picture("x.jpg", 9))
    picture = site[0] / "assets/img/root.jpg"
    picture.unlink()
    picture.symlink_to(outside)
    (site[0] / "assets/a").rename(site[0] / "assets/real")
    (site[0] / "assets/a").symlink_to(site[0] / "assets/real")
    post = site[0] / "_posts/2026-08-03-link.md"
    post.symlink_to(tmp_path / "outside.jpg")
    done, payload, _ = exported(
        site[0], tmp_path / "out.zip", [seeded.POST_PATH, "_posts/2026-08-03-link.md"]
    )
    named = {each.path for each in done.left_out} | {
        each.target.lstrip("/") for each in done.missing
    }
    for path in ("assets/img/root.jpg", "assets/a/photo.jpg", "_posts/2026-08-03-link.md"):
        assert path not in payload
        assert path in named


def test_what_cannot_be_stripped_is_named_and_left_out_unless_asked_for(tmp_path: Path) -> None:
    root = tmp_path / "site"
    out = io.BytesIO()
    from tests.images.pictures import picture

    picture().save(out, "TIFF")
    files: dict[str, bytes | str] = {
        "_config.yml": "title: x\n",
        "_posts/2026-09-01-a.md": "---\ntitle: A\n---\n![x](/i/a.svg) ![x](/i/b.tiff) "
        "[paper](/i/c.pdf) ![x](/i/tiff.jpg) ![x](/i/broken.jpg) ![x](/i/page.png)\n",
        "i/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><!-- by me --></svg>",
        "i/b.tiff": out.getvalue(),
        "i/c.pdf": "%PDF-1.7 /Author (me)",
        "i/tiff.jpg": out.getvalue(),
        "i/broken.jpg": seeded.plain_picture("x.jpg", 1)[:200],
        "i/page.png": "<html><script>1</script></html>",
    }
    for path, data in files.items():
        seeded.write(root, path, data)
    post = "_posts/2026-09-01-a.md"
    done, payload, _ = exported(root, tmp_path / "out.zip", [post])
    assert set(payload) == {post}
    assert {each.path for each in done.left_out} == set(files) - {post, "_config.yml"}
    assert all(each.sentence.endswith(".") for each in done.left_out)
    done, payload, _ = exported(root, tmp_path / "all.zip", [post], other_files=True)
    assert set(payload) == {post, "i/a.svg", "i/b.tiff", "i/c.pdf", "i/tiff.jpg"}
    assert {each.path for each in done.left_out} == {"i/broken.jpg", "i/page.png"}


def test_a_picture_without_an_ending_goes_along_by_what_it_is(tmp_path: Path) -> None:
    root = tmp_path / "site"
    secrets: list[str] = []
    seeded.write(root, "_config.yml", "title: x\n")
    seeded.write(root, "i/photo", seeded.secret_picture("photo.jpg", secrets))
    seeded.write(root, "i/linked", seeded.secret_picture("linked.png", secrets))
    seeded.write(root, "i/old.jpg_large", seeded.secret_picture("old.jpg", secrets))
    seeded.write(root, "i/notes", "no picture")
    seeded.write(root, "i/page.xml", "<feed></feed>")
    post = "_posts/2026-09-01-a.md"
    text = (
        "---\ntitle: A\nimage: /i/photo\n---\n![x](/i/photo) [x](/i/linked)\n"
        "![x](/i/old.jpg_large) ![x](/i/notes) ![x](/i/gone) [feed](/i/page.xml)\n![x](https://x.invalid/y)\n"
    )
    seeded.write(root, post, text)
    done, payload, everything = exported(root, tmp_path / "out.zip", [post])
    assert set(payload) == {post, "i/photo", "i/linked", "i/old.jpg_large"}
    assert {each.path for each in done.left_out} == {"i/notes"}
    assert [(each.target, each.line) for each in done.missing] == [("/i/gone", 5)]
    assert [each for each in secrets if each.encode() in everything] == []


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_names_that_are_no_utf_8_are_said_to_be_so(tmp_path: Path) -> None:
    root = tmp_path / "site"
    seeded.write(root, "_config.yml", "title: x\n")
    seeded.write(root, "_posts/2026-09-01-a.md", b"---\ntitle: A\n---\n![x](/i/\xe9.jpg)\n")
    seeded.write(root, os.fsdecode(b"i/\xe9.jpg"), seeded.plain_picture("x.jpg", 1))
    odd = os.fsdecode(b"_posts/2026-09-02-caf\xe9.md")
    seeded.write(root, odd, "---\ntitle: B\n---\n")
    with pytest.raises(NothingToExport, match="UTF-8"):
        collect([odd], Site.open(root))
    done, payload, _ = exported(root, tmp_path / "out.zip", ["_posts/2026-09-01-a.md", odd])
    assert set(payload) == {"_posts/2026-09-01-a.md"}
    assert "_posts/2026-09-02-caf\ufffd.md" in {each.path for each in done.left_out}
    for each in done.left_out:
        assert each.sentence.encode("utf-8")


def test_private_places_stay_private_even_when_a_post_names_them(tmp_path: Path) -> None:
    root = tmp_path / "site"
    picture = seeded.plain_picture("x.jpg", 1)
    hidden = [".git/a.jpg", "_data/b.jpg", "_includes/c.jpg", "node_modules/d.jpg", "e/.f.jpg"]
    text = "".join(f"![x](/{path}) " for path in hidden)
    seeded.write(root, "_config.yml", "title: x\n")
    seeded.write(root, "_posts/2026-09-01-a.md", f"---\ntitle: A\n---\n{text}\n")
    for path in hidden:
        seeded.write(root, path, picture)
    _, payload, _ = exported(root, tmp_path / "out.zip", ["_posts/2026-09-01-a.md"])
    assert set(payload) == {"_posts/2026-09-01-a.md"}


def test_what_the_source_gives_away_is_said(tmp_path: Path) -> None:
    root = tmp_path / "site"
    seeded.write(root, "_config.yml", "title: x\n")
    text = (
        "---\ntitle: A\neditor_notes: call her\napi_key: x\n---\n<!-- her name is V. -->\n"
        "Fine.\n{% comment %}hidden{% endcomment %}\nkey AKIAABCDEFGHIJKLMNOP\n<!--more-->\n"
    )
    seeded.write(root, "_posts/2026-09-01-a.md", text)
    done, payload, _ = exported(root, tmp_path / "out.zip", ["_posts/2026-09-01-a.md"])
    assert payload["_posts/2026-09-01-a.md"] == text.encode()
    said = [(each.line, each.sentence) for each in done.warnings]
    assert sum(line == 0 for line, _ in said) == 2
    assert {line for line, _ in said} == {0, 5, 7, 8}
    assert not any("AKIA" in sentence for _, sentence in said)


def test_an_existing_file_is_not_overwritten_unasked(
    site: tuple[Path, list[str]], tmp_path: Path
) -> None:
    output = tmp_path / "out.zip"
    output.write_bytes(b"another's")
    manifest = collect([seeded.POST_PATH], Site.open(site[0]))
    with pytest.raises(TargetExists):
        export(manifest, BAG, output)
    assert output.read_bytes() == b"another's"
    export(manifest, BAG, output, overwrite=True)
    assert read_bag(output.read_bytes())


def test_a_cancelled_export_leaves_nothing(site: tuple[Path, list[str]], tmp_path: Path) -> None:
    class Cancelled(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done >= 3:
            raise Cancelled

    folder = tmp_path / "out"
    folder.mkdir()
    manifest = collect([seeded.POST_PATH], Site.open(site[0]))
    with pytest.raises(Cancelled):
        export(manifest, BAG, folder / "out.zip", progress)
    assert list(folder.iterdir()) == []


def test_progress_goes_to_the_end(site: tuple[Path, list[str]], tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    manifest = collect([seeded.POST_PATH], Site.open(site[0]))
    export(manifest, BAG, tmp_path / "o.zip", lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == len(manifest.posts) + len(manifest.assets)
