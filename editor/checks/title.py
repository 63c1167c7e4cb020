"""A post has a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor.checks.check import Check, Fix, Found, Level, Subject

_DATED = re.compile(r"\A\d{2,4}-\d{1,2}-\d{1,2}-")


def _find(subject: Subject) -> Iterable[Found]:
    title = subject.data.get("title")
    if title is None or not str(title).strip():
        name = subject.site_path.rpartition("/")[2].partition(".")[0]
        words = _DATED.sub("", name).replace("-", " ").replace("_", " ").strip()
        guess = words[:1].upper() + words[1:]
        fix = Fix(f"Make “{guess}” the title.", ("title",), guess) if guess else None
        yield Found(
            "The post has no title, so Jekyll makes one of the file's name.",
            subject.line_of("title"),
            0,
            fix,
        )
    elif not isinstance(title, str | int | float):
        yield Found("The title is a list or a mapping, not a text.", subject.line_of("title"))


CHECK = Check("title", "Title", Level.WARNING, _find)
