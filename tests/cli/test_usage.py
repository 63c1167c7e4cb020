"""Usage, help, exit codes and errors; and that no verb loads Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from editor.cli import VERBS
from tests.cli.sites import run

HARBOUR = "_posts/2026-09-01-harbour.md"


def test_help_lists_every_verb_and_each_has_its_own() -> None:
    said = run("--help")
    assert said.code == 0
    for verb in VERBS:
        assert f"    {verb.name}" in said.text
        own = run(verb.name, "--help")
        assert own.code == 0
        assert "--site" in own.text
        assert "--json" in own.text
        assert ("--dry-run" in own.text) == verb.writes


def test_version() -> None:
    assert run("--version").text.startswith("standfirst ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("lsit",),
        ("get",),
        ("list", "--state", "nonsense"),
        ("get", "nowhere.md"),
        ("set", HARBOUR),
        ("export", HARBOUR),
        ("render",),
        ("list", "--site", "nowhere"),
        ("check", "--only", "nonsense"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(
    site: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    said = run(*arguments)
    assert said.code == 2
    assert said.out == b""
    assert said.error.startswith("standfirst: ")
    assert said.error.count("\n") == 1
    if not arguments[0].startswith("-") and arguments[0] != "lsit":
        as_json = run(*arguments, "--json")
        assert as_json.code == 2
        assert as_json.error == ""
        assert set(as_json.json["error"]) >= {"code", "sentence"}


def test_a_site_is_found_upwards(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "_posts")
    assert run("get", "2026-09-01-harbour.md", "--defaults", "lang").text == "en\n"
    assert len(run("list", "--json").json["posts"]) == 4


def test_no_site_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("list").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("list",),
        ("get", HARBOUR),
        ("set", HARBOUR, "title=x"),
        ("new", "A thing"),
        ("render", HARBOUR),
        ("check",),
        ("export", HARBOUR, "--output", "out.zip"),
        ("search", "ferry"),
        ("strip", "assets/quay.png"),
    ],
)
def test_no_verb_loads_qt(site: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom editor.__main__ import main\ncode = main(sys.argv[1:])\n"
        "loaded = [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]\n"
        "sys.stderr.write(repr((code, loaded)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=site, capture_output=True, text=True,
        check=False, env={**__import__("os").environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert done.stderr.endswith("[])"), done.stderr
    assert done.stderr.startswith(("(0", "(1")), done.stderr


def test_a_number_of_five_thousand_digits_is_printed(site: Path) -> None:
    number = "9" * 5000
    path = site / "_posts/2026-09-09-number.md"
    path.write_text(f"---\ntitle: A\ncount: {number}\n---\n")
    assert run("get", path, "count").text == f"{number}\n"
    assert run("check", path, "--skip", "front-matter-odd").code == 0
    assert run("render", path).code == 0


def test_a_fault_of_the_program_is_a_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("editor.post.Post.from_bytes", fail)
    said = run("get", site / HARBOUR, "--json")
    assert said.code == 2
    assert "ZeroDivisionError" in said.json["error"]["sentence"]
    assert said.error == ""


def test_json_is_exactly_one_object(site: Path) -> None:
    for arguments in (("list",), ("check",), ("search", "ferry"), ("index",)):
        said = run(*arguments, "--json", "--site", site)
        assert isinstance(json.loads(said.out), dict)
        assert said.error == ""
