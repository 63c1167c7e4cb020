"""A text kept rendered while it is edited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from editor.edit import Edit, apply_edit
from editor.kramdown.document import to_html


@dataclass(frozen=True, slots=True)
class Block:
    """One rendered block: a key that stays while it is unchanged, its HTML, its source lines."""

    key: int
    html: str
    lines: int


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `deleted` blocks from `start` on by `blocks`."""

    start: int
    deleted: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BlockPatch:
    """What an edit changed: splices in order of application, and the tail when it changed."""

    splices: tuple[Splice, ...]
    tail: str | None


class Blocks:
    """The blocks of a text, kept right edit by edit."""

    def __init__(self, text: str, options: Mapping[str, object] | None = None) -> None:
        self._text = text
        self._options = options
        self._next = 0
        self._sources: list[str] = []
        self._blocks: list[Block] = []
        self.tail = ""
        self._sources = self._split()
        self._blocks = [self._make(each) for each in self._sources]

    def _split(self) -> list[str]:
        return [each for each in re.split(r"(?<=\n\n)(?=[^\s])", self._text) if each]

    def _make(self, source: str) -> Block:
        self._next += 1
        return Block(self._next, to_html(source, self._options), max(source.count("\n"), 1))

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks in the order of the text."""
        return self._blocks

    def html(self) -> str:
        """Return the whole rendered text."""
        return "".join(each.html for each in self._blocks) + self.tail

    def update(self, edit: Edit) -> BlockPatch:
        """Apply `edit` and return what changed."""
        self._text = apply_edit(self._text, edit)
        old, new = self._sources, self._split()
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        end = 0
        while end < min(len(old), len(new)) - head and old[-1 - end] == new[-1 - end]:
            end += 1
        made = tuple(self._make(each) for each in new[head : len(new) - end])
        deleted = len(old) - head - end
        self._blocks[head : head + deleted] = made
        self._sources = new
        return BlockPatch((Splice(head, deleted, made),) if made or deleted else (), None)
