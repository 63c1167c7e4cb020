"""What the editor does for the writer's hands: marks round words, lists that continue, indents.

Plain functions from lines to lines, without Qt, so that a test is text, deed, text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?P<task>\[[ xX]\] )?"
)
_QUOTE = re.compile(r"(?P<mark>[ ]{0,3}(?:>[ ]?)+)")
_HEADING = re.compile(r"(#{1,6})[ \t]+")


@dataclass(frozen=True, slots=True)
class Span:
    """The lines that a selection touches, and where in them it stands.

    Attributes:
        lines: The touched lines, whole, without endings.
        column: Where the selection starts in the first of them, in code points.
        end_line: The index of the last touched line.
        end_column: Where the selection ends in it.
    """

    lines: list[str]
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Result:
    """What stands there afterwards, and what is selected; lines count from the span's first."""

    lines: list[str]
    line: int
    column: int
    end_line: int
    end_column: int


def is_item(line: str) -> bool:
    """Tell whether a line starts a list item."""
    return _ITEM.match(line) is not None


def continued(line: str, column: int) -> str:
    """Return what a new line after this one begins with: the list's or the quote's mark.

    Args:
        line: The line that Return was pressed in.
        column: Where; before the end of the mark nothing is continued.
    """
    item = _ITEM.match(line)
    if item and column >= item.end():
        mark = item["mark"]
        if mark[0].isdigit():
            mark = f"{int(mark[:-1]) + 1}{mark[-1]}"
        return item["indent"] + mark + item["gap"] + ("[ ] " if item["task"] else "")
    quote = _QUOTE.match(line)
    if quote and column >= quote.end():
        return quote["mark"]
    indent = re.match(r"[ \t]*", line)
    return indent[0] if indent and column >= indent.end() and line.strip() else ""


def ends_list(line: str, column: int) -> bool:
    """Tell whether Return in this line ends the list: an item or quote with nothing in it."""
    found = _ITEM.match(line) or _QUOTE.match(line)
    return found is not None and found.end() == len(line) and column == len(line)


def bold(span: Span) -> Result:
    """Put `**` round the selection, or take it away."""
    return _around(span, "**")


def italic(span: Span) -> Result:
    """Put `*` round the selection, or take it away."""
    return _around(span, "*")


def code(span: Span) -> Result:
    """Put backticks round the selection, or take them away."""
    return _around(span, "`")


def link(span: Span) -> Result:
    """Make the selection a link and select the place of its address."""
    first, last = span.lines[0], span.lines[-1]
    if span.end_line:
        head, inside, tail = first[: span.column], first[span.column :], last[span.end_column :]
        lines = [f"{head}[{inside}", *span.lines[1:-1], f"{last[: span.end_column]}](){tail}"]
        place = span.end_column + 2
        return Result(lines, span.end_line, place, span.end_line, place)
    words = first[span.column : span.end_column]
    text = f"{first[: span.column]}[{words}](){first[span.end_column :]}"
    place = span.column + (len(words) + 3 if words else 1)
    return Result([text], 0, place, 0, place)


def heading(level: int) -> Callable[[Span], Result]:
    """Return the help that makes the lines headings of this level; 0 or the same level: text."""

    def change(span: Span) -> Result:
        marks = "#" * level + " " if level else ""
        had = [_HEADING.match(line) for line in span.lines]
        if all(found is not None and len(found[1]) == level for found in had):
            marks = ""
        return _each(
            span, lambda line: (marks + _HEADING.sub("", line, count=1)) if line.strip() else line
        )

    return change


def quote(span: Span) -> Result:
    """Make the lines a quotation, or plain again."""
    if all(line.startswith(">") for line in span.lines):
        return _each(span, lambda line: re.sub(r"^> ?", "", line))
    return _each(span, lambda line: "> " + line if line else ">")


def bulleted_list(span: Span) -> Result:
    """Make the lines a list, or plain again."""
    return _as_list(span, lambda _number: "- ", re.compile(r"[ \t]*[-*+][ \t]+"))


def numbered_list(span: Span) -> Result:
    """Make the lines a numbered list, or plain again."""
    return _as_list(span, lambda number: f"{number}. ", re.compile(r"[ \t]*\d{1,9}[.)][ \t]+"))


def indent(span: Span) -> Result:
    """Move the lines one step in."""
    return _each(span, lambda line: "  " * bool(line) + line)


def outdent(span: Span) -> Result:
    """Move the lines one step out."""
    return _each(span, lambda line: re.sub(r"^(?:\t| {1,2})", "", line))


def _around(span: Span, mark: str) -> Result:
    first, last = span.lines[0], span.lines[-1]
    size = len(mark)
    before, after = first[: span.column], last[span.end_column :]
    # The mark of italics is half the mark of bold: one inside the other is not taken for it.
    doubled = mark == "*" and before.endswith("**") and not before.endswith("***")
    lines = list(span.lines)
    if before.endswith(mark) and after.startswith(mark) and not doubled:
        lines[-1] = last[: span.end_column] + after[size:]
        lines[0] = before[:-size] + lines[0][span.column :]
        shift = -size
    else:
        lines[-1] = last[: span.end_column] + mark + after
        lines[0] = before + mark + lines[0][span.column :]
        shift = size
    end = span.end_column + (shift if span.end_line == 0 else 0)
    return Result(lines, 0, span.column + shift, span.end_line, end)


def _as_list(span: Span, mark: Callable[[int], str], had: re.Pattern[str]) -> Result:
    filled = [line for line in span.lines if line.strip()]
    if filled and all(had.match(line) for line in filled):
        return _each(span, lambda line: had.sub("", line, count=1))
    numbers = iter(range(1, len(span.lines) + 1))

    def change(line: str) -> str:
        if not line.strip() and len(span.lines) > 1:
            return line
        return mark(next(numbers)) + _ITEM.sub("", line, count=1)

    return _each(span, change)


def _each(span: Span, change: Callable[[str], str]) -> Result:
    lines = [change(line) for line in span.lines]
    grown = len(lines[0]) - len(span.lines[0])
    grown_last = len(lines[-1]) - len(span.lines[-1])
    return Result(
        lines,
        0,
        max(0, span.column + grown),
        span.end_line,
        max(0, span.end_column + grown_last),
    )
