"""`get`, `set` and `unset`: what is asked for, and not a byte else."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from editor.storage import PostLock, versions
from tests.cli.sites import POST, run

HARBOUR = "_posts/2026-09-01-harbour.md"


def test_get_prints_values_as_ruby_reads_them(site: Path) -> None:
    said = run("get", site / HARBOUR, "--json")
    assert said.code == 0
    assert said.json["data"]["title"] == "The harbour: a night"
    assert said.json["data"]["date"].startswith("2026-09-01T18:30:00")
    assert said.json["data"]["tags"] == ["harbour", "night"]
    assert run("get", site / HARBOUR, "author.name").text == "Valdete\n"
    assert run("get", site / HARBOUR, "--json", "tags.1").json["data"] == {"tags.1": "night"}


def test_get_shows_defaults_when_asked(site: Path) -> None:
    assert "lang" not in run("get", site / HARBOUR, "--json").json["data"]
    assert run("get", site / HARBOUR, "--json", "--defaults").json["data"]["lang"] == "en"


def test_get_reads_standard_input(site: Path) -> None:
    assert run("get", "-", "title", stdin=b"---\ntitle: Hello\n---\n").text == "Hello\n"
    assert run("get", HARBOUR, "--site", site, "title").text == "The harbour: a night\n"


@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        (["title=Quiet"], '"The harbour: a night"', '"Quiet"'),
        (["tags.0=port"], "[harbour, night]", "[port, night]"),
        (["author.name=Drita"], "  name: Valdete", "  name: Drita"),
        (["--rename-key", "author=by"], "author:\n", "by:\n"),
        (["categories=[city, sea]"], "[city]", "[city, sea]"),
    ],
)
def test_set_changes_nothing_else(site: Path, arguments: list[str], old: str, new: str) -> None:
    said = run("set", site / HARBOUR, *arguments)
    assert said.code == 0, said.error
    assert (site / HARBOUR).read_bytes() == POST.replace(old, new, 1).encode()


def test_set_says_which_lines_changed(site: Path) -> None:
    said = run("set", site / HARBOUR, "title=Quiet", "tags.0=port", "--json")
    assert said.json["keys"] == ["title", "tags.0"]
    assert said.json["lines"] == [[3, 3], [6, 6]]


def test_set_takes_values_as_yaml_and_as_texts(site: Path) -> None:
    run("set", site / HARBOUR, "pinned=true", "count=3", "none=")
    run("set", site / HARBOUR, "word=true", "--string")
    data = run("get", site / HARBOUR, "--json").json["data"]
    assert (data["pinned"], data["count"], data["none"], data["word"]) == (True, 3, None, "true")


def test_a_dry_run_shows_the_diff_and_writes_nothing(site: Path) -> None:
    said = run("set", site / HARBOUR, "title=Quiet", "--dry-run")
    lines = said.text.splitlines()
    assert '-title: "The harbour: a night"   # the desk\'s' in lines
    assert '+title: "Quiet"   # the desk\'s' in lines
    assert (site / HARBOUR).read_text() == POST


def test_set_on_standard_input_writes_the_post_to_standard_output() -> None:
    said = run("set", "-", "title=B", stdin=b"---\r\ntitle: A\r\n---\r\nText\x0c\r\n")
    assert said.out == b"---\r\ntitle: B\r\n---\r\nText\x0c\r\n"


def test_unset_takes_out_a_key_and_its_line(site: Path) -> None:
    assert run("unset", site / HARBOUR, "tags").code == 0
    assert (site / HARBOUR).read_text() == POST.replace("tags: [harbour, night]\n", "")


def test_a_key_that_is_not_there_is_an_error_and_nothing_changes(site: Path) -> None:
    for verb in ("unset", "get"):
        said = run(verb, site / HARBOUR, "subtitle")
        assert said.code == 2
        assert "subtitle" in said.error
        assert said.error.count("\n") == 1
    assert (site / HARBOUR).read_text() == POST


def test_broken_front_matter_is_refused_and_left(site: Path) -> None:
    path = site / "_posts/2026-09-02-broken.md"
    path.write_bytes(b"---\ntitle: a: b\n---\nText\n")
    said = run("set", path, "title=c", "--json")
    assert said.code == 3
    assert set(said.json) == {"error"}
    assert said.json["error"]["sentence"]
    assert path.read_bytes() == b"---\ntitle: a: b\n---\nText\n"


def test_a_post_that_another_window_holds_is_not_written(site: Path) -> None:
    path = site / HARBOUR
    with PostLock.take(path):
        said = run("set", path, "title=Quiet")
    assert said.code == 3
    assert path.read_text() == POST


def test_a_value_that_is_no_yaml_is_said_to_be_none(site: Path) -> None:
    said = run("set", site / HARBOUR, "title=a: b: c")
    assert said.code == 2
    assert "--string" in said.error


def test_setting_what_is_there_writes_nothing(site: Path) -> None:
    before = (site / HARBOUR).stat()
    said = run("set", site / HARBOUR, "layout=post", "--json")
    assert said.json["changed"] is False
    after = (site / HARBOUR).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_body_of_odd_bytes_stays(site: Path) -> None:
    path = site / "_posts/2026-09-03-odd.md"
    body = b"\r\nmixed\nline ends\r\n\x85 \xe2\x80\xa8 \t \n\n" + bytes(range(14, 32))
    path.write_bytes(b"---\ntitle: A\n---\n" + body)
    said = run("set", path, "title=B")
    if said.code == 0:
        assert path.read_bytes() == b"---\ntitle: B\n---\n" + body
    else:
        assert said.code == 3
        assert path.read_bytes() == b"---\ntitle: A\n---\n" + body


def test_the_digest_of_every_other_file_stays(site: Path) -> None:
    def digests() -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in site.rglob("*")
            if path.is_file() and path.name != "2026-09-01-harbour.md"
        }

    before = digests()
    run("set", site / HARBOUR, "title=Quiet")
    assert digests() == before


def test_what_set_and_unset_write_over_is_a_version(site: Path) -> None:
    run("set", site / HARBOUR, "title=Quiet")
    quiet = (site / HARBOUR).read_bytes()
    run("set", site / HARBOUR, "title=Quiet")  # nothing to write: no version
    run("unset", site / HARBOUR, "tags", "--dry-run")
    run("unset", site / HARBOUR, "tags")
    kept = versions.list_versions(site / HARBOUR)
    assert [versions.read_version(each) for each in kept] == [quiet, POST.encode()]


@pytest.mark.parametrize(
    "words",
    [
        ("set", HARBOUR, "title=Quiet"),
        ("new", "Tides"),
        ("rename", HARBOUR, "--slug", "port"),
        ("publish", "_drafts/idea.md"),
    ],
)
def test_a_save_that_the_disk_did_not_confirm_is_said(
    site: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    fsync = os.fsync

    def refuse_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    monkeypatch.chdir(site)
    said = run(*words)
    assert said.code == 0
    assert said.error.startswith("standfirst: ")
    assert "power cut" in said.error
