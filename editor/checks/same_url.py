"""No two posts have one address: Jekyll writes both, and the later wins."""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.site import output_path


def _find(subject: Subject) -> Iterable[Found]:
    url = subject.url
    if not url or subject.near is None:
        return
    written = output_path(url, ".html")
    others = [
        each.path
        for each in subject.near(url)
        if each.path != subject.site_path and output_path(each.url, ".html") == written
    ]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield Found(
            f"The address {url} is also that of {others[0]}{more}; "
            "only one of them will be on the site.",
            subject.line_of("permalink") or subject.line_of("slug"),
        )


CHECK = Check("same-url", "No other post has this address", Severity.ERROR, _find)
