"""YAML and shell in a code block carry Rouge's classes, by which themes colour them."""

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


def test_shell_words_are_classed_as_rouge_does() -> None:
    html = to_html('```bash\nsudo grep -v x | cd "$HOME/z" # c\n```\n')
    assert '<span class="nb">sudo grep</span> <span class="nt">-v</span> x | ' in html
    assert '<span class="nb">cd</span> <span class="s2">"</span><span class="nv">$HOME' in html
    assert '<span class="c"># c</span>' in html
