r"""A text as lines with their own endings, spliced at the cost of the touched lines only.

A line ends after `\n` and nowhere else. The last line has no ending (it is empty when the text
ends in one), so there is always at least one line, and as many as a text view has blocks.

Views know lines without their endings: an ending is `\r\n` or `\n`, never a lone CR. A position
between the CR and the LF of one ending cannot be said in a view, so no edit starts or ends there,
neither before nor after it happened.
"""

from __future__ import annotations

from collections.abc import Sequence

from editor.document.errors import StaleEdit
from editor.edit import Edit


def split_lines(text: str) -> list[str]:
    r"""Split after every `\n`; the last item has none and may be empty."""
    parts = text.split("\n")
    last = parts.pop()
    lines = [part + "\n" for part in parts]
    lines.append(last)
    return lines


def ending_of(line: str) -> str:
    r"""Return a line's own ending: `\r\n`, `\n` or nothing."""
    if line.endswith("\r\n"):
        return "\r\n"
    return "\n" if line.endswith("\n") else ""


def content_of(line: str) -> str:
    """Return a line as views know it: without its ending."""
    if line.endswith("\r\n"):
        return line[:-2]
    return line.removesuffix("\n")


class Lines:
    """The lines of one text. Runs on every key: cost grows with the touched lines."""

    def __init__(self, text: str = "") -> None:
        self._lines = split_lines(text)
        self._text: str | None = text

    @property
    def all(self) -> Sequence[str]:
        """Every line with its ending. A view of the inside: do not keep it over an edit."""
        return self._lines

    @property
    def text(self) -> str:
        """The whole text; joined when asked for, kept until the next edit."""
        if self._text is None:
            self._text = "".join(self._lines)
        return self._text

    def apply(self, edit: Edit) -> None:
        """Replace `edit.removed` by `edit.inserted`.

        Raises:
            StaleEdit: `edit.removed` is not there; nothing was changed.
        """
        last = edit.line + edit.removed.count("\n")
        lines = self._lines
        if not 0 <= edit.line <= last < len(lines) or edit.column < 0:
            raise _stale()
        if last == edit.line:
            line = lines[last]
            end = edit.column + len(edit.removed)
            if line[edit.column : end] != edit.removed or end > len(line):
                raise _stale()
            head, tail = line[: edit.column], line[end:]
        else:
            end = len(edit.removed) - edit.removed.rfind("\n") - 1
            head, tail = lines[edit.line][: edit.column], lines[last][end:]
            there = [lines[edit.line][edit.column :], *lines[edit.line + 1 : last]]
            there.append(lines[last][:end])
            if len(head) < edit.column or "".join(there) != edit.removed:
                raise _stale()
        if tail == "" and last < len(lines) - 1:
            # The edit reaches to the end of a line's ending: the next line follows directly.
            last += 1
            tail = lines[last]
        fresh = split_lines(head + edit.inserted + tail)
        if last < len(lines) - 1:
            fresh.pop()  # what follows its line end is the next line
        lines[edit.line : last + 1] = fresh
        self._text = None

    def whole(self, edit: Edit) -> Edit:
        """Return the edit, widened where it would start or end inside a CRLF.

        Args:
            edit: An edit of this text that has not been applied yet.
        """
        lines = self._lines
        if not 0 <= edit.line < len(lines):
            raise _stale()
        first = lines[edit.line]
        removed, inserted, column = edit.removed, edit.inserted, edit.column
        before = first[column - 1 : column] if column else ""
        last = edit.line + removed.count("\n")
        end = len(removed) - removed.rfind("\n") - 1 if "\n" in removed else column + len(removed)
        after = lines[last][end : end + 1] if last < len(lines) else ""
        if before == "\r" and "\n" in ((removed + after)[:1], (inserted + after)[:1]):
            column -= 1
            removed, inserted, before = "\r" + removed, "\r" + inserted, ""
        if after == "\n" and "\r" in (removed[-1:], inserted[-1:]):
            removed, inserted = removed + "\n", inserted + "\n"
        if column == edit.column and removed == edit.removed:
            return edit
        return Edit(edit.line, column, removed, inserted)

    def edit_of(
        self, line: int, column: int, end_line: int, end_column: int, text: str
    ) -> Edit | None:
        r"""Return the exact edit that a view means.

        New line ends follow the lines they come among: the nth new one takes the ending of the
        nth replaced line, any more take the ending of the line in which they are typed.

        Args:
            line: First line.
            column: Code points from that line's start; at most the length without its ending.
            end_line: Last line.
            end_column: As `column`, in the last line.
            text: What comes in, its lines separated by `\n`.

        Returns:
            None when nothing would change.

        Raises:
            StaleEdit: There is no such place.
        """
        lines = self._lines
        if not 0 <= line <= end_line < len(lines):
            raise _stale()
        head = content_of(lines[line])
        tail = content_of(lines[end_line])
        if not (0 <= column <= len(head) and 0 <= end_column <= len(tail)) or (
            line == end_line and end_column < column
        ):
            raise _stale()
        if line == end_line:
            removed = head[column:end_column]
        else:
            between = lines[line + 1 : end_line]
            removed = "".join([lines[line][column:], *between, tail[:end_column]])
        head, tail = head[:column], tail[end_column:]
        pieces = text.replace("\r\n", "\n").split("\n")
        parts: list[str] = []
        content = head
        for number, piece in enumerate(pieces[:-1]):
            content += piece
            ending = self.ending_near(min(line + number, end_line))
            # A line's own last CR must not become a part of its ending.
            parts += (piece, "\r\n" if content.endswith("\r") else ending)
            content = ""
        parts.append(pieces[-1])
        if (content + pieces[-1] + tail).endswith("\r") and ending_of(lines[end_line]) == "\n":
            removed += tail + "\n"
            parts += (tail, "\r\n")
        inserted = "".join(parts)
        return None if removed == inserted else Edit(line, column, removed, inserted)

    def ending_near(self, line: int) -> str:
        """Return the ending that a new line end in this line should have."""
        own = ending_of(self._lines[line])
        if own or line == 0:
            return own or "\n"
        return ending_of(self._lines[line - 1])


def single_edit(old: Sequence[str], new: Sequence[str]) -> Edit | None:
    """Return one edit of whole lines that turns one text into another; None when they are equal.

    Args:
        old: Lines as `split_lines` gives them.
        new: The same of the other text.
    """
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    removed = "".join(old[start : len(old) - end])
    inserted = "".join(new[start : len(new) - end])
    if removed == inserted:
        return None
    return Edit(start, 0, removed, inserted)


def _stale() -> StaleEdit:
    return StaleEdit(
        "This change was made for another state of the text, so it was not applied. "
        "The text is unchanged; try again.",
    )
