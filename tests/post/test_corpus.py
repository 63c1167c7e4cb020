"""Real posts, the 29 shapes and the table of YAML values: data and judge of `../shared`."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from editor.post import EditRefused, Post, PostError, Style
from editor.post.nodes import YamlError, compose
from editor.post.ruby_yaml import RubyLoader
from tests.shared import DATA, TOOLS

ROOT = Path(__file__).resolve().parent.parent.parent
POSTS = DATA / "posts"
ENDINGS = {".md", ".markdown", ".mkd", ".html", ".textile"}


def scorer() -> Any:
    sys.path.insert(0, str(TOOLS))
    try:
        return importlib.import_module("fm_corpus_score")
    finally:
        sys.path.remove(str(TOOLS))


def score(tmp_path: Path, *options: str) -> dict[str, Any]:
    report = tmp_path / "score.json"
    command = [sys.executable, str(TOOLS / "fm_corpus_score.py"), str(POSTS)]
    command += ["--class", "editor.post:Post", "--json", str(report), *options]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    result: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return result


def judge(report: dict[str, Any]) -> None:
    assert report["identical"] == report["posts"]
    assert report["values_unequal"] == 0, report["unequal"]
    assert report["wrong"] == []
    assert report["pass_percent"] >= 99.5, report["refusals"]


@pytest.mark.shared
def test_a_share_of_the_real_posts_scores_full_marks(tmp_path: Path) -> None:
    judge(score(tmp_path, "--limit", "40"))


@pytest.mark.shared
@pytest.mark.ci
def test_all_real_posts_score_full_marks(tmp_path: Path) -> None:
    judge(score(tmp_path))


@pytest.mark.shared
def test_a_title_edit_changes_one_line_of_each_shape() -> None:
    shapes = sorted((DATA / "frontmatter-shapes").glob("*.md"))
    assert len(shapes) == 29
    for path in shapes:
        data = path.read_bytes()
        post = Post.from_bytes(data)
        post.set("title", "Breaking: “a” 'new' day")
        before, after = data.split(b"\n"), post.to_bytes().split(b"\n")
        assert len(before) == len(after), path.name
        assert sum(a != b for a, b in zip(before, after, strict=True)) == 1, path.name


@pytest.mark.shared
def test_a_title_edit_of_every_real_post_changes_or_inserts_one_line_or_is_refused() -> None:
    paths = [path for path in [DATA / "seed-post.md", *POSTS.iterdir()] if path.suffix in ENDINGS]
    assert len(paths) > 200
    for path in sorted(paths):
        data = path.read_bytes()
        post = Post.from_bytes(data)
        assert post.to_bytes() == data
        title = post.data.get("title")
        had, had_title = post.has_front_matter, "title" in post.data
        try:
            post.set("title", "A new: headline")
        except EditRefused:
            assert post.to_bytes() == data
            assert not post.editable or data[:1].isspace(), path.name
            continue
        before, after = data.split(b"\n"), post.to_bytes().split(b"\n")
        if had_title and "\n" not in str(title):
            if len(before) == len(after):
                assert sum(a != b for a, b in zip(before, after, strict=True)) == 1, path.name
        elif had and not had_title:
            assert len(after) == len(before) + 1, path.name
            assert sum(line not in before for line in after) == 1, path.name
        elif not had:
            assert post.to_bytes().endswith(data), path.name


def reads_as(typed: dict[str, Any], value: object) -> bool:
    """Whether a value is what Ruby's typed answer says; a list that holds itself is a cycle."""
    kind: str = typed["t"]
    wanted: Any = typed.get("v")
    if kind == "cycle":
        return isinstance(value, (list, dict))
    if kind == "list":
        return (
            isinstance(value, (list, tuple))
            and len(wanted) == len(value)
            and all(reads_as(a, b) for a, b in zip(wanted, value, strict=True))
        )
    if kind == "map":
        return (
            isinstance(value, dict)
            and len(wanted) == len(value)
            and all(
                any(reads_as(k, key) and reads_as(v, one) for key, one in value.items())
                for k, v in wanted
            )
        )
    tool = scorer()
    mine: object = tool.from_python(value)
    if kind == "int" and isinstance(value, int) and not isinstance(value, bool):
        digits = wanted if not wanted.lstrip("-").isdigit() else None
        if digits is None:
            number = 0
            for start in range(0, len(wanted.lstrip("-")), 4000):
                piece = wanted.lstrip("-")[start : start + 4000]
                number = number * 10 ** len(piece) + int(piece)
            return value == (-number if wanted.startswith("-") else number)
    return bool(mine == tool.canonical(typed))


@pytest.mark.shared
def test_every_value_of_the_table_reads_as_in_psych() -> None:
    rows = json.loads((DATA / "yaml_values.json").read_text("utf-8"))["rows"]
    assert len(rows) == 273
    for row in rows:
        try:
            value: object = RubyLoader().build(compose(row["text"]).root)
        except (PostError, YamlError):
            assert "error" in row["psych"], row["text"]
            continue
        assert "error" not in row["psych"], row["text"]
        assert reads_as(row["psych"], value), row["text"]


@pytest.mark.shared
def test_what_safe_yaml_reads_otherwise_is_marked() -> None:
    rows = json.loads((DATA / "yaml_values.json").read_text("utf-8"))["rows"]
    unmarked = []
    for row in rows:
        post = Post.from_text(f"---\n{row['text']}---\n")
        a_time = "time" in json.dumps(row["psych"])  # only the zone's name differs there
        if not post.fields or a_time or row["psych"] == row["safeyaml"]:
            continue
        if not any(field.text_only for field in post.fields):
            unmarked.append(row["text"])
    assert unmarked == []


@pytest.mark.shared
def test_a_real_post_can_be_written_anew_in_the_style_of_its_kind() -> None:
    data = (DATA / "seed-post.md").read_bytes()
    usual = Post.from_bytes(data)
    post = Post.from_text("\n")
    for field in usual.fields:
        post.set(field.key, field.value, style=Style.of(field))
    assert post.to_bytes() + usual.body.encode() == data


def test_a_time_without_zone_is_utc() -> None:
    post = Post.from_text("---\ndate: 2020-01-02 03:04:05\n---\n")
    assert post.data["date"] == dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
