"""What of a post's text its excerpt is made of, by Jekyll's `lib/jekyll/excerpt.rb`."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINK = re.compile(r"^ {0,3}(?:(\[[^\]]+\])(:.+))$", re.MULTILINE)


class RawExcerpt(NamedTuple):
    """An excerpt as written.

    Attributes:
        text: What stands above the separator.
        links: The link definitions below that it uses.
        is_cut: Whether there is anything below: only then Liquid blocks that it leaves open are
            closed, and which tags are blocks the theme knows.
    """

    text: str
    links: list[str]
    is_cut: bool


def excerpt_of(body: str, separator: str) -> RawExcerpt:
    """Return the excerpt of a text.

    Args:
        body: The text below the front matter.
        separator: `excerpt_separator`; not empty.
    """
    head, _, tail = body.partition(separator)
    if "]:" not in tail or "[" not in head:
        return RawExcerpt(head, [], bool(tail))
    links = [name + rest for name, rest in _LINK.findall(tail) if name in head]
    return RawExcerpt(head, links, True)
