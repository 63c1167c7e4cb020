r"""A text as views know it: lines without their endings, an ending being a CRLF or a LF.

A position between the CR and the LF of one ending cannot be said in a view, so no edit starts or
ends there, neither before nor after it happened.
"""

from __future__ import annotations

from editor.document.errors import StaleEdit
from editor.edit import Edit
from editor.text_lines import TextLines, content_of, ending_of


class ViewedLines(TextLines):
    """The lines of an open post. Runs on every key: cost grows with the touched lines."""

    def apply(self, edit: Edit) -> tuple[int, int, int]:
        """Replace `edit.removed` by `edit.inserted`; returns as `TextLines.apply`.

        Raises:
            StaleEdit: `edit.removed` is not there; nothing was changed.
        """
        try:
            return super().apply(edit)
        except ValueError as error:
            raise _stale() from error

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


def _stale() -> StaleEdit:
    return StaleEdit(
        "This change was made for another state of the text, so it was not applied. "
        "The text is unchanged; try again.",
    )
