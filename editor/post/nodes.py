"""A YAML text as nodes with exact positions, read from libyaml's events.

PyYAML's own composer is not used: it recurses in C, resolves tags that Ruby does not, forgets where
aliases stand, and refuses anchors that occur twice, which Ruby allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from editor.post.prescan import MAX_DEPTH, MAX_FLOW_DEPTH, too_deep

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # pragma: no cover - PyYAML without libyaml: slower, the same events
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

# YAML 1.1 also breaks lines at a lone CR and at three more characters; Ruby's `^` does not.
YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(slots=True, eq=False)
class Node:
    """One node; positions are offsets in code points of the text that was parsed.

    Attributes:
        start: First character of the node, its tag or anchor included.
        end: As libyaml marks it; see `spans.content_end` for where the content really ends.
        tag: The tag, None where none is given or it is the non-specific `!`.
        anchor: The anchor's name, or None.
    """

    start: int
    end: int
    tag: str | None
    anchor: str | None


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A scalar.

    Attributes:
        value: The text after unescaping and folding.
        style: One of `'`, `"`, `|`, `>` or "" for plain.
        quoted: Ruby takes it as a string whatever it looks like.
        nonspecific: It bears the tag `!`, which makes even a quoted text look like a plain one.
    """

    value: str
    style: str
    quoted: bool
    nonspecific: bool


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A list; `flow` is the one in brackets."""

    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """A map; `flow` is the one in braces."""

    flow: bool
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Alias(Node):
    """An alias; `anchor` is the name that it refers to, `target` what it stood for there."""

    target: Node | None


class YamlError(ValueError):
    """libyaml cannot read the text.

    Attributes:
        offset: Where, in code points of the text.
        context_offset: Where the construct began that went wrong, or None.
    """

    def __init__(
        self, message: str, offset: int, context: str = "", context_offset: int | None = None
    ) -> None:
        """Keep what libyaml says."""
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.context = context
        self.context_offset = context_offset


@dataclass(slots=True)
class Tree:
    """What a text parses to: the root (None when it is empty) and what was met on the way."""

    root: Node | None
    has_alias: bool
    has_anchor: bool


def compose(text: str) -> Tree:
    """Read a YAML text into nodes. Runs on every parse; see tests/benchmarks/bench_post.py.

    Only the first document counts, as in Ruby; but a text with fences cut by `split` has no other.

    Args:
        text: YAML, checked by `prescan.check_bounds` before.

    Raises:
        YamlError: libyaml cannot read it.
        FrontMatterTooDeep: More than 100 levels, or 200 in brackets.
    """
    parser = None
    try:
        parser = _Parser(text)
        return _compose(parser.get_event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        context = error.context_mark
        raise YamlError(
            error.problem or "",
            min(mark.index, len(text)) if mark else 0,
            error.context or "",
            min(context.index, len(text)) if context else None,
        ) from None
    except yaml.reader.ReaderError as error:
        raise YamlError(str(error.reason), _reader_offset(text, error.position)) from None
    finally:
        if parser is not None and hasattr(parser, "dispose"):
            parser.dispose()


def _reader_offset(text: str, position: int) -> int:
    # libyaml counts bytes here, the pure reader characters.
    bad = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return bad.start() if bad else min(position, len(text))


def _compose(next_event: Callable[[], Any]) -> Tree:
    """Build the tree with a stack of our own, so that depth costs no recursion."""
    anchors: dict[str, Node] = {}
    tree = Tree(None, has_alias=False, has_anchor=False)
    holders: list[list[Any]] = []  # per open collection: [node, key or None, is a map]
    holder: list[Any] | None = None
    flow_depth = 0
    scalar_event, map_start, map_end = (
        yaml.ScalarEvent,
        yaml.MappingStartEvent,
        yaml.MappingEndEvent,
    )
    seq_start, seq_end, alias_event = (
        yaml.SequenceStartEvent,
        yaml.SequenceEndEvent,
        yaml.AliasEvent,
    )
    while True:
        event = next_event()
        kind = event.__class__
        node: Node
        if kind is scalar_event:
            plain, quoted = event.implicit
            tag = event.tag
            node = Scalar(
                event.start_mark.index,
                event.end_mark.index,
                None if plain or tag == "!" else tag,
                event.anchor,
                event.value,
                event.style or "",
                quoted,
                tag == "!",
            )
        elif kind is map_start or kind is seq_start:
            shape = Mapping if kind is map_start else Sequence
            tag = event.tag
            node = shape(
                event.start_mark.index,
                event.end_mark.index,
                None if tag == "!" else tag,
                event.anchor,
                bool(event.flow_style),
            )
        elif kind is map_end or kind is seq_end:
            closed = holders.pop()[0]
            closed.end = event.end_mark.index
            if closed.flow:
                flow_depth -= 1
            holder = holders[-1] if holders else None
            continue
        elif kind is alias_event:
            tree.has_alias = True
            node = Alias(
                event.start_mark.index,
                event.end_mark.index,
                None,
                event.anchor,
                anchors.get(event.anchor),
            )
        elif kind is yaml.StreamEndEvent or kind is yaml.DocumentEndEvent:
            return tree
        else:
            continue
        if holder is None:
            tree.root = node
        elif not holder[2]:
            holder[0].items.append(node)
        elif holder[1] is None:
            holder[1] = node
        else:
            holder[0].pairs.append((holder[1], node))
            holder[1] = None
        if node.anchor is not None and kind is not alias_event:
            tree.has_anchor = True
            anchors[node.anchor] = node
        if kind is map_start or kind is seq_start:
            holder = [node, None, kind is map_start]
            holders.append(holder)
            if event.flow_style:
                flow_depth += 1
            if flow_depth > MAX_FLOW_DEPTH or len(holders) - flow_depth > MAX_DEPTH:
                raise too_deep()
