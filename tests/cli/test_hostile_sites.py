"""Sites that hold what is no file where one is looked for: no verb waits for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.site import Site
from tests.cli.sites import make_site, run

pytestmark = pytest.mark.timeout(120)  # a verb that opens a pipe waits for ever

HARBOUR = "_posts/2026-09-01-harbour.md"
PIPES = (
    "_posts/2026-08-01-pipe.md", "_drafts/pipe.md", "_data/authors.yml", "Gemfile",
    "Gemfile.lock", "index.html", "about.md", "_layouts/pipe.html", "_includes/pipe.html",
    "_sass/main.scss", "assets/pipe.png", "pipe.png", "_posts/pipe.png",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site")
    post = root / HARBOUR
    post.write_text(post.read_text() + "\n![](/assets/pipe.png) [x](/about/) ![](pipe.png)\n")
    for name in PIPES:
        (root / name).parent.mkdir(exist_ok=True)
        os.mkfifo(root / name)
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["search", "ferry"], ["index"], ["index", "--rebuild"], ["check"],
        ["new", "A day"], ["render", "--all", "--output", "out"],
        ["set", HARBOUR, "title=Quiet", "--dry-run"], ["get", HARBOUR, "--defaults"],
        ["render", HARBOUR], ["check", HARBOUR],
        ["export", HARBOUR, "--output", "bundle.zip"],
        ["rename", HARBOUR, "--slug", "quay"],
    ],
)  # fmt: skip
def test_no_verb_waits_for_a_pipe(
    site: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    said = run(*arguments, "--json")
    assert said.code in (0, 1), said.out
    assert "pipe.md" not in str(said.json.get("posts", ""))


@pytest.mark.parametrize("verb", ["get", "set", "unset", "rename", "publish", "render", "check"])
def test_a_pipe_named_as_a_post_is_said_to_be_one(site: Path, verb: str) -> None:
    rest = {"set": ["title=x"], "unset": ["title"], "rename": ["--slug", "x"]}.get(verb, [])
    said = run(verb, site / "_posts/2026-08-01-pipe.md", *rest)
    assert said.code == 2
    assert "a pipe, a device or a socket" in said.error


def test_a_pipe_in_place_of_the_configuration_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("_config.yml", "_config.toml"):
        root = tmp_path / name
        (root / "_posts").mkdir(parents=True)
        os.mkfifo(root / name)
        assert Site.open(root).config["collections_dir"] == ""


def test_a_picture_that_is_a_pipe_is_neither_stripped_nor_added(site: Path) -> None:
    assert run("strip", site / "pipe.png").code == 2
    from editor.site import Assets
    from editor.site.errors import SiteError

    with pytest.raises(SiteError):
        Assets(Site.open(site)).add_picture(site / "pipe.png")


def test_a_file_of_many_gigabytes_is_no_post(site: Path) -> None:
    path = site / "_posts/2026-08-02-giant.md"
    with path.open("wb") as file:
        file.truncate(80_000_000_000)
    for verb, rest in (
        ("get", []), ("set", ["a=b"]), ("rename", ["--slug", "b"]), ("publish", []),
        ("check", []), ("render", []),
    ):  # fmt: skip
        said = run(verb, path, *rest)
        assert said.code == 2, verb
        assert "larger than 64 MB" in said.error
    assert run("export", path, "--output", site / "b.zip").code == 3
    said = run("check", "--site", site, "--json")
    assert "larger than 64 MB" in str(said.json["findings"])
    for bare in ([], ["--body"]):
        said = run("render", "--all", *bare, "--site", site, "--output", site.parent / "out")
        assert said.code in (0, 1)
