"""The front matter can be read at all."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Level, Subject


def _find(subject: Subject) -> Iterable[Found]:
    if not subject.post.has_front_matter and not subject.post.problems:
        yield Found(
            "The post has no front matter, so Jekyll does not read it as a post. "
            "Begin it with two lines of three hyphens."
        )
    for problem in subject.post.problems:
        if problem.kind.breaks:
            yield Found(problem.sentence, problem.line, problem.column)


def _find_odd(subject: Subject) -> Iterable[Found]:
    for problem in subject.post.problems:
        if not problem.kind.breaks:
            yield Found(problem.sentence, problem.line, problem.column)


CHECK = Check(
    "front-matter",
    "Front matter can be read",
    Level.ERROR,
    _find,
    overridable=False,
    needs_front_matter=False,
)

ODD = Check(
    "front-matter-odd",
    "Front matter means what it says",
    Level.WARNING,
    _find_odd,
    needs_front_matter=False,
)
