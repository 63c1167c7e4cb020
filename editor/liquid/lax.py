r"""The lax reading, where the strict one fails: what Ruby understood is kept.

Follows the regular expressions of Liquid 5.4 `lib/liquid.rb`, `variable.rb` and `tags/if.rb`. They
are written so that Python's engine takes no more steps than the text is long: where Ruby repeats
`QuotedFragment+`, one longest run is meant.
"""

from __future__ import annotations

import re

QUOTED = r"""(?:"[^"]*"|'[^']*')"""
FRAGMENT = r"""(?:"[^"]*"|'[^']*'|(?:[^\s,|'"]|"[^"]*"|'[^']*')+)"""
SEGMENT = r"[\w-]"
SIGNATURE = r"(?:\(?[\w\-.\[\]]\)?)"

FRAGMENT_AT = re.compile(FRAGMENT, re.ASCII)
# From the first letter of a run of letters and hyphens on: a later one could not match either.
TAG_ATTRIBUTES = re.compile(rf"(?<![\w-])-*+(\w[\w-]*+)\s*+:\s*({FRAGMENT})", re.ASCII)
JUST_TAG_ATTRIBUTES = re.compile(rf"\A(\w[\w-]*)\s*:\s*({FRAGMENT})\Z", re.ASCII)
_FILTER = re.compile(rf"(?:\s+|{FRAGMENT}|,)+", re.ASCII)
_FILTER_NAME = re.compile(r"\w+", re.ASCII)
_FILTER_ARGUMENT = re.compile(rf"(?::|,)\s*((?:\w+\s*:\s*)?{FRAGMENT})", re.ASCII)
_SEPARATOR = re.compile(r"\|\s*", re.ASCII)


def split_output(markup: str) -> tuple[str | None, list[tuple[str, list[str]]]]:
    """Read `value | filter: argument` the lax way.

    Returns:
        The value's text, None where there is none, and each filter's name and arguments.
    """
    found = FRAGMENT_AT.search(markup)
    if found is None:
        return None, []
    filters: list[tuple[str, list[str]]] = []
    separator = _SEPARATOR.search(markup, found.end())
    if separator is not None:
        for part in _FILTER.findall(markup, separator.end()):
            name = _FILTER_NAME.search(part)
            if name is not None:
                filters.append((name[0], _FILTER_ARGUMENT.findall(part)))
    return found[0], filters
