"""Posts that want to crash, hang or fill the memory: each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from editor.post import EditRefused, Post, ProblemKind
from tests.shared import DATA

ROOT = Path(__file__).resolve().parent.parent.parent


def open_alone(path: Path) -> int:
    """Open a file in a fresh process and return its peak memory in MB; at most 2 s."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.post.hostile", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=2,
        check=False,
    )
    assert ran.returncode == 0, f"{path.name}: {ran.stderr[-400:]}"
    return int(ran.stdout)


@pytest.mark.shared
def test_the_hostile_front_matter_is_met_with_a_sentence() -> None:
    for path in sorted((DATA / "hostile").glob("0[89]?_*.md")):
        assert open_alone(path) < 512


@pytest.mark.shared
@pytest.mark.ci
def test_every_hostile_post_opens_in_two_seconds_and_512_mb() -> None:
    paths = sorted((DATA / "hostile").glob("*.md"))
    assert len(paths) > 60
    for path in paths:
        assert open_alone(path) < 512


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a: " + "[" * 100_000, ProblemKind.TOO_LARGE),
        ("a: " + "[" * 300 + "]" * 300, ProblemKind.TOO_LARGE),
        ("- " * 5000 + "a", ProblemKind.TOO_LARGE),
        ("\n".join(" " * n + "a:" for n in range(150)), ProblemKind.TOO_LARGE),
        ("a: " + "x" * 70_000, ProblemKind.TOO_LARGE),
        ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)
        ), ProblemKind.TOO_LARGE),
        ("a: !ruby/object:Gem::Installer {}", ProblemKind.RUBY_REFUSES),
        ("a: :symbol", ProblemKind.RUBY_REFUSES),
        ("a: *none", ProblemKind.RUBY_REFUSES),
        ("a: 0b_", ProblemKind.RUBY_REFUSES),
        ("a: b: c", ProblemKind.BROKEN_YAML),
        ("a: \"\\ud83d\"", ProblemKind.BROKEN_YAML),
        ("a: \x07", ProblemKind.BROKEN_YAML),
        ("- a", ProblemKind.NOT_A_MAP),
        ("just words", ProblemKind.NOT_A_MAP),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_and_no_crash(text: str, kind: ProblemKind) -> None:
    post = Post.from_text(f"---\n{text}\n---\nBody.\n")
    assert [problem.kind for problem in post.problems] == [kind]
    assert dict(post.data) == {}
    assert post.body == "Body.\n"
    assert not post.editable
    with pytest.raises(EditRefused):
        post.set("title", "x")
    assert post.text == f"---\n{text}\n---\nBody.\n"


def test_64_kb_of_front_matter_are_still_read() -> None:
    lines = "".join(f"key_{n}: value number {n}\n" for n in range(2300))[: 64 * 1024]
    post = Post.from_text(f"---\n{lines.rsplit(chr(10), 1)[0]}\n---\n")
    assert post.problems == ()


def test_a_huge_number_is_read_and_shown_as_text() -> None:
    post = Post.from_text(f"---\na: {'9' * 10_000}\nb: 1\n---\n")
    assert [problem.kind for problem in post.problems] == [ProblemKind.HUGE_NUMBER]
    assert post.editable
    assert post.fields[0].text_only
    post.set("b", 2)
    assert post.text.endswith("\nb: 2\n---\n")


@pytest.mark.parametrize(
    "data",
    [
        "---\ntitle: café\n---\n".encode("latin-1"),
        "---\ntitle: x\n---\n".encode("utf-16"),
        b"---\ntitle: x\n---\nbody \xff\n",
        b"\xef\xbb\xbf---\ntitle: \xed\xa0\x80\n---\n",
    ],
)
def test_what_is_not_utf_8_opens_read_only_and_stays(data: bytes) -> None:
    post = Post.from_bytes(data)
    assert not post.decodable
    assert not post.editable
    assert post.problems[0].kind is ProblemKind.NOT_TEXT
    with pytest.raises(EditRefused):
        post.set("title", "y")
    assert post.to_bytes() == data
