"""The front matter can be read at all."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Fix, Severity


def _find(subject: Subject) -> Iterable[Found]:
    if not subject.post.has_front_matter and not subject.post.problems:
        yield Found(
            "The post has no front matter, so Jekyll does not read it as a post. "
            "Begin it with two lines of three hyphens."
        )
    for problem in subject.post.problems:
        if problem.kind.breaks:
            from editor.post import suggest

            mend = suggest(problem)
            # Likely, never certain: what was meant by broken YAML only its author knows.
            fix = Fix(mend.sentence, mend.edits, is_sure=False) if mend else None
            yield Found(problem.sentence, problem.line, problem.column, fix)


def _find_odd(subject: Subject) -> Iterable[Found]:
    for problem in subject.post.problems:
        if not problem.kind.breaks:
            yield Found(problem.sentence, problem.line, problem.column)


CHECK = Check(
    "front-matter",
    "Front matter can be read",
    Severity.ERROR,
    _find,
    overridable=False,
    needs_front_matter=False,
)

ODD = Check(
    "front-matter-odd",
    "Front matter means what it says",
    Severity.WARNING,
    _find_odd,
    needs_front_matter=False,
)
