"""A post has a headline."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.site.document import title_from_name


def _find(subject: Subject) -> Iterable[Found]:
    title = subject.data.get("title")
    if title is None or not str(title).strip():
        guess = title_from_name(subject.site_path, subject.site.config)
        # An empty title may be meant so; none at all is given this one by Jekyll itself.
        fix = (
            subject.setting(
                f"Make “{guess}” the title.",
                "title",
                guess,
                is_sure=title is None,
                before=_first_key(subject),
            )
            if guess
            else None
        )
        yield Found(
            "The post has no title, so Jekyll makes one of the file's name.",
            subject.line_of("title"),
            0,
            fix,
        )
    elif not isinstance(title, str | int | float):
        yield Found("The title is a list or a mapping, not a text.", subject.line_of("title"))


def _first_key(subject: Subject) -> str | None:
    """Return the key above which a title goes: at the top, but for a layout."""
    keys = [each.key for each in subject.post.fields]
    return next((each for each in keys if each != "layout"), None)


CHECK = Check("title", "Title", Severity.WARNING, _find)
