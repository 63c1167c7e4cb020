"""Pictures that a post shows are in the site."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.checks.references import is_file_of, is_missing, other_case
from editor.site import ReferenceKind

_ALWAYS = (ReferenceKind.PICTURE, ReferenceKind.MEDIA)


def _find(subject: Subject) -> Iterable[Found]:
    for reference in subject.references:
        if is_missing(reference) and (
            reference.kind in _ALWAYS or is_file_of(reference.target, pictures_only=True)
        ):
            yield Found(
                f"The picture {reference.target} is not in the site.",
                reference.line,
                reference.column,
                other_case(subject, reference),
            )


def _find_hidden(subject: Subject) -> Iterable[Found]:
    for reference in subject.references:
        if reference.exists and not reference.is_shown and reference.kind in _ALWAYS:
            yield Found(
                f"The picture {reference.target} is in the site, but the post's page does not "
                "find it: Jekyll copies nothing out of _posts, and a relative address counts from "
                "the page. Write the picture's path from the top of the site.",
                reference.line,
                reference.column,
            )


CHECK = Check("picture-missing", "Pictures exist", Severity.ERROR, _find)
HIDDEN = Check(
    "picture-hidden", "Pictures are where the page looks", Severity.WARNING, _find_hidden
)
