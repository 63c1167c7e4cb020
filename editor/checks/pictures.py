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


CHECK = Check("picture-missing", "Pictures exist", Severity.ERROR, _find)
