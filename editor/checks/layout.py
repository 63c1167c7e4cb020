"""The layout that a post names exists."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity


def _find(subject: Subject) -> Iterable[Found]:
    layout = subject.data.get("layout")
    # Jekyll takes "none" for no layout, and so does `layout: null`.
    if layout is None or layout is False or layout == "none":
        return
    layouts = subject.site.layouts()
    if str(layout) in layouts or subject.site.config.get("theme"):
        # A theme gem brings layouts that are not in the site's folder.
        return
    import difflib

    close = difflib.get_close_matches(str(layout), layouts, 1)
    fix = None
    if close and "layout" in subject.post.data:
        sure = close[0].casefold() == str(layout).casefold()
        sentence = f"Use the layout “{close[0]}”."
        fix = subject.setting(sentence, "layout", close[0], is_sure=sure)
    yield Found(
        f"There is no layout “{layout}” in the site, so the post appears without one.",
        subject.line_of("layout"),
        0,
        fix,
    )


CHECK = Check("layout", "Layout exists", Severity.WARNING, _find)
