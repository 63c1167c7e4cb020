"""What a page leaves out or could not do as Jekyll does, said once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_MOST = 500


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
        self._heard: dict[Note, None] | None = None

    def add(self, note: Note) -> None:
        """Take a note."""
        if len(self._notes) < _MOST:
            self._notes.setdefault(note)
        if self._heard is not None and len(self._heard) < _MOST:
            self._heard.setdefault(note)

    @contextmanager
    def heard(self) -> Iterator[dict[Note, None]]:
        """Give what is noted meanwhile, also what had been noted before: the notes of one page."""
        before, self._heard = self._heard, {}
        try:
            yield self._heard
        finally:
            self._heard = before

    def take_all(self) -> tuple[Note, ...]:
        """Return all notes and forget them."""
        notes = tuple(self._notes)
        self._notes.clear()
        return notes

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)
