"""Values that are more than plain data: drops, ranges, and pieces of the page.

Plain values are Python's own: None, bool, int, float, str, datetime and date, any `Sequence` for
Ruby's Array (so a list may be lazy: it is asked for `len`, items, slices and iteration only) and
any `Mapping` for Ruby's Hash. An aware time in `datetime.UTC` is Ruby's UTC time, in any other
zone a local one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


class Drop:
    """A value that computes what a template asks it for (`lib/liquid/drop.rb`)."""

    def liquid_get(self, key: object) -> object:  # noqa: ARG002 - a drop by itself has nothing
        """Return the value under `key`, None where there is none, as here."""
        return None

    def liquid_has(self, key: object) -> bool:  # noqa: ARG002 - a drop says yes to every key
        """Tell whether `key` is answered; a plain drop answers every one."""
        return True

    def liquid_str(self) -> str:
        """Return what printing the drop shows; Ruby prints the class's name."""
        return type(self).__name__

    def liquid_iter(self) -> Iterator[object] | None:
        """Return what a loop goes over, None where the drop is not a collection."""
        return None


@runtime_checkable
class Piece(Protocol):
    """A part of the page that is printed as an object of its own.

    An output without filters appends the object itself to the list of output; whatever else looks
    at its text asks `liquid_read`, which may note down that it was read.
    """

    def liquid_read(self) -> str:
        """Return the text."""


@dataclass(frozen=True, slots=True)
class Range:
    """Ruby's Range of two whole numbers, both ends included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return max(self.last - self.first + 1, 0)

    def items(self) -> range:
        """Return its numbers without making a list of them."""
        return range(self.first, self.last + 1)
