"""What a post's front matter holds, as the form and the command line show it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field

from editor.post.nodes import Mapping, Node, Scalar
from editor.post.ruby_yaml import RubyLoader, is_huge
from editor.post.spans import (
    after_blanks,
    colon_after,
    column,
    content_end,
    dash_before,
    extent,
    line_start,
    line_stop,
)


class ValueKind(enum.Enum):
    """What Ruby takes a value for."""

    NULL = "null"
    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    LIST = "list"
    MAP = "map"
    BINARY = "binary"


class ProblemKind(enum.Enum):
    """What is wrong with a post's bytes or front matter; the value tells whether it can be read."""

    NOT_TEXT = "not text"
    NOT_ASCII_COMPATIBLE = "not ASCII compatible"
    BROKEN_YAML = "broken YAML"
    NOT_A_MAP = "not a map"
    TOO_LARGE = "too large"
    RUBY_REFUSES = "Ruby refuses"
    UNCLOSED_FENCE = "unclosed fence"
    ALMOST_FENCE = "almost a fence"
    DUPLICATE_KEY = "key twice"
    HUGE_NUMBER = "huge number"

    @property
    def breaks(self) -> bool:
        """Whether the front matter cannot be read while this stands."""
        return self not in {ProblemKind.DUPLICATE_KEY, ProblemKind.HUGE_NUMBER}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person should know about a post.

    Attributes:
        kind: What it is.
        sentence: What is wrong, what it does, what to do.
        line: 0-based line of the text.
        column: Code points from the line's start.
        source: The text up to the body, for `mend.suggest`.
        detail: The parser's own words, for the log.
    """

    kind: ProblemKind
    sentence: str
    line: int
    column: int
    source: str = field(default="", repr=False, compare=False)
    detail: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter with its value.

    Attributes:
        key: The key as Ruby reads it (its source where that is no text).
        value: The value as Ruby reads it.
        source: The exact text of the value, without the comment on its line.
        first_line: 0-based line of the text on which the key stands.
        last_line: The last line of the value.
        kind: What Ruby takes the value for.
        text_only: The two Rubies read it differently, or it is written in a way that a form should
            not touch (aliases, tags, numbers beyond reason): show the source.
        comment: The comment on the key's or value's line, with its `#`.
        shadowed: The same key comes again below and wins.
        indent: Columns between the key and its list's dashes or its map's keys, None where the
            value does not stand on lines of its own.
    """

    key: str
    value: object
    source: str
    first_line: int
    last_line: int
    kind: ValueKind
    text_only: bool
    comment: str
    shadowed: bool = False
    indent: int | None = None


def kind_of(value: object) -> ValueKind:
    """Return what Ruby takes a value for."""
    if value is None:
        return ValueKind.NULL
    if isinstance(value, bool):
        return ValueKind.BOOL
    if isinstance(value, int):
        return ValueKind.INT
    if isinstance(value, float):
        return ValueKind.FLOAT
    if isinstance(value, dt.datetime):
        return ValueKind.TIME
    if isinstance(value, dt.date):
        return ValueKind.DATE
    if isinstance(value, bytes):
        return ValueKind.BINARY
    if isinstance(value, (list, tuple)):
        return ValueKind.LIST
    if isinstance(value, MappingABC):
        return ValueKind.MAP
    return ValueKind.TEXT


@dataclass(slots=True)  # not frozen: made for every key of every reading, and frozen is slow
class Entry:
    """One pair of the top-level map with what Ruby makes of it."""

    key: object
    value: object
    key_node: Node
    value_node: Node
    text_only: bool


def read_entries(root: Mapping) -> tuple[dict[object, object], list[Entry], dict[int, object]]:
    """Make the values of a front matter.

    Returns:
        What Ruby reads, each pair of the text, and the value of every collection by its node's id.
    """
    loader = RubyLoader()
    data = loader.build(root)
    entries = []
    for (key_node, value_node), (key, value, different) in zip(
        root.pairs, loader.top_level, strict=True
    ):
        entries.append(Entry(key, value, key_node, value_node, different))
    return data, entries, loader.collections


def make_fields(text: str, entries: list[Entry]) -> tuple[Field, ...]:
    """Describe each pair of the top-level map."""
    last = {entry.key: index for index, entry in enumerate(entries) if _is_plain_key(entry.key)}
    fields = []
    line, counted = 0, 0
    for index, entry in enumerate(entries):
        line += text.count("\n", counted, entry.key_node.start)
        counted = entry.key_node.start
        fields.append(_field(text, entry, line, last.get(entry.key, index) != index))
    return tuple(fields)


def _is_plain_key(key: object) -> bool:
    return isinstance(key, (str, int, float, bool, dt.date)) or key is None


def _field(text: str, entry: Entry, line: int, shadowed: bool) -> Field:
    node = entry.value_node
    colon = colon_after(text, entry.key_node)
    end = content_end(text, node)
    span = extent(text, node, colon)
    inline = span.body_start is None or span.head_end > span.head_start
    if inline:
        source = text[span.head_start : end]
        first_end = span.head_end
    else:
        begin = span.body_start or 0
        source = text[after_blanks(text, begin) : end]
        first_end = colon
    comment = _comment(text, first_end)
    return Field(
        key=entry.key if isinstance(entry.key, str) else _source_of(text, entry.key_node),
        value=entry.value,
        source=source,
        first_line=line,
        last_line=line + text.count("\n", entry.key_node.start, end),
        kind=kind_of(entry.value),
        text_only=entry.text_only or not isinstance(entry.key, str) or is_huge(entry.value),
        comment=comment,
        shadowed=shadowed,
        indent=_indent(text, entry),
    )


def _source_of(text: str, node: Node) -> str:
    return text[node.start : content_end(text, node)]


def _comment(text: str, offset: int) -> str:
    at = after_blanks(text, offset)
    if text[at : at + 1] != "#" or at == offset:
        return ""
    return text[at : line_stop(text, at)[0]].rstrip()


def _indent(text: str, entry: Entry) -> int | None:
    node = entry.value_node
    if isinstance(node, Mapping) and not node.flow and node.pairs:
        first = node.pairs[0][0].start
    elif not isinstance(node, (Mapping, Scalar)) and getattr(node, "items", None):
        if node.flow:  # type: ignore[attr-defined]
            return None
        first = dash_before(text, entry.key_node.end + 1, node.items[0])  # type: ignore[attr-defined]
    else:
        return None
    if line_start(text, first) <= entry.key_node.start:
        return None
    return column(text, first) - column(text, entry.key_node.start)
