"""Jekyll's own regular expression in Python's, as a judge of `editor.post.split`."""

from __future__ import annotations

import re

from editor.post.split import split

# Ruby's \s is ASCII, its ^ and $ know only \n; $ also stands at the very end.
_BLANK = r"[ \t\r\n\f\v]"
_JEKYLL = re.compile(
    rf"\A(---{_BLANK}*\n(?s:.*?)\n?)(?m:^)((?:---|\.\.\.){_BLANK}*(?:(?=\n)|\Z)\n?)"
)


def jekylls(text: str) -> tuple[int, int] | None:
    found = _JEKYLL.match(text)
    return (found.end(1), found.end()) if found else None


def ours(text: str) -> tuple[int, int] | None:
    parts = split(text)
    return (parts.yaml_end, parts.body_start) if parts else None
