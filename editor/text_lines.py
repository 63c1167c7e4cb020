r"""A text as lines with their own endings, spliced at the cost of the touched lines only.

A line ends after `\n` and nowhere else. The last line has no ending (it is empty when the text
ends in one), so there is always at least one line, and as many as a text view has blocks.
"""

from __future__ import annotations

from collections.abc import Sequence

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


class TextLines:
    """The lines of one text: of an open post, of its journal, of the preview's worker.

    Runs on every key: cost grows with the touched lines (`tests/benchmarks/bench_document.py`).
    """

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

    def set(self, text: str) -> None:
        """Put another text in place of this one."""
        self._lines = split_lines(text)
        self._text = text

    def apply(self, edit: Edit) -> tuple[int, int, int]:
        """Replace `edit.removed` by `edit.inserted`.

        Returns:
            The first line touched, how many lines went, how many came in their place.

        Raises:
            ValueError: `edit.removed` is not there; nothing was changed.
        """
        last = edit.line + edit.removed.count("\n")
        lines = self._lines
        if not 0 <= edit.line <= last < len(lines) or edit.column < 0:
            raise ValueError(_STALE)
        if last == edit.line:
            line = lines[last]
            end = edit.column + len(edit.removed)
            if line[edit.column : end] != edit.removed or end > len(line):
                raise ValueError(_STALE)
            head, tail = line[: edit.column], line[end:]
        else:
            end = len(edit.removed) - edit.removed.rfind("\n") - 1
            head, tail = lines[edit.line][: edit.column], lines[last][end:]
            there = [lines[edit.line][edit.column :], *lines[edit.line + 1 : last]]
            there.append(lines[last][:end])
            if len(head) < edit.column or "".join(there) != edit.removed:
                raise ValueError(_STALE)
        if tail == "" and last < len(lines) - 1:
            # The edit reaches to the end of a line's ending: the next line follows directly.
            last += 1
            tail = lines[last]
        fresh = split_lines(head + edit.inserted + tail)
        if last < len(lines) - 1:
            fresh.pop()  # what follows its line end is the next line
        lines[edit.line : last + 1] = fresh
        self._text = None
        return edit.line, last + 1 - edit.line, len(fresh)


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


_STALE = "the edit was made for another text"
