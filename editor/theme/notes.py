"""What a page leaves out or could not do as Jekyll does, said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a page that its reader should know.

    Attributes:
        kind: A word for programs: `liquid`, `plugin`, `layout`, `theme`, `data`, `sass`,
            `markdown`.
        text: A sentence.
        line: Line of the file, from 1; 0 for none.
        path: The file it is about, as a site path; empty for the page itself.
    """

    kind: str
    text: str
    line: int = 0
    path: str = ""


class Notes:
    """Notes in the order in which they came up, each once."""

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def add(self, note: Note) -> None:
        """Take a note."""
        if len(self._notes) < 500:
            self._notes.setdefault(note)

    def take_all(self) -> tuple[Note, ...]:
        """Return all notes and forget them."""
        notes = tuple(self._notes)
        self._notes.clear()
        return notes

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)
