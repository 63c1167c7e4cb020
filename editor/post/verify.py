"""The result of an edit read again, and compared with what was wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass

from editor.post.errors import EditRefused, FrontMatterTooDeep, RubyRefuses
from editor.post.fields import Entry, ProblemKind, read_entries
from editor.post.nodes import Mapping, Scalar, YamlError, compose
from editor.post.paths import is_same_key
from editor.post.plan import Splice, apply
from editor.post.prescan import MAX_BYTES, check_bounds
from editor.post.reading import Reading, read
from editor.post.ruby_yaml import same

_FENCE = re.compile(r"(?m)^(?:---|\.\.\.)[ \t\r\f\v]*$")

REFUSED = (
    "This change would alter more of the front matter than the one field, so it was not made; "
    "nothing was changed. Edit the field as text instead."
)


TOO_MUCH = (
    "The front matter would grow beyond 64 KB, or be nested too deeply; nothing was changed. "
    "Put long texts into the body."
)
HIDDEN = (
    "The field would not read as wanted: a part that is merged in (<<) writes over it or brings it "
    "back. Nothing was changed. Edit the front matter as text."
)
TWO_READERS = (
    "The two versions of Jekyll in use would read this value differently, so it was not written; "
    "nothing was changed. Write it as text."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the front matter has to read as after an edit.

    Attributes:
        pairs: Keys and values in their order.
        first: The first old pair that the edit may touch.
        last: The pair behind the last such.
        added: By how many pairs it grows (or shrinks).
        alike: The pair that both Rubies have to read alike, or None.
        data: What the front matter is to Ruby, merged parts included; None where the pairs tell it.
    """

    pairs: list[tuple[object, object]]
    first: int
    last: int
    added: int
    alike: int | None = None
    data: MappingABC[object, object] | None = None


class Judge:
    """Compares what an edit makes of a text with what was wanted.

    Args:
        reading: The text before.
    """

    def __init__(self, reading: Reading) -> None:
        """Keep the reading."""
        self._reading = reading
        self._text = reading.text

    def check(self, splices: list[Splice], wanted: Wanted) -> None:
        """Read what an edit touches, or all where that cannot be told, and compare.

        Raises:
            EditRefused: Something else would change, or the value would not be as wanted.
        """
        window = self._window(splices, wanted)
        if window is None:
            self.check_fully(splices, wanted)
            return
        start, end, first, last = window
        text = apply(self._text, _within(splices, start, end), start, end)
        if _FENCE.search(text):
            raise EditRefused(REFUSED)
        try:
            check_bounds(text)
            tree = compose(text)
            if isinstance(tree.root, Scalar) and tree.root.start == tree.root.end:
                tree.root = None
            if tree.has_alias or tree.has_anchor:
                self.check_fully(splices, wanted)
                return
            entries: list[Entry] = []
            if isinstance(tree.root, Mapping) and not tree.root.flow:
                entries = read_entries(tree.root)[1]
            elif tree.root is not None:
                raise EditRefused(REFUSED)
        except FrontMatterTooDeep:
            raise EditRefused(TOO_MUCH) from None
        except (YamlError, RubyRefuses, RecursionError):
            raise EditRefused(REFUSED) from None
        if not _equal(entries, wanted.pairs[first : last + wanted.added]):
            raise EditRefused(REFUSED)
        if wanted.alike is not None and entries[wanted.alike - first].text_only:
            raise EditRefused(TWO_READERS)
        grown = sum(len(s.text) - (s.end - s.start) for s in splices)
        parts = self._reading.parts
        if grown > 0 and parts is not None and parts.yaml_end + grown > MAX_BYTES // 4:
            head = apply(self._text, splices, 0, parts.yaml_end)
            if len(head.encode("utf-8", "surrogatepass")) > MAX_BYTES:
                raise EditRefused(TOO_MUCH)

    def _window(self, splices: list[Splice], wanted: Wanted) -> tuple[int, int, int, int] | None:
        """Return the stretch of lines that can be read alone, and the pairs that it holds.

        A block map's pairs that start at column 0 do not know of each other, as long as nothing is
        anchored: the lines from the key before the change to the key after it tell all.
        """
        tree, parts = self._reading.tree, self._reading.parts
        root = self._reading.root
        if wanted.data is not None:
            return None
        if tree is None or parts is None or root is None or root.flow:
            return None
        if tree.has_alias or tree.has_anchor or root.tag or len(self._text) < 400:
            return None
        first = max(0, wanted.first - 1)
        last = wanted.last
        starts = []
        for index in (first, last):
            if index == len(self._reading.entries):
                starts.append(parts.yaml_end)
                continue
            at = self._reading.entries[index].key_node.start
            if self._text[at - 1] != "\n" or self._text[at] in "?&!*%":
                return None
            starts.append(at)
        start, end = starts
        if any(one.start < start or one.end > end for one in splices):
            if first or any(s.start < parts.yaml_start or s.end > end for s in splices):
                return None
            start = parts.yaml_start
        if self._text[start] == "%":
            return None
        return start, end, first, last

    def check_fully(self, splices: list[Splice], wanted: Wanted) -> None:
        """Read the whole text as it would be and compare; see `check`."""
        old = self._reading
        text = apply(self._text, splices)
        new = read(text)
        if any(problem.kind is ProblemKind.TOO_LARGE for problem in new.problems):
            raise EditRefused(TOO_MUCH)
        if new.broken or new.parts is None or old.parts is None:
            raise EditRefused(REFUSED)
        if text[new.parts.body_start :] != self._text[old.parts.body_start :]:
            raise EditRefused(REFUSED)
        try:
            if not _equal(new.entries, wanted.pairs):
                raise EditRefused(REFUSED)
            if wanted.alike is not None and new.entries[wanted.alike].text_only:
                raise EditRefused(TWO_READERS)
            if wanted.data is not None and not same(new.data, wanted.data):
                raise EditRefused(HIDDEN)
        except RecursionError:
            raise EditRefused(REFUSED) from None


def _equal(entries: list[Entry], pairs: list[tuple[object, object]]) -> bool:
    return len(entries) == len(pairs) and all(
        is_same_key(entry.key, key) and same(entry.value, value)
        for entry, (key, value) in zip(entries, pairs, strict=True)
    )


def _within(splices: list[Splice], start: int, end: int) -> list[Splice]:
    return [one for one in splices if start <= one.start and one.end <= end]
