"""Typing helps, each a triple: text with its selection, a deed, text with its selection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from editor.ui.text import typing_helps as helps


def span_of(marked: str) -> helps.Span:
    """Read lines in which `‹` and `›` stand where the selection starts and ends."""
    lines = marked.split("\n")
    start = next(number for number, line in enumerate(lines) if "‹" in line)
    assert start == 0
    column = lines[0].index("‹")
    lines[0] = lines[0].replace("‹", "")
    end = lines[-1].index("›")
    lines[-1] = lines[-1].replace("›", "")
    return helps.Span(lines, column, len(lines) - 1, end)


def marked(result: helps.Result) -> str:
    lines = list(result.lines)
    end = lines[result.end_line]
    lines[result.end_line] = end[: result.end_column] + "›" + end[result.end_column :]
    start = lines[result.line]
    lines[result.line] = start[: result.column] + "‹" + start[result.column :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("before", "deed", "after"),
    [
        ("a ‹word› here", helps.bold, "a **‹word›** here"),
        ("a **‹word›** here", helps.bold, "a ‹word› here"),
        ("a **‹word›** here", helps.italic, "a ***‹word›*** here"),
        ("‹›", helps.bold, "**‹›**"),
        ("a ‹é😀› b", helps.italic, "a *‹é😀›* b"),
        ("‹one\ntwo›", helps.bold, "**‹one\ntwo›**"),
        ("see ‹this› now", helps.link, "see [this](‹›) now"),
        ("see ‹› now", helps.link, "see [‹›]() now"),
        ("A ‹›title", helps.heading(2), "## A ‹›title"),
        ("## A ‹›title", helps.heading(2), "A ‹›title"),
        ("# A ‹›title", helps.heading(2), "## A ‹›title"),
        ("‹one\n\ntwo›", helps.quote, "> ‹one\n>\n> two›"),
        ("> ‹one\n> two›", helps.quote, "‹one\ntwo›"),
        ("‹one\ntwo›", helps.bulleted_list, "- ‹one\n- two›"),
        ("- ‹one\n- two›", helps.numbered_list, "1. ‹one\n2. two›"),
        ("1. ‹one\n2. two›", helps.numbered_list, "‹one\ntwo›"),
        ("- ‹one›", helps.indent, "  - ‹one›"),
        ("  - ‹one›", helps.outdent, "- ‹one›"),
    ],
)
def test_a_help_does_to_the_lines_what_it_says(
    before: str, deed: Callable[[helps.Span], helps.Result], after: str
) -> None:
    assert marked(deed(span_of(before))) == after


@pytest.mark.parametrize(
    ("line", "next_line"),
    [
        ("- one", "- "),
        ("  * one", "  * "),
        ("9. nine", "10. "),
        ("- [x] done", "- [ ] "),
        ("> said", "> "),
        ("plain", ""),
        ("    code", "    "),
        ("-no item", ""),
    ],
)
def test_return_continues_lists_and_quotes(line: str, next_line: str) -> None:
    assert helps.continued(line, len(line)) == next_line


def test_return_in_an_empty_item_ends_the_list() -> None:
    assert helps.ends_list("- ", 2)
    assert helps.ends_list("3. ", 3)
    assert not helps.ends_list("- x", 3)
