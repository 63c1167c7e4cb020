"""Bounds that are checked before any YAML parser sees a text.

libyaml's composer recurses in C: 100,000 open brackets crash the process (facts/safety.md §5). One
linear pass refuses such a text; the exact depth is counted again while the events are read.
"""

from __future__ import annotations

import re

from editor.post.errors import FrontMatterTooDeep

# 64 KB, and one more so that a front matter of “64 KB” with its fences still passes.
MAX_BYTES = 65 * 1024
MAX_DEPTH = 100
MAX_FLOW_DEPTH = 200
# What all aliases of one front matter may expand to; nine levels of nine make 10^8.
MAX_NODES = 20_000

_BRACKETS = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?m)^[ ]*(?:[-?] +){99}")


def check_bounds(text: str, max_bytes: int = MAX_BYTES) -> None:
    """Refuse a YAML text that is too large or too deep to be parsed. Linear in the text.

    Brackets are counted wherever they stand, in quotes and comments too: that can only refuse a
    text too many, and only one with more than 200 brackets that nothing closes.

    Raises:
        FrontMatterTooDeep: The text is beyond the bounds.
    """
    if len(text) > max_bytes // 4 and len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise FrontMatterTooDeep(
            "The front matter is longer than 64 KB and was not read; the text is unchanged. "
            "Move what is not front matter below the closing ---.",
            f"bytes > {max_bytes}",
        )
    if text.count("[") + text.count("{") > MAX_FLOW_DEPTH:
        depth = 0
        for match in _BRACKETS.finditer(text):
            if match[0] in "[{":
                depth += 1
                if depth > MAX_FLOW_DEPTH:
                    raise too_deep()
            elif depth:
                depth -= 1
    if text.count("- ") + text.count("? ") > 98 and _DASHES.search(text):
        raise too_deep()


def too_deep() -> FrontMatterTooDeep:
    """Make the error for a text that is nested too deeply."""
    return FrontMatterTooDeep(
        "The front matter is nested too deeply to be read; the text is unchanged. "
        "Edit it as text and remove brackets or levels.",
    )
