"""What holds for any bytes and any edits: nothing is lost, nothing else changes, undo undoes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.edit import Edit, apply_edit
from editor.post import EditRefused, Post, same
from editor.post.edit import Editor
from editor.post.reading import read
from tests.post import emission, splitting

QUICK = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))

PIECES = st.sampled_from(
    [b"---", b"\n", b"\r\n", b"\r", b"...", b" ", b"\t", b"title: x", b"a: [b, c]", b"- d", b"\xff",
     b"\xef\xbb\xbf", b"\0", b"'", b'"', b"# c", b"\xc2\x85", b"\xe2\x80\xa8", b"| ", b"&a", b"*a",
     b"body", b"caf\xc3\xa9", b": ", b"\x0c", b"key:", b"  "]
)  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(PIECES, max_size=30).map(b"".join),
    st.lists(PIECES, max_size=20).map(lambda some: b"---\n" + b"".join(some) + b"\n---\nbody"),
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "iso-8859-1", "windows-1252", "shift_jis", "utf-16"])


def opens_and_saves(data: bytes, encoding: str) -> None:
    post = Post.from_bytes(data, encoding=encoding)
    list(post.data.items()), post.fields, post.problems, post.body_line, post.gap
    assert post.to_bytes() == data
    if not post.decodable:
        assert not post.editable
    assert post.text[len(post.text) - len(post.body) :] == post.body


@QUICK
@given(BYTES, ENCODINGS)
def test_any_bytes_are_saved_as_they_were_opened(data: bytes, encoding: str) -> None:
    opens_and_saves(data, encoding)


@pytest.mark.ci
@LONG
@given(BYTES, ENCODINGS)
def test_any_bytes_at_length(data: bytes, encoding: str) -> None:
    opens_and_saves(data, encoding)


@QUICK
@given(BYTES)
def test_the_fences_are_those_of_jekylls_expression(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    assert splitting.ours(text) == splitting.jekylls(text)


HEADS = st.lists(st.sampled_from(emission.HANDS), min_size=1, max_size=5).map(
    lambda hands: "".join(f"key{n}:{hand}\n" for n, hand in enumerate(hands))
)
EOLS = st.sampled_from(["\n", "\r\n"])
RANDOM = st.randoms(use_true_random=False)


def edited(rng: object, post: Post) -> tuple[Edit, ...]:
    """Make one random edit; nothing when it is refused."""
    import random

    assert isinstance(rng, random.Random)
    keys = [str(key) for key in post.data] or ["none"]
    key = rng.choice([*keys, "fresh"])
    before = post.text
    try:
        match rng.randint(0, 9):
            case 0:
                return post.delete(key)
            case 1:
                return post.rename(key, rng.choice(["other", "an odd: name", key]))
            case 2:
                return post.move(key, rng.choice([*keys, None]))
            case _:
                value = emission.grown(rng, post.data.get(key))
                return post.set(key, value, before=rng.choice([*keys, None]))
    except EditRefused:
        assert post.text == before
        return ()


@QUICK
@given(HEADS, EOLS, RANDOM)
def test_edits_and_their_undos_end_at_the_first_bytes(head: str, eol: str, rng: object) -> None:
    text = f"---\n{head}---\nbody\n".replace("\n", eol)
    post = Post.from_text(text)
    done: list[Edit] = []
    for _ in range(6):
        before = post.text
        edits = edited(rng, post)
        for edit in edits:
            before = apply_edit(before, edit)
        assert before == post.text
        done += edits
    for edit in reversed(done):
        post = Post.from_text(apply_edit(post.text, edit.inverse()))
    assert post.to_bytes() == text.encode()


@QUICK
@given(HEADS, EOLS, RANDOM)
def test_a_set_touches_only_the_lines_of_its_key(head: str, eol: str, rng: object) -> None:
    text = f"---\n{head}---\nbody\n".replace("\n", eol)
    post = Post.from_text(text)
    field = post.fields[-1 if len(post.fields) < 2 else 1]
    assert hasattr(rng, "randint")
    value = emission.grown(rng, field.value)  # type: ignore[arg-type]
    try:
        edits = post.set(field.key, value)
    except EditRefused:
        return
    lines = text.split("\n")
    for edit in edits:
        assert edit.line >= field.first_line
        last = edit.line + edit.removed.count("\n")
        # A splice may end with the line end of the value's last line, no further.
        assert (last, edit.removed[-1:]) <= (field.last_line + 1, "\n")
        if last == field.last_line + 1 and edit.removed:
            assert edit.removed.endswith("\n")
    assert post.text.split("\n")[: field.first_line] == lines[: field.first_line]
    assert same(post.data[field.key], value)


@QUICK
@given(HEADS, RANDOM)
def test_a_window_tells_what_the_whole_would(head: str, rng: object) -> None:
    filler = "".join(f"filler{n}: some words to make it long enough\n" for n in range(12))
    text = f"---\n{filler}{head}---\nbody\n"
    post = Post.from_text(text)
    reading = read(text)
    assert hasattr(rng, "choice")
    key = rng.choice(list(post.data))
    value = emission.grown(rng, post.data[key])  # type: ignore[arg-type]
    try:
        post.set(key, value)
    except EditRefused:
        return
    after = read(post.text)
    assert not after.broken
    wanted = {**reading.data, key: value}
    assert list(after.data) == list(wanted)
    assert all(same(after.data[one], wanted[one]) for one in wanted)
    assert Editor(after, "\n").set((key,), value, None, None) == []
