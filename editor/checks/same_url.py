"""No two posts have one address: Jekyll writes both, and the later wins."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Level, Subject


def _find(subject: Subject) -> Iterable[Found]:
    info = subject.site.describe(subject.site_path, subject.post)
    others = [path for path in subject.urls.get(info.url, ()) if path != subject.site_path]
    if info.url and others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield Found(
            f"The address {info.url} is also that of {others[0]}{more}; "
            "only one of them will be on the site.",
            subject.line_of("permalink") or subject.line_of("slug"),
        )


CHECK = Check("same-url", "No other post has this address", Level.ERROR, _find)
