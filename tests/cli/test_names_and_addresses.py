"""Posts whose names are not UTF-8, and addresses that are to be kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.sites import run

HARBOUR = "_posts/2026-09-01-harbour.md"


@pytest.fixture
def odd(site: Path) -> Path:
    """A post whose name is Latin-1."""
    folder = os.fsencode(site / "_posts")
    name = folder + b"/2026-08-16-caf\xe9.md"
    try:
        os.rename(folder + b"/2026-08-15-market.md", name)
    except OSError:
        pytest.skip("NOT RUN: the file system takes no such names")
    return Path(os.fsdecode(name))


def test_every_verb_finds_a_post_whose_name_is_not_utf_8(site: Path, odd: Path) -> None:
    assert run("get", odd, "title").text == "The market\n"
    assert run("set", odd, "title=Quiet").code == 0
    assert run("check", odd, "--json").code in (0, 1)
    assert run("render", odd, "--body").code == 0
    said = run("export", odd, "--output", site / "bundle.zip")
    assert said.code == 3
    assert "not UTF-8" in said.error
    assert "no such file" not in said.error.lower()
    assert run("rename", odd, "--slug", "cafe").code == 0
    assert run("export", site / "_posts/2026-08-16-cafe.md", "--output", site / "b.zip").code == 0


def test_a_sentence_shows_such_a_name_with_its_own_bytes(odd: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "editor", "get", odd, "subtitle"],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2
    assert b"caf\xe9.md" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_an_address_that_the_site_cannot_keep_is_not_given_up(site: Path) -> None:
    said = run("rename", site / HARBOUR, "--slug", "quay", "--redirect")
    assert said.code == 3
    assert "jekyll-redirect-from" in said.error
    assert (site / HARBOUR).exists()
    assert run("rename", site / HARBOUR, "--slug", "quay", "--redirect", "--dry-run").code == 3
    assert run("rename", site / HARBOUR, "--slug", "quay").code == 0


def test_an_address_is_kept_where_the_site_can(site: Path) -> None:
    with (site / "_config.yml").open("a") as file:
        file.write("plugins: [jekyll-redirect-from]\n")
    said = run("rename", site / HARBOUR, "--slug", "quay", "--redirect", "--json")
    assert said.json["redirect_from"] == ["/2026/09/harbour/"]


def test_a_redirect_that_nobody_needs_is_said_to_be_none(site: Path) -> None:
    for post, rest in ((HARBOUR, ["--title", "The harbour", "--slug", "harbour"]),):
        said = run("rename", site / post, *rest, "--redirect")
        assert said.code == 0
        assert "stays as it is" in said.error
    assert run("rename", site / "_drafts/idea.md", "--slug", "thought", "--redirect").code == 0
