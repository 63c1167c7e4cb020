"""The layout that a post names exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from editor.checks.check import Check, Fix, Found, Level, Subject


def _find(subject: Subject) -> Iterable[Found]:
    layout = subject.data.get("layout")
    # Jekyll takes "none" for no layout, and so does `layout: null`.
    if layout is None or layout is False or layout == "none":
        return
    layouts = subject.site.layouts()
    if str(layout) in layouts or subject.site.config.get("theme"):
        # A theme gem brings layouts that are not in the site's folder.
        return
    close = difflib.get_close_matches(str(layout), layouts, 1)
    own = "layout" in subject.post.data
    fix = Fix(f"Use the layout “{close[0]}”.", ("layout",), close[0]) if close and own else None
    yield Found(
        f"There is no layout “{layout}” in the site, so the post appears without one.",
        subject.line_of("layout"),
        0,
        fix,
    )


CHECK = Check("layout", "Layout exists", Level.WARNING, _find)
