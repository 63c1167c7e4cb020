"""The text of a page as an object, so that nobody has to look for it in the finished page.

A layout that prints `content` gets the object itself into its output; whoever else looks at its
text (a filter, a comparison, a capture) is noted down. So it is known whether the page round the
text can stay when only the text changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.liquid import ruby


@dataclass(slots=True)
class Content:
    """What a template printed, or the body of a page, for the layout around it.

    Attributes:
        pieces: Text, and other contents.
        is_body: Whether it is the page's own text.
        reads: How often its text was looked at instead of printed.
    """

    pieces: list[object]
    is_body: bool = False
    reads: int = 0
    _text: str | None = None

    def liquid_read(self) -> str:
        """Return the text, and note that it was looked at."""
        self.reads += 1
        return self.text()

    def text(self) -> str:
        """Return the text without noting anything."""
        if self._text is None:
            self._text = "".join(text_pieces(self.pieces))
        return self._text

    def liquid_str(self) -> str:
        """Return the text for printing inside of something else."""
        return self.liquid_read()


def text_pieces(pieces: list[object]) -> Iterator[str]:
    """Give the text of pieces in their order."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Content):
            yield piece.text()
        else:
            yield ruby.to_s(piece)


def bodies(pieces: list[object]) -> int:
    """Count how often the page's own text stands in a page as an object."""
    count = 0
    for piece in pieces:
        if isinstance(piece, Content):
            count += 1 if piece.is_body else bodies(piece.pieces)
    return count


def has_read_body(pieces: list[object], body: Content) -> bool:
    """Tell whether a page looks at its text besides printing it, or prints it more than once."""
    return body.reads > 0 or bodies(pieces) != 1
