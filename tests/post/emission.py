"""Values through Ruby: `python -m tests.post.emission --count N [--seed N] [--safe-yaml DIR]`.

Each round takes a front matter in some author's hand, sets a key to a nasty value by `Post.set`,
and asks Ruby what it reads: the value itself, and everything else as before.
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import importlib
import random
import sys
from typing import Any

from editor.post import EditRefused, ListForm, Post, Quote, Style
from tests.oracles import RubyOracle
from tests.shared import TOOLS

FRAGMENTS = [
    *" :#-?,[]{}&*!|>'\"%@`~=\\/._+$^();<\t\n\r",
    *("0123456789" * 2),
    *"abcyntfoxeé中ß😀\u00a0\u0085\u2028\u2029\ufeff\u200b\x07\x7f\ud7ff\ufffd",
    ": ",
    " #",
    "- ",
    "? ",
    "---",
    "...",
    "\n\n",
    "\n  ",
    "\n---\n",
    "  ",
    "<<",
    "yes",
    "No",
    "true",
    "null",
    "~",
    "on",
    "off",
    ".inf",
    ".nan",
    "0x1F",
    "0b1",
    "017",
    "1_000",
    "1,000",
    "1.5",
    "1e3",
    "12:30",
    "12:30:45",
    "2020-01-02",
    "2020-01-02 03:04:05",
    " +0100",
    "T",
    "Z",
    "&a",
    "*a",
    "!!str",
    "! ",
    "%YAML",
    "word ",
    "The ",
    "of ",
    "a: b",
    "http://a.b/c?d#e",
    "'s",
    "''",
    '\\"',
    "\\n",
    "\\x41",
]
HANDS = [
    "",
    " plain words",
    " 'single'",
    ' "double"',
    " |\n  two\n  lines",
    " |-\n    two\n    lines",
    " >\n  folded\n  text",
    " >-\n  folded\n\n  text",
    " [a, \"b\", 'c']",
    " [ a, b ]",
    " []",
    " {b: c, d: e}",
    "\n- a\n- 'b'",
    "\n  - a # c\n  - b",
    '\n  b: c\n  d: "e"',
    " 5",
    " true",
    " ~",
    " 1.5",
    " 2020-01-02",
    " 2020-01-02 03:04:05 +0100",
    " 2020-01-02T03:04:05Z",
    " ! 'tagged'",
    " # comment",
    " words # comment",
    " 'a\n  b'",
    ' "a\n  b"',
    " a\n  b",
    " [\n  a, # one\n  b\n  ]",
    "   wide",
    "\n  - b: c\n    d: e\n  - b: f",
    " 2020-01-02 03:04",
    ' "\\u00e9 \\x41 \\t"',
    " |+\n  kept\n\n",
]


def text_of(rng: random.Random) -> str:
    return "".join(rng.choice(FRAGMENTS) for _ in range(rng.randint(0, 6)))


def value_of(rng: random.Random, depth: int = 0) -> object:
    kind = rng.random()
    if kind < 0.6 or depth > 2:
        return text_of(rng)
    if kind < 0.72:
        return [value_of(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    if kind < 0.78:
        return {
            text_of(rng).strip("\n")[:40] or "k": value_of(rng, depth + 1)
            for _ in range(rng.randint(0, 3))
        }
    if kind < 0.84:
        offset = dt.timezone(dt.timedelta(minutes=rng.choice([0, 60, -330, 330, -30, 840, -720])))
        return dt.datetime(rng.randint(1900, 2100), rng.randint(1, 12), rng.randint(1, 28),
                           rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59),
                           rng.choice([0, 0, 0, 500_000, 123_456]), tzinfo=offset)  # fmt: skip
    if kind < 0.88:
        return dt.date(rng.randint(1600, 2100), rng.randint(1, 12), rng.randint(1, 28))
    return rng.choice(
        [
            None,
            True,
            False,
            rng.randint(-(10**9), 10**9),
            rng.uniform(-1e3, 1e3),
            1e-7,
            1e22,
            0.0,
            float("inf"),
            float("-inf"),
            float("nan"),
            10**30,
        ]
    )


def grown(rng: random.Random, old: object) -> object:
    """Return a list or text that differs a little from an old one."""
    if isinstance(old, list) and rng.random() < 0.8:
        items = list(old)
        for _ in range(rng.randint(1, 3)):
            at = rng.randint(0, len(items))
            roll = rng.random()
            if roll < 0.5:
                items.insert(at, value_of(rng, 2))
            elif items and roll < 0.75:
                del items[min(at, len(items) - 1)]
            elif items:
                items[min(at, len(items) - 1)] = text_of(rng)
        return items
    if isinstance(old, str) and rng.random() < 0.6:
        a, b = sorted((rng.randint(0, len(old)), rng.randint(0, len(old))))
        return old[:a] + text_of(rng) + old[b:]
    if isinstance(old, dict) and rng.random() < 0.7:
        return {**old, "d": value_of(rng, 2), "new": value_of(rng, 2)}
    return value_of(rng)


def one_round(rng: random.Random) -> tuple[bytes, bytes, object] | None:
    hand = rng.choice(HANDS)
    eol = rng.choice(["\n", "\n", "\r\n"])
    others = "before: 'x'\n", "after: [1, two]\n"
    text = f"---\n{others[0]}key:{hand}\n{others[1]}---\nbody\n".replace("\n", eol)
    post = Post.from_text(text)
    assert post.editable, text
    if rng.random() < 0.2:
        style = Style(
            quote=rng.choice(list(Quote)),
            list_form=rng.choice([ListForm.FLOW, ListForm.BLOCK]),
            flow_space=rng.random() < 0.5,
            literal=rng.random() < 0.3,
        )
        key, value = "new", value_of(rng)
    else:
        style, key, value = None, "key", grown(rng, post.data["key"])
    before = post.to_bytes()
    try:
        post.set(key, value, style=style)
    except EditRefused as error:
        assert post.to_bytes() == before
        _refused(value, error)
        return None
    return before, post.to_bytes(), {**dict(Post.from_bytes(before).data), key: value}


def _refused(value: object, error: EditRefused) -> None:
    if "name" in str(error) or "surrogate" in str(error):
        return
    raise AssertionError(f"refused {value!r}: {error}")


def run(count: int, seed: int = 0, safe_yaml: str | None = None) -> list[str]:
    """Return what Ruby read otherwise, in words."""
    sys.path.insert(0, str(TOOLS))
    tool: Any = importlib.import_module("fm_corpus_score")
    sys.path.remove(str(TOOLS))
    rng = random.Random(seed)
    faults = []
    arguments = ["--safe-yaml", safe_yaml] if safe_yaml else []
    with RubyOracle("ruby_oracle.rb", *arguments) as ruby:
        dialects = ruby.ask({"op": "info"})["dialects"]
        done = 0
        while done < count:
            batch: list[tuple[bytes, bytes, Any]] = []
            while len(batch) < min(2000, count - done):
                made = one_round(rng)
                if made is not None:
                    batch.append(made)
            for dialect in dialects:
                answers = ruby.ask_all(
                    {"op": "read", "b64": base64.b64encode(after).decode(), "dialect": dialect}
                    for _, after, _ in batch
                )
                for (_, after, wanted), answer in zip(batch, answers, strict=True):
                    read = tool.top(answer)
                    body = base64.b64decode(answer.get("body") or "")
                    told = {tool.from_python(k): tool.from_python(v) for k, v in wanted.items()}
                    if read != told or not body.startswith(b"body"):
                        faults.append(
                            f"{dialect}: {after!r} should read {wanted!r}, {answer['error']}"
                        )
            done += len(batch)
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--safe-yaml", metavar="DIR")
    options = parser.parse_args()
    faults = run(options.count, options.seed, options.safe_yaml)
    for fault in faults[:20]:
        print(fault)
    print(f"{options.count} values, {len(faults)} read otherwise")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
