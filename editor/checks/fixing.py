"""Making the repairs that findings carry, several in one text."""

from __future__ import annotations

from collections.abc import Sequence

from editor.checks.finding import Finding, Fix
from editor.edit import apply_edit


def with_fixes(text: str, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """Make the repairs of a post's findings, as many as can be made in one go.

    From the end of the text to its start, so that none moves another's place. One whose lines
    another one has just changed is left: check again, and it comes again if it is still wanted.

    Args:
        text: The post's text that was checked.
        findings: Those whose repair is wanted; ones without any are passed over.

    Returns:
        The mended text, and the findings whose repair was made, in the order of the text.

    Raises:
        ValueError: The findings are of another text.
    """
    made: list[Finding] = []
    wanted = [(_start(each.fix), each.fix, each) for each in findings if each.fix is not None]
    above = text.count("\n") + 1
    for start, fix, finding in sorted(wanted, key=lambda each: each[0], reverse=True):
        if _last_line(fix) > above or (_last_line(fix) == above and not _goes_before(fix, made)):
            continue
        for edit in fix.edits:
            text = apply_edit(text, edit)
        above = start[0]
        made.insert(0, finding)
    return text, made


def _start(fix: Fix) -> tuple[int, int]:
    return min((each.line, each.column) for each in fix.edits)


def _last_line(fix: Fix) -> int:
    return max(each.line + each.removed.count("\n") for each in fix.edits)


def _goes_before(fix: Fix, made: Sequence[Finding]) -> bool:
    """Tell whether a repair ends on its line before the place where the last made one starts."""
    other = made[0].fix if made else None
    if other is None:
        return True
    if len(fix.edits) > 1 or len(other.edits) > 1:
        return False
    [mine], [theirs] = fix.edits, other.edits
    inserts_lines = "\n" in mine.removed + mine.inserted
    return not inserts_lines and mine.column + len(mine.removed) <= theirs.column
