"""The quick reader answers as the real one or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.post import Post
from editor.site.quick import quick_front_matter
from tests.shared import DATA

_KEYS = ("title", "date", "tags", "x", "layout", "yes", "on", "a-b", "a_b", "n", "null", "1", "k k")
_PIECES = (
    "a", "b c", '"x"', "'y'", "[a, b]", "[]", "2024-02-29", "2024-02-30", "2020-01-02T03:04:05",
    "2020-01-02 03:04:05 +0530", "2020-01-02 03:04", "true", "No", "null", "~", "1", "01", "1.5",
    "a: b", "a #c", "a#c", "# c", "'it''s'", '"a\\"b"', '"a\\nb"', "|", ">", "&a", "*a", "!x", "-",
    "- a", "  - b", "Ünï", "a:", ":a", "y", "Inf", ".nan", "1:30", "1_000", "a\tb", "[a: b]",
    "[a, [b]]", "{a: 1}", "[1, 2.5]", "[a,]", "[, a]", '["a,b", c]', "a, b", "@a", "%a", "`a",
    "? a", "-a", "\u2028", "\x85", "x" * 40, "=", "<<", "0x10", "1e3", "2020-1-2", "NULL", "oN",
)  # fmt: skip

_BODIES = (
    "body\n",
    "",
    "\n\nbody",
    "  \n\t\nbody\n\n",
    " body",
    "\n \n",
    "\r\nbody",
    "---\nbody",
    "é\n",
)


def _agrees(data: bytes) -> bool:
    """Compare, and tell whether the quick reader answered at all."""
    quick = quick_front_matter(data)
    if quick is None:
        return False
    own, start = quick
    post = Post.from_bytes(data)
    assert post.editable
    assert not post.problems or post.data
    assert _plain(own) == _plain(dict(post.data)), data
    assert data[start:].decode() == post.body
    return True


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return [(key, _plain(each)) for key, each in value.items()]
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return (type(value).__name__, str(value))


def _head(rng: random.Random) -> bytes:
    lines = []
    for _ in range(rng.randint(0, 6)):
        if rng.random() < 0.2:
            lines.append(rng.choice(_PIECES))
        else:
            blanks = " " * rng.choice((1, 1, 1, 0, 2))
            lines.append(
                f"{rng.choice(_KEYS)}:{blanks}{rng.choice(_PIECES)}{' ' * rng.choice((0, 0, 1))}"
            )
    return (
        "---\n" + "".join(f"{line}\n" for line in lines) + "---\n" + rng.choice(_BODIES)
    ).encode()


def test_made_up_heads_are_read_as_the_real_reader_reads_them() -> None:
    rng = random.Random(5)
    answered = sum(_agrees(_head(rng)) for _ in range(8000))
    assert answered > 500


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:-'\"[],# \n2019\\|~é{}!", max_size=60))
def test_any_text_as_a_head_is_read_as_the_real_reader_reads_it(text: str) -> None:
    _agrees(f"---\n{text}\n---\nbody\n".encode())
    _agrees(f"---\nkey: {text}\n---\nbody\n".encode())


@pytest.mark.shared
def test_real_posts_are_read_as_the_real_reader_reads_them() -> None:
    answered = sum(_agrees(path.read_bytes()) for path in sorted((DATA / "posts").glob("*.md")))
    assert answered > 20
