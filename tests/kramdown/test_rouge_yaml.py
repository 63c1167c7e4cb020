"""YAML in a code block carries Rouge's classes, by which themes colour it."""

from __future__ import annotations

import re

import pytest

from editor.kramdown import to_html


def tokens(code: str) -> list[tuple[str, str]]:
    html = to_html(f"```yaml\n{code}\n```\n")
    return re.findall(r'<span class="(\w+)">([^<]*)</span>', html)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("title: one", [("na", "title"), ("pi", ":"), ("s", "one")]),
        ("n: 5", [("na", "n"), ("pi", ":"), ("m", "5")]),
        ("- true", [("pi", "-"), ("no", "true")]),
        ("s: 'q'", [("na", "s"), ("pi", ":"), ("s1", "'"), ("s", "q'")]),
        ("f: [a]", [("na", "f"), ("pi", ":"), ("pi", "["), ("nv", "a"), ("pi", "]")]),
        ("m: {a: b}", [*[("na", "m"), ("pi", ":"), ("pi", "{"), ("nv", "a")],
                       *[("pi", ":"), ("nv", "b"), ("pi", "}")]]),
        ("&x y: *x", [("nl", "&amp;x"), ("na", "y"), ("pi", ":"), ("nv", "*x")]),
        ("t: |\n  block", [("na", "t"), ("pi", ":"), ("pi", "|"), ("s", "block")]),
    ],
)  # fmt: skip
def test_yaml_is_classed_as_rouge_does(code: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(code) == expected
