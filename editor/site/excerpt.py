"""What of a post's text its excerpt is made of, by Jekyll's `lib/jekyll/excerpt.rb`."""

from __future__ import annotations

import re

_LINK = re.compile(r"^ {0,3}(?:(\[[^\]]+\])(:.+))$", re.MULTILINE)


def excerpt_of(body: str, separator: str) -> tuple[str, list[str]]:
    """Return the text above the separator, and the link definitions below that it uses.

    A Liquid block that stays open is not closed here: which tags are blocks the theme knows.

    Args:
        body: The text below the front matter.
        separator: `excerpt_separator`; not empty.
    """
    head, found, tail = body.partition(separator)
    if not found or "]:" not in tail:
        return head, []
    return head, [name + rest for name, rest in _LINK.findall(tail) if name in head]
