"""A merge loses no side and does not care who is who."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.storage import Merge, line_changes, merge3
from editor.text_lines import split_lines

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d\n", "\n", "e"]), max_size=8)
TEXTS = LINES.map("".join)


def side(merge: Merge, name: str) -> str:
    return "".join(getattr(chunk, name) for chunk in merge.chunks)


def check(base: str, ours: str, theirs: str) -> Merge:
    merge = merge3(base, ours, theirs)
    assert side(merge, "base") == base
    assert side(merge, "ours") == ours
    assert side(merge, "theirs") == theirs
    swapped = merge3(base, theirs, ours)
    assert [(chunk.base, chunk.theirs, chunk.ours) for chunk in swapped.chunks] == [
        (chunk.base, chunk.ours, chunk.theirs) for chunk in merge.chunks
    ]
    assert swapped.is_clean == merge.is_clean
    if merge.is_clean:
        assert swapped.text() == merge.text()
    # No word that a side added is missing from the merge, decided or not.
    text = merge.text()
    for changed in (ours, theirs):
        for _, _, start, end in line_changes(split_lines(base), split_lines(changed)):
            for line in split_lines(changed)[start:end]:
                assert line in text
    return merge


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=600, deadline=None)
def test_no_side_is_ever_lost_and_the_order_does_not_matter(
    base: str, ours: str, theirs: str
) -> None:
    check(base, ours, theirs)


@pytest.mark.ci
@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=20_000, deadline=None)
def test_no_side_is_ever_lost_over_very_many(base: str, ours: str, theirs: str) -> None:
    check(base, ours, theirs)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_one_side_alone_is_the_merge(base: str, ours: str) -> None:
    assert merge3(base, ours, base).text() == ours
    assert merge3(base, base, ours).text() == ours
    assert merge3(base, ours, ours).text() == ours


def test_changes_in_different_places_come_together() -> None:
    base = "".join(f"line {number}\r\n" for number in range(20))
    ours = base.replace("line 3\r", "our 3\r")
    theirs = base.replace("line 15\r", "their 15\r") + "more\r\n"
    merge = check(base, ours, theirs)
    assert merge.is_clean
    assert merge.text() == ours.replace("line 15\r", "their 15\r") + "more\r\n"


def test_changes_of_one_place_are_a_conflict_with_all_three() -> None:
    merge = check("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n")
    (conflict,) = merge.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("b\n", "ours\n", "theirs\n")
    assert merge.text(["both\n"]) == "a\nboth\nc\n"
    assert "ours\n" in merge.text()
    assert "theirs\n" in merge.text()


def test_a_deletion_against_a_change_is_a_conflict() -> None:
    assert not check("a\nb\nc\n", "a\nc\n", "a\nB\nc\n").is_clean


def test_line_ends_are_a_part_of_the_line() -> None:
    assert check("a\r\nb\r\n", "a\nb\r\n", "a\r\nb\n").conflicts


def test_texts_that_have_nothing_in_common_do_not_take_long_and_are_right() -> None:
    random_ = random.Random(9)
    base, ours, theirs = ("".join(f"{random_.random()}\n" for _ in range(3_000)) for _ in range(3))
    check(base, ours, theirs)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the peer")
def test_where_git_merges_cleanly_so_do_we_mostly(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("git")
    random_ = random.Random(2)
    clean = same = 0
    for _ in range(60):
        lines = [f"line {number}\n" for number in range(40)]
        texts = [lines]
        for _ in range(2):
            changed = list(lines)
            for _ in range(2):
                place = random_.randrange(len(changed))
                changed[place : place + random_.randrange(2)] = [f"new {random_.random()}\n"]
            texts.append(changed)
        names = ["base", "ours", "theirs"]
        for name, text in zip(names, texts, strict=True):
            (folder / name).write_text("".join(text))
        merged = subprocess.run(
            ["git", "merge-file", "-p", "ours", "base", "theirs"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        mine = check(*("".join(text) for text in texts))
        if merged.returncode == 0:
            clean += 1
            same += mine.is_clean and mine.text() == merged.stdout
        else:
            assert not mine.is_clean
    assert clean >= 20
    assert same >= clean * 0.8
