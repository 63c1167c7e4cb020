"""A spot in a post that is kept while the writer goes on: for what comes into the text later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.ui.text.positions import to_column

if TYPE_CHECKING:
    from editor.document import Document
    from editor.edit import Change, Edit
    from editor.ui.text import EditorPane

Place = tuple[int, int]
"""A line of the text, from 0, and the code points before the place on it."""


class Spot:
    """Where the cursor of a pane stood, followed through every edit, whoever makes it.

    Attributes:
        place: Where it is now. What is typed at it comes behind it.
        is_behind: What comes in at it comes before it, for now.
    """

    def __init__(self, pane: EditorPane, document: Document) -> None:
        """Note where the cursor of a pane stands, and what is selected.

        Args:
            pane: Shows the document.
            document: The post.
        """
        cursor = pane.textCursor()
        self._start = _place_of(pane, cursor.selectionStart())
        self.place = _place_of(pane, cursor.selectionEnd())
        self.is_behind = False
        self._revision = document.revision
        self._document = document
        self._unsubscribe = document.subscribe(self._on_change)

    @property
    def start(self) -> Place:
        """Where what was selected starts; the place itself once anything was changed."""
        is_same = self._document.revision == self._revision
        return self._start if is_same else self.place

    def forget(self) -> None:
        """Follow no longer."""
        self._unsubscribe()

    def _on_change(self, change: Change) -> None:
        self.place = moved(self.place, change.edit, is_behind=self.is_behind)


def moved(place: Place, edit: Edit, *, is_behind: bool = False) -> Place:
    """Return where a place is after an edit.

    Args:
        place: Where it was.
        edit: What was replaced.
        is_behind: What comes in exactly at the place comes before it.
    """
    begin = (edit.line, edit.column)
    if place < begin or (place == begin and not (is_behind and not edit.removed)):
        return place
    gone, come = _end(begin, edit.removed), _end(begin, edit.inserted)
    if place < gone:
        return begin
    if place[0] == gone[0]:
        return come[0], come[1] + place[1] - gone[1]
    return place[0] + come[0] - gone[0], place[1]


def _end(begin: Place, text: str) -> Place:
    lines = text.count("\n")
    if not lines:
        return begin[0], begin[1] + len(text)
    return begin[0] + lines, len(text) - text.rfind("\n") - 1


def _place_of(pane: EditorPane, position: int) -> Place:
    block = pane.document().findBlock(position)
    column = to_column(block.text(), position - block.position())
    return pane.first_line + block.blockNumber(), column
