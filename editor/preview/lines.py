r"""A text as a list of lines that end at `\n`, edited in time that grows with the edit."""

from __future__ import annotations

from editor.edit import Edit
from editor.preview.errors import OutOfStep


def split_lines(text: str) -> list[str]:
    r"""Split after each `\n`; the last line has no ending and may be empty."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + lines[-1:]


class Lines:
    """The lines of a text."""

    def __init__(self, text: str = "") -> None:
        self.lines = split_lines(text)

    @property
    def text(self) -> str:
        """The whole text, joined."""
        return "".join(self.lines)

    def apply(self, edit: Edit) -> tuple[int, int, int]:
        """Apply an edit.

        Returns:
            The first line touched, how many lines went, how many came.

        Raises:
            OutOfStep: The text does not hold `edit.removed` at that place.
        """
        first = edit.line
        gone = edit.removed.count("\n") + 1
        if first < 0 or first + gone > len(self.lines):
            raise OutOfStep
        old = "".join(self.lines[first : first + gone])
        end = edit.column + len(edit.removed)
        if edit.column > len(old) or old[edit.column : end] != edit.removed:
            raise OutOfStep
        new = split_lines(old[: edit.column] + edit.inserted + old[end:])
        if first + gone < len(self.lines):
            if new[-1] == "":
                new.pop()
            else:
                raise OutOfStep
        self.lines[first : first + gone] = new
        return first, gone, len(new)
