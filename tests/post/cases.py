"""Front matter, an edit, and the front matter that has to come out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from editor.post import ListForm, Quote, Style

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))
CHICAGO = dt.timezone(dt.timedelta(hours=-6))
EVENING = dt.datetime(2024, 2, 29, 23, 45, 6, tzinfo=INDIA)


@dataclass(frozen=True)
class Case:
    """One edit and what has to come of it."""

    before: str
    verb: str
    key: Any
    value: Any
    after: str | None
    options: dict[str, Any]


def change(old: str, key: Any, value: Any, after: str | None, **options: Any) -> Case:
    return Case(old, "set", key, value, after, options)


def remove(before: str, key: Any, after: str | None) -> Case:
    return Case(before, "delete", key, None, after, {})


def rename(before: str, key: Any, value: str, after: str | None) -> Case:
    return Case(before, "rename", key, value, after, {})


def move(before: str, key: str, value: str | None, after: str | None) -> Case:
    return Case(before, "move", key, value, after, {})


QUOTES = [
    change("title: Old # c\n", "title", "New", "title: New # c\n"),
    change("title: 'Old'  # c\n", "title", "It's", "title: 'It''s'  # c\n"),
    change('title: "Old"\n', "title", 'A "b"', 'title: "A \\"b\\""\n'),
    change('title: "Old"\n', "title", "plain", 'title: "plain"\n'),
    change("title: Old\n", "title", "A: b", 'title: "A: b"\n'),
    change("a: 'x'\ntitle: Old\n", "title", "A: b", "a: 'x'\ntitle: 'A: b'\n"),
    change("title: Old\n", "title", 'He said "no": then', "title: 'He said \"no\": then'\n"),
    change("title: 'Old'\n", "title", "tab\there", 'title: "tab\\there"\n'),
    change("title: Old\n", "title", "yes", 'title: "yes"\n'),
    change("title: Old\n", "title", "2024-01-02", 'title: "2024-01-02"\n'),
    change("title: 5 ways\n", "title", "6 ways", "title: 6 ways\n"),
    change("n: 5\n", "n", "5", 'n: "5"\n'),
    change('n: "5"\n', "n", 5, "n: 5\n"),
    change("n: 1.10\n", "n", 1.5, "n: 1.5\n"),
    change("title: ! 'Old'\n", "title", "New", "title: ! 'New'\n"),
    change("title: ! 'Old'\n", "title", "yes", "title: 'yes'\n"),
    change('title: ! "Old"\n', "title", "5", 'title: "5"\n'),
    change('x: "caf\\u00e9 old"\n', "x", "café new", 'x: "caf\\u00e9 new"\n'),
    change("title:\tOld\n", "title", "New", "title:\tNew\n"),
    change("title: Old   \n", "title", "New", "title: New   \n"),
    change('"title" : Old\n', "title", "New", '"title" : New\n'),
    change("'a b': Old\n", "a b", "New", "'a b': New\n"),
    change("title: Old\n", "title", None, "title:\n"),
    change("title: Old # c\n", "title", None, "title: # c\n"),
    change("z: ~\ntitle: Old\n", "title", None, "z: ~\ntitle: ~\n"),
    change("published: yes # c\n", "published", False, "published: no # c\n"),
    change("published: True\n", "published", False, "published: False\n"),
    change("published: OFF\n", "published", True, "published: ON\n"),
    change('published: "true"\n', "published", False, "published: false\n"),
]
FLOW = [
    change("tags: [a, b,c]\n", "tags", ["a", "b", "c", "d"], "tags: [a, b,c, d]\n"),
    change("tags: [ a, b ]\n", "tags", ["a", "b", "d"], "tags: [ a, b, d ]\n"),
    change("tags: [ a, b ]\n", "tags", ["b"], "tags: [ b ]\n"),
    change("tags: [a, b, c]\n", "tags", ["a", "c"], "tags: [a, c]\n"),
    change("tags: [a, b, c]\n", "tags", ["a", "b"], "tags: [a, b]\n"),
    change("tags: [\"a\", 'b', c]\n", "tags", ["a", "x", "c"], "tags: [\"a\", 'x', c]\n"),
    change('tags: ["a", "b"]\n', "tags", ["a", "b", "n: o"], 'tags: ["a", "b", "n: o"]\n'),
    change('tags: ["a", b]\n', "tags", ["b", "a"], 'tags: [b, "a"]\n'),
    change("tags: []\n", "tags", ["b", "a"], "tags: [b, a]\n"),
    change("tags: [a]\n", "tags", [], "tags: []\n"),
    change('tags: [a, "b"]   # t\n', "tags", ["a", "b", "c"], 'tags: [a, "b", c]   # t\n'),
    change(
        "tags: [\n  a, # one\n  b # two\n]\n",
        "tags",
        ["a", "b", "c"],
        "tags: [\n  a, # one\n  b, # two\n  c\n]\n",
    ),
    change("tags: [\n  a, # one\n  b # two\n]\n", "tags", ["a"], "tags: [\n  a # one\n]\n"),
    change("tags: [\n  a,\n  b,\n]\n", "tags", ["a", "b", "c"], "tags: [\n  a,\n  b,\n  c,\n]\n"),
    change("tags: [a,\n       b]\n", "tags", ["a", "b", "c"], "tags: [a,\n       b,\n       c]\n"),
    change("tags: [a] # c\n", "tags", "a b", "tags: a b # c\n"),
    change("tags: a b # c\n", "tags", ["a", "b"], "tags: [a, b] # c\n"),
    change("tags: [[a, b], c]\n", "tags", [["a", "x"], "c"], "tags: [[a, x], c]\n"),
    change("tags: [a, b]\n", ("tags", 1), "x", "tags: [a, x]\n"),
    change("tags: [a, b]\n", ("tags", 2), "x", "tags: [a, b, x]\n"),
]
BLOCK = [
    change("tags:\n- a\n- b\n", "tags", ["a", "b", "c"], "tags:\n- a\n- b\n- c\n"),
    change(
        'tags:\n  - "a"  # x\n  - "b"\n  # end\nz: 1\n',
        "tags",
        ["a", "b", "c"],
        'tags:\n  - "a"  # x\n  - "b"\n  - "c"\n  # end\nz: 1\n',
    ),
    change(
        "tags:\n  -   a\n  -   b\n",
        "tags",
        ["new", "a", "b"],
        "tags:\n  -   new\n  -   a\n  -   b\n",
    ),
    change("tags:\n  - a\n  - b # x\n  - c\n", "tags", ["a", "c"], "tags:\n  - a\n  - c\n"),
    change("tags: # mine\n  - a\n", "tags", ["b"], "tags: # mine\n  - b\n"),
    change("tags: # mine\n  - a\nz: 1\n", "tags", [], "tags: [] # mine\nz: 1\n"),
    change("tags:\n  - a\nz: 1\n", "tags", None, "tags:\nz: 1\n"),
    change("tags:\n  - a\n\n  - b\n", "tags", ["a", "b", "c"], "tags:\n  - a\n\n  - b\n  - c\n"),
    change(
        "tags:\n  - 'b' # 2\n  - a # 1\n", "tags", ["a", "b"], "tags:\n  - a # 1\n  - 'b' # 2\n"
    ),
    change(
        "m:\n- - a\n  - b\n- - c\n",
        "m",
        [["a", "b", "x"], ["c"]],
        "m:\n- - a\n  - b\n  - x\n- - c\n",
    ),
    change(
        "l:\n- name: a\n  url: x # u\n- name: b\n  url: y\n",
        ("l", 0, "url"),
        "z",
        "l:\n- name: a\n  url: z # u\n- name: b\n  url: y\n",
    ),
    remove(
        "l:\n- name: a\n  url: x # u\n- name: b\n  url: q\n", ("l", 0), "l:\n- name: b\n  url: q\n"
    ),
    remove("l:\n- name: a\n  url: x\n", ("l", 0, "name"), "l:\n- url: x\n"),
    change(
        "l:\n- name: a\n  url: x\n",
        ("l", 1),
        {"name": "q", "url": "r"},
        "l:\n- name: a\n  url: x\n- name: q\n  url: r\n",
    ),
]
MAPS = [
    change(
        'image:\n    path: a.jpg # p\n    alt: "x"\n',
        ("image", "path"),
        "b.jpg",
        'image:\n    path: b.jpg # p\n    alt: "x"\n',
    ),
    change(
        "image:\n    path: a.jpg\n",
        ("image", "alt"),
        "b c",
        "image:\n    path: a.jpg\n    alt: b c\n",
    ),
    remove(
        "image:\n    path: a.jpg\n    alt: x\nz: 1\n",
        ("image", "path"),
        "image:\n    alt: x\nz: 1\n",
    ),
    change(
        "image: {path: a.jpg, alt: x}\n",
        ("image", "path"),
        "b.jpg",
        "image: {path: b.jpg, alt: x}\n",
    ),
    change("image: {path: a.jpg}\n", ("image", "alt"), "b", "image: {path: a.jpg, alt: b}\n"),
    change("image: { path: a.jpg }\n", ("image", "alt"), "b", "image: { path: a.jpg, alt: b }\n"),
    remove("image: {path: a.jpg, alt: x}\n", ("image", "path"), "image: {alt: x}\n"),
    change("a: b\n", "x", {"p": "q", "l": ["m"]}, "a: b\nx:\n  p: q\n  l: [m]\n"),
    change("a: b\n", ("x", "p"), 1, "a: b\nx:\n  p: 1\n"),
    change("{title: x, tags: [a]}\n", "title", "why", "{title: why, tags: [a]}\n"),
    change("{title: x, tags: [a]}\n", "note", "why", "{title: x, tags: [a], note: why}\n"),
    change("  title: x\n  b: c\n", "note", "why", "  title: x\n  b: c\n  note: why\n"),
    change("? a\n: b\nc: d\n", "c", "e", "? a\n: b\nc: e\n"),
]
DATES = [
    change(
        "date: 2020-01-02 03:04:05 +0100\n", "date", EVENING, "date: 2024-02-29 23:45:06 +0530\n"
    ),
    change(
        "date: 2020-01-02T03:04:05+01:00\n", "date", EVENING, "date: 2024-02-29T23:45:06+05:30\n"
    ),
    change("date: 2020-01-02T03:04:05Z # c\n", "date", EVENING, "date: 2024-02-29T18:15:06Z # c\n"),
    change("date: 2020-01-02T03:04:05\n", "date", EVENING, "date: 2024-02-29T18:15:06\n"),
    change("date: 2020-01-02\n", "date", dt.date(2024, 2, 29), "date: 2024-02-29\n"),
    change("date: 2020-01-02\n", "date", EVENING, "date: 2024-02-29 23:45:06 +0530\n"),
    change("date: 2020-01-02 10:00\n", "date", EVENING, "date: 2024-02-29 23:45:06 +0530\n"),
    change(
        "date: 2020-01-02  10:00:11 +05:30\n",
        "date",
        EVENING,
        "date: 2024-02-29  23:45:06 +05:30\n",
    ),
    change('date: "2020-01-02 10:00"\n', "date", "2024-02-29 11:00", 'date: "2024-02-29 11:00"\n'),
    change("date: 2020-01-02 10:00\n", "date", "2024-02-29 11:00", "date: 2024-02-29 11:00\n"),
    change(
        "date:   2020-01-02\ntitle:  x\n",
        "date",
        dt.date(2024, 2, 29),
        "date:   2024-02-29\ntitle:  x\n",
    ),
]
LINES = [
    change("x: |\n  One.\n  Two.\nz: 1\n", "x", "One.\nThree.\n", "x: |\n  One.\n  Three.\nz: 1\n"),
    change(
        "x: |-\n    One.\n    Two.\n\n\nz: 1\n",
        "x",
        "One.\nThree.",
        "x: |-\n    One.\n    Three.\n\n\nz: 1\n",
    ),
    change(
        "x: |- # c\n    One.\n\n    Two.\nz: 1\n",
        "x",
        "One.\n\nTwo!\n",
        "x: | # c\n    One.\n\n    Two!\nz: 1\n",
    ),
    change(
        "x: |2\n    deep\n  flat\nz: 1\n",
        "x",
        "  deep\nround\n",
        "x: |2\n    deep\n  round\nz: 1\n",
    ),
    change(
        "x: >\n  One line and\n  two.\nz: 1\n",
        "x",
        "One line and\n",
        "x: >\n  One line and\nz: 1\n",
    ),
    change(
        "x: >-\n  One line and\n  two.\nz: 1\n",
        "x",
        "One line and three.",
        "x: >-\n  One line and\n  three.\nz: 1\n",
    ),
    change(
        "x: >\n  para one\n  goes on\n\n  para two\nz: 1\n",
        "x",
        "para one goes on\npara three\n",
        "x: >\n  para one\n  goes on\n\n  para three\nz: 1\n",
    ),
    change("x: Old # c\nz: 1\n", "x", "a\nb\n", "x: | # c\n  a\n  b\nz: 1\n"),
    change('x: "Old"\nz: 1\n', "x", "a\nb\n", 'x: "a\\nb\\n"\nz: 1\n'),
    change("x: |\n  a\n  b\nz: 1\n", "x", None, "x:\nz: 1\n"),
    change("x: |\n  a\n  b\nz: 1\n", "x", True, "x: true\nz: 1\n"),
    change(
        "x: a\n   long\n   tail # c\nz: 1\n",
        "x",
        "a long tail end",
        "x: a\n   long\n   tail end # c\nz: 1\n",
    ),
    change(
        'x: "a\n  long\n  tail" # c\nz: 1\n',
        "x",
        "a short tail",
        'x: "a\n  short\n  tail" # c\nz: 1\n',
    ),
    change("x: 'a\n\n  b'\nz: 1\n", "x", "a\nc", "x: 'a\n\n  c'\nz: 1\n"),
]
WHOLE = [
    change(
        "title:      Old\nlayout:     post\n",
        "author",
        "me",
        "title:      Old\nlayout:     post\nauthor:     me\n",
    ),
    change(
        "title:      Old\nlayout:     post\ntags:\n",
        "tags",
        ["a"],
        "title:      Old\nlayout:     post\ntags:       [a]\n",
    ),
    rename(
        "title:      Old\nlayout:     post\n",
        "title",
        "headline",
        "headline:   Old\nlayout:     post\n",
    ),
    rename('"title" : Old\n', "title", "head", '"head" : Old\n'),
    rename("a: {b: 1, c: 2}\n", ("a", "b"), "d", "a: {d: 1, c: 2}\n"),
    rename("a: 1\nb: 2\n", "a", "b", None),
    change("tags:\nz: 1\n", "tags", ["a"], "tags: [a]\nz: 1\n"),
    change("tags: \nz: 1\n", "tags", ["a"], "tags: [a]\nz: 1\n"),
    change("tags: # none yet\nz: 1\n", "tags", ["a"], "tags: [a] # none yet\nz: 1\n"),
    change("tags:\ncats:\n  - a\nz: 1\n", "tags", ["a"], "tags:\n  - a\ncats:\n  - a\nz: 1\n"),
    change("tags:\n    - a\nx: 1\n", "cats", ["q"], "tags:\n    - a\nx: 1\ncats:\n    - q\n"),
    remove("# top\na: 1\n\n# on b\nb: 2 # c\nc: 3\n", "b", "# top\na: 1\n\n# on b\nc: 3\n"),
    remove("a: 1\n", "a", ""),
    remove("a: 1\nb: 1\na: 2\n", "a", "b: 1\n"),
    change("a: 1\na: 2\n", "a", 3, "a: 1\na: 3\n"),
    move("a: 1\n# on b\nb: 2\nc: 3\n", "b", "a", "# on b\nb: 2\na: 1\nc: 3\n"),
    move("a: 1\nb: 2\nc: 3\n", "a", None, "b: 2\nc: 3\na: 1\n"),
    change("a: 1\n# on b\nb: 2\n", "new", "x", "a: 1\nnew: x\n# on b\nb: 2\n", before="b"),
    change("", "a", 3, "a: 3\n"),
    change("# c\n", "a", 3, "# c\na: 3\n"),
    change("a: &x hi\nb: *x\n", "a", "no", None),
    change("a: &x hi\nb: *x\n", "b", "yo", "a: &x hi\nb: yo\n"),
    change("a: &x hi\nb: 1\n", "a", "yo", "a: &x yo\nb: 1\n"),
    change(
        "d: &d\n  a: 1\no:\n  <<: *d\n  b: 2\n",
        ("o", "a"),
        5,
        "d: &d\n  a: 1\no:\n  <<: *d\n  b: 2\n  a: 5\n",
    ),
    change(
        "d: &d\n  a: 1\no:\n  <<: *d\n  b: 2\n",
        ("o", "b"),
        5,
        "d: &d\n  a: 1\no:\n  <<: *d\n  b: 5\n",
    ),
    change("url: http://a.b/c?d=e#f\n", "url", "http://x.y/z?d#f", "url: http://x.y/z?d#f\n"),
    change("- a\n", "n", "x", None),
    change("a: b\nc: [\n", "a", "x", None),
]
STYLES = [
    change("a: b\n", "t", "x: y", "a: b\nt: 'x: y'\n", style=Style(quote=Quote.SINGLE)),
    change("a: b\n", "t", "word", 'a: b\nt: "word"\n', style=Style(quote=Quote.DOUBLE)),
    change("a: b\nt:\n", "t", "word", 'a: b\nt: "word"\n', style=Style(quote=Quote.DOUBLE)),
    change(
        "a: b\n",
        "d",
        dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        "a: b\nd: 2020-01-02T03:04:05\n",
        style=Style(date_shape="%Y-%m-%dT%H:%M:%S"),
    ),
    change(
        "a: b\n", "t", ["x"], "a: b\nt:\n- x\n", style=Style(list_form=ListForm.BLOCK, indent=0)
    ),
    change("a: b\n", "t", ["x"], "a: b\nt: [ x ]\n", style=Style(flow_space=True)),
    change("a: b\n", "t", [], "a: b\nt: []\n"),
]
CASES = (*QUOTES, *FLOW, *BLOCK, *MAPS, *DATES, *LINES, *WHOLE, *STYLES)
