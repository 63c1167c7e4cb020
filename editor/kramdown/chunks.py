"""A long list of parts in chunks: places are found and parts replaced in the root of its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, Protocol, TypeVar

_SIZE = 192


class _Piece(Protocol):
    """What is asked of a part here."""

    raw: str
    newlines: int
    chunk: Chunk[Any] | None

    @property
    def is_special(self) -> bool:
        """Whether other parts depend on it, or it on them."""


Part = TypeVar("Part", bound=_Piece)


class Chunk(Generic[Part]):
    """Some parts in a row, and what is asked of them most."""

    __slots__ = ("newlines", "parts", "special")

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.newlines = sum(part.newlines for part in parts)
        self.special: list[Part] | None = None
        for part in parts:
            part.chunk = self

    def splice(self, start: int, deleted: int, parts: Sequence[Part]) -> None:
        """Replace `deleted` parts from `start` on."""
        for part in self.parts[start : start + deleted]:
            self.newlines -= part.newlines
        for part in parts:
            self.newlines += part.newlines
            part.chunk = self
        self.parts[start : start + deleted] = parts
        self.special = None


class Parts(Generic[Part]):
    """The parts of a text in order."""

    def __init__(self, parts: Sequence[Part] = ()) -> None:
        """Hold `parts`."""
        self._chunks = _chunked(list(parts))
        self._length = len(parts)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Part]:
        for chunk in self._chunks:
            yield from chunk.parts

    def __getitem__(self, index: int) -> Part:
        if not 0 <= index < self._length:
            raise IndexError(index)
        chunk, start = self._chunk_at(index)
        return self._chunks[chunk].parts[index - start]

    @property
    def last(self) -> Part | None:
        """The last part, if there is any."""
        return self._chunks[-1].parts[-1] if self._chunks else None

    def slice(self, start: int, end: int) -> list[Part]:
        """Return the parts from `start` up to `end`."""
        found: list[Part] = []
        if start >= min(end, self._length):
            return found
        at, first = self._chunk_at(start)
        while at < len(self._chunks) and first < end:
            parts = self._chunks[at].parts
            found += parts[max(start - first, 0) : end - first]
            first += len(parts)
            at += 1
        return found

    def index(self, part: Part) -> int:
        """Return the place of a part that is in the list."""
        before = 0
        for chunk in self._chunks:
            if chunk is part.chunk:
                return before + chunk.parts.index(part)
            before += len(chunk.parts)
        raise ValueError("the part is not in the list")

    def splice(self, start: int, deleted: int, parts: Sequence[Part]) -> None:
        """Replace `deleted` parts from `start` on."""
        if not self._chunks:
            self._chunks = _chunked(list(parts))
            self._length = len(parts)
            return
        first, before = self._chunk_at(min(start, self._length - 1))
        last, end = first, before + len(self._chunks[first].parts)
        if start + deleted <= end:
            chunk = self._chunks[first]
            if 0 < len(chunk.parts) + len(parts) - deleted <= _SIZE * 2:
                chunk.splice(start - before, deleted, parts)
                self._length += len(parts) - deleted
                return
        while end < start + deleted:
            last += 1
            end += len(self._chunks[last].parts)
        merged = [part for chunk in self._chunks[first : last + 1] for part in chunk.parts]
        merged[start - before : start - before + deleted] = parts
        self._chunks[first : last + 1] = _chunked(merged)
        self._length += len(parts) - deleted

    def find_line(self, line: int) -> tuple[int, Part, int]:
        """Return place, part and offset in its source where a line of the text starts.

        Raises:
            ValueError: There is no such line.
        """
        if line == 0:
            return 0, self[0], 0
        before = index = 0
        for chunk in self._chunks:
            if before + chunk.newlines >= line:
                for part in chunk.parts:
                    if before + part.newlines >= line:
                        return index, part, _line_start(part.raw, line - before)
                    before += part.newlines
                    index += 1
            before += chunk.newlines
            index += len(chunk.parts)
        raise ValueError("there is no such line")

    def special(self) -> Iterator[Part]:
        """Return the parts with headers, footnote markers or places to be filled, in order."""
        for chunk in self._chunks:
            if chunk.special is None:
                chunk.special = [part for part in chunk.parts if part.is_special]
            yield from chunk.special

    def _chunk_at(self, index: int) -> tuple[int, int]:
        """Return the number of the chunk that holds a place, and the place where it starts."""
        before = 0
        for number, chunk in enumerate(self._chunks):
            size = len(chunk.parts)
            if index < before + size:
                return number, before
            before += size
        raise IndexError(index)


def _chunked(parts: list[Part]) -> list[Chunk[Part]]:
    if len(parts) <= _SIZE * 2:
        return [Chunk(parts)] if parts else []
    return [Chunk(parts[at : at + _SIZE]) for at in range(0, len(parts), _SIZE)]


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line):
        start = text.index("\n", start) + 1
    return start
