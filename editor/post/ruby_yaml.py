"""Nodes to values, as `Psych.safe_load(permitted_classes: [Date, Time], aliases: true)` makes them.

That is how Debian's Jekyll reads front matter (jekyll:utils.rb, `safe_load_yaml`); the order and
the tags are those of `psych/visitors/to_ruby.rb`. What SafeYAML (Jekyll from RubyGems) would read
otherwise is marked, so that it can be shown as it stands and not as a number or date.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Mapping as MappingABC
from typing import Any

from editor.post import scalars
from editor.post.errors import FrontMatterTooDeep, RubyRefuses
from editor.post.nodes import Alias, Mapping, Node, Scalar, Sequence
from editor.post.prescan import MAX_NODES

# 4,300 decimal digits, the longest int that Python writes.
HUGE_BITS = 14_000
_STR_TAG = "tag:yaml.org,2002:str"
_STR = re.compile(r"!(?:str|ruby/string)(?::(.*))?")
_CLASS_OF_SEQUENCE = re.compile(r"!(?:seq|ruby/array):")
_CLASS_OF_MAPPING = re.compile(
    r"!ruby/struct|!ruby/object(?!:Hash\Z)|!ruby/array:|!ruby/range\Z|!ruby/exception|!set\Z|"
    r"tag:yaml\.org,2002:set\Z|!ruby/hash-with-ivars|!map:|!ruby/hash:|!omap\Z|"
    r"tag:yaml\.org,2002:omap\Z|!ruby/marshalable:"
)
_CLASS_OF_SCALAR = re.compile(
    r"!ruby/(?:object:(?:BigDecimal|DateTime|Complex|Rational)\Z|encoding\Z|class\Z|module\Z|"
    r"regexp\Z|range\Z|sym)"
)
_OMAP = {"!omap", "tag:yaml.org,2002:omap"}


class FrozenMap(MappingABC[object, object]):
    """A map that is itself the key of a map."""

    def __init__(self, items: dict[object, object]) -> None:
        """Keep the items; they are not changed afterwards."""
        self._items = items

    def __getitem__(self, key: object) -> object:
        return self._items[key]

    def __iter__(self) -> Any:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(tuple(self._items))


class RubyLoader:
    """Makes values of the nodes of one text, in the order in which Ruby does.

    Attributes:
        different: How many nodes were met so far that SafeYAML reads otherwise, or that cannot be
            shown as a plain value (aliases).
        collections: The value of every list and map, by the node's id.
        top_level: The root map's pairs: key, value, and whether something was different there.
    """

    def __init__(self, max_nodes: int = MAX_NODES) -> None:
        """Start with no anchors; what they stand for may have `max_nodes` nodes."""
        self._max_nodes = max_nodes
        self.different = 0
        self.collections: dict[int, object] = {}
        self.top_level: list[tuple[object, object, bool]] = []
        self._root: Node | None = None
        self._anchors: dict[str, object] = {}
        self._sizes: dict[str, int | None] = {}
        self._opened: list[int] = []
        self._count = 0

    def build(self, node: Node | None) -> Any:
        """Make the value of a node.

        Raises:
            RubyRefuses: Ruby raises, and Jekyll drops the whole front matter.
            FrontMatterTooDeep: The aliases stand for too much.
        """
        self._count += 1
        if self._root is None:
            self._root = node
        if node.__class__ is Scalar:
            value = self.scalar(node)
            if node.anchor is not None:
                self._anchors[node.anchor] = value
                self._sizes[node.anchor] = 1
            return value
        if isinstance(node, Mapping):
            return self._mapping(node)
        if isinstance(node, Sequence):
            return self._sequence(node)
        if isinstance(node, Alias):
            return self._alias(node)
        return None

    def _alias(self, node: Alias) -> object:
        name = node.anchor or ""
        if name not in self._anchors:
            raise RubyRefuses(
                f"“*{name}” refers to an anchor that does not stand above it, so Jekyll drops the "
                "whole front matter. Write the value itself or add the anchor.",
                node.start,
                "BadAlias",
            )
        # An alias inside of what it stands for: Ruby makes a list that holds itself.
        self.different += 1
        self._count += self._sizes.get(name) or 1
        if self._count > self._max_nodes:
            raise _bomb()
        return self._anchors[name]

    def scalar(self, node: Scalar) -> object:
        """Make the value of a scalar, whatever its anchor."""
        text = node.value
        if node.quoted:
            return text
        tag = node.tag
        try:
            if tag is None:
                # Most values are words: Psych and SafeYAML agree on every one with more than five
                # letters that starts with a letter.
                if len(text) > 5 and text[0].isalpha() and text[0].isascii():
                    return text
                value, alike = scalars.resolve_both(text)
                if not alike:
                    self.different += 1
                return value
            self.different += 1
            return self._tagged(tag, text)
        except scalars.ScalarError as error:
            raise RubyRefuses(_refusal_of(str(error)), node.start, f"{error} not allowed") from None

    def _tagged(self, tag: str, text: str) -> object:
        if tag in {"!binary", "tag:yaml.org,2002:binary"}:
            return _binary(text)
        found = _STR.fullmatch(tag)
        if tag == _STR_TAG or found:
            if found and found[1]:
                raise scalars.ScalarError(found[1])
            return text
        if _CLASS_OF_SCALAR.match(tag):
            raise scalars.ScalarError(tag)
        value = scalars.resolve(text)
        if tag in {"tag:yaml.org,2002:float", "!float"}:
            try:
                return float(value)  # type: ignore[arg-type]
            except (TypeError, ValueError, OverflowError):
                raise scalars.ScalarError("Float") from None
        return value

    def _sequence(self, node: Sequence) -> object:
        tag = node.tag
        if tag is not None:
            self.different += 1
            if tag in _OMAP:
                return self._omap(node)
            if _CLASS_OF_SEQUENCE.match(tag):
                raise _class_refused(node)
        items: list[object] = []
        self._open(node, items)
        self.collections[id(node)] = items
        build = self.build
        for child in node.items:
            items.append(build(child))  # noqa: PERF401 - an alias inside may refer to the list
        self._close(node)
        return items

    def _omap(self, node: Sequence) -> object:
        result: dict[object, object] = {}
        self._open(node, result)
        for item in node.items:
            inner: list[Node] = []
            if isinstance(item, Mapping):
                inner = [part for pair in item.pairs for part in pair]
            elif isinstance(item, Sequence):
                inner = item.items
            if not inner:
                raise _class_refused(node)
            key = _hashable(self.build(inner[0]))
            result[key] = self.build(inner[-1])
        self._close(node)
        return result

    def _mapping(self, node: Mapping) -> object:
        tag = node.tag
        if tag is not None:
            self.different += 1
            if _CLASS_OF_MAPPING.match(tag):
                raise _class_refused(node)
            if tag == _STR_TAG or _STR.fullmatch(tag):
                return self._string_of(node)
        result: dict[object, object] = {}
        self._open(node, result)
        self.collections[id(node)] = result
        build = self.build
        is_root = node is self._root
        for key_node, value_node in node.pairs:
            before = self.different
            key = build(key_node)
            # Most values, without another call: quoted, or a word (see `scalar`).
            if value_node.__class__ is Scalar and value_node.anchor is None:
                self._count += 1
                value = value_node.value if value_node.quoted else self.scalar(value_node)
            else:
                value = build(value_node)
            if key == "<<" and isinstance(key, str) and key_node.tag != _STR_TAG:
                self.different += 1
                self._merge(result, value_node, value)
                if is_root:
                    self.top_level.append((key, value, True))
                continue
            if key is None or isinstance(key, (list, dict)):
                self.different += key is None
                key = _hashable(key)
            result[key] = value
            if is_root:
                self.top_level.append((key, value, self.different != before))
        self._close(node)
        return result

    def _string_of(self, node: Mapping) -> object:
        text: object = None
        others = 0
        for key_node, value_node in node.pairs:
            key, value = self.build(key_node), self.build(value_node)
            if key == "str":
                text = value
            else:
                others += 1
        if others and text is None:
            raise _class_refused(node)
        return text

    @staticmethod
    def _merge(result: dict[object, object], node: Node, value: object) -> None:
        if isinstance(node, (Alias, Mapping)) and isinstance(value, dict):
            result.update(value)
        elif (
            isinstance(node, Sequence)
            and isinstance(value, list)
            and all(isinstance(item, dict) for item in value)
        ):
            merged: dict[object, object] = {}
            for item in reversed(value):
                merged.update(item)
            result.update(merged)
        else:
            result["<<"] = value

    def _open(self, node: Node, value: object) -> None:
        if node.anchor is not None:
            self._anchors[node.anchor] = value
            self._sizes[node.anchor] = None
            self._opened.append(self._count)

    def _close(self, node: Node) -> None:
        if node.anchor is not None:
            self._sizes[node.anchor] = self._count - self._opened.pop() + 1


def same(one: object, other: object) -> bool:
    """Tell whether two values are the same to Ruby, type included.

    A time without zone counts as UTC. Linear in the values; both are bounded by the pre-scan.
    """
    if isinstance(one, dt.datetime) or isinstance(other, dt.datetime):
        if not (isinstance(one, dt.datetime) and isinstance(other, dt.datetime)):
            return False
        return as_utc_aware(one) == as_utc_aware(other)
    if isinstance(one, MappingABC) and isinstance(other, MappingABC):
        if len(one) != len(other):
            return False
        return all(
            key in other and same(value, other[key]) and _same_key(key, other)
            for key, value in one.items()
        )
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return str(one) == str(other)
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (one != one and other != other)
    return type(one) is type(other) and one == other


def _same_key(key: object, other: MappingABC[object, object]) -> bool:
    if isinstance(key, str):
        return True
    return any(type(key) is type(found) and key == found for found in other)


def is_huge(value: object) -> bool:
    """Tell whether a value is an int that Python does not turn into digits."""
    return isinstance(value, int) and value.bit_length() > HUGE_BITS


def as_utc_aware(when: dt.datetime) -> dt.datetime:
    """Return a time with a zone; one without is UTC, as Ruby reads it."""
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)


def _hashable(value: object) -> Any:
    if isinstance(value, list):
        return tuple(_hashable(item) for item in value)
    if isinstance(value, dict):
        return FrozenMap(value)
    return value


def _binary(text: str) -> object:
    # Ruby's unpack("m") leaves out what is not Base64 and stops at the padding.
    digits = re.sub(r"[^A-Za-z0-9+/]", "", text.split("=", maxsplit=1)[0])
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    try:
        data = base64.b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error:
        data = b""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _refusal_of(kind: str) -> str:
    if kind == "Symbol":
        return (
            "A value or key that starts with a colon is a symbol to Ruby, which Jekyll does not "
            "allow: it drops the whole front matter. Put it in quotes."
        )
    if kind in {"Integer", "Float", "Time"}:
        return (
            "A value looks like a number or time to Ruby but is none, so Jekyll drops the whole "
            "front matter. Put it in quotes."
        )
    return _TAG_SENTENCE


_TAG_SENTENCE = (
    "A value bears a tag that asks for a Ruby class, which Jekyll does not allow: it drops the "
    "whole front matter. Remove the tag (the word after !)."
)


def _class_refused(node: Node) -> RubyRefuses:
    return RubyRefuses(_TAG_SENTENCE, node.start, "DisallowedClass")


def _bomb() -> FrontMatterTooDeep:
    return FrontMatterTooDeep(
        "The aliases of the front matter stand for more values than can be shown; the text is "
        "unchanged. Edit it as text.",
    )
