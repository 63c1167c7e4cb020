"""One edit of a text: the currency that typing, form, undo, journal and preview all speak."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    r"""Replace one run of a text by another.

    Positions are in code points of the exact text. A line ends after `\n` and nowhere else: a lone
    CR, U+0085 or U+2028 is an ordinary character, and the CR of a CRLF is part of its line.

    Attributes:
        line: Line of the first changed character, counted from 0.
        column: Code points between the start of that line and the change, counted from 0.
        removed: The exact text that goes, line ends included.
        inserted: The exact text that comes in its place.
    """

    line: int
    column: int
    removed: str
    inserted: str

    def inverse(self) -> Edit:
        """Return the edit that takes this one back."""
        return Edit(self.line, self.column, self.inserted, self.removed)


class Origin(enum.Enum):
    """Who asked for a change; decides how undo groups it and which view need not follow."""

    TYPING = "typing"
    COMMAND = "command"
    FORM = "form"
    RAW_YAML = "raw yaml"
    UNDO = "undo"
    REDO = "redo"
    RELOAD = "reload"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that has happened to a document.

    Attributes:
        revision: The document's revision after the edit; grows by 1 with each.
        edit: What was replaced.
        origin: Who asked for it.
    """

    revision: int
    edit: Edit
    origin: Origin


def apply_edit(text: str, edit: Edit) -> str:
    """Return `text` with `edit` applied. Linear in the text: for tests and short texts.

    Raises:
        ValueError: The text does not hold `edit.removed` at that place.
    """
    start = offset_of(text, edit.line, edit.column)
    end = start + len(edit.removed)
    if text[start:end] != edit.removed:
        raise ValueError("the text to remove is not at that place")
    return text[:start] + edit.inserted + text[end:]


def offset_of(text: str, line: int, column: int) -> int:
    r"""Return the offset in code points of a line and column; lines end at `\n` only.

    Raises:
        ValueError: There is no such line.
    """
    start = 0
    for _ in range(line):
        end = text.find("\n", start)
        if end < 0:
            raise ValueError("there is no such line")
        start = end + 1
    return start + column
