"""The text of a page changed, its tags left as they are; linear in the page."""

from __future__ import annotations

import re
from collections.abc import Callable

_PART = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*)>"
    r"|<[!?][^>]*>",
    re.DOTALL,
)
_RAW = re.compile(r"(?i)script|style|textarea|title|xmp")


def changed_text(html: str, change: Callable[[str], str], left_out: frozenset[str]) -> str:
    """Return HTML in which every text is changed.

    Args:
        html: A page or part of one.
        change: Is given the text between two tags as it stands, entities and all.
        left_out: Names of elements whose text stays.
    """
    out: list[str] = []
    open_names: list[str] = []
    at = 0
    while at < len(html):
        found = _PART.search(html, at)
        end = found.start() if found else len(html)
        if end > at:
            text = html[at:end]
            out.append(text if open_names else change(text))
        if found is None:
            break
        out.append(found[0])
        at = found.end()
        if not found[2]:
            continue
        name = found[2].lower()
        if found[1]:
            if name in open_names:
                while open_names.pop() != name:
                    pass
        elif not found[3].endswith("/"):
            if name in left_out:
                open_names.append(name)
            if _RAW.fullmatch(name):
                close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, at)
                stop = close.start() if close else len(html)
                out.append(html[at:stop])
                at = stop
    return "".join(out)
