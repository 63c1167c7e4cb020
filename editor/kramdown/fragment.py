"""HTML of a part of a text, with holes for what only the whole text decides.

Footnote numbers, the suffixes of header ids, the table of contents and the place of the footnotes
depend on all that comes before. The converter leaves a hole for each; `Filler` fills them. So a
footnote added at the top costs no block below more than a substitution.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

HOLE = "\ud800"
"""Stands round every hole; no text that was ever bytes holds it."""
HOLE_RE = re.compile(f"{HOLE}([a-z])(\\d*){HOLE}")


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A header for the table of contents: level, id and inner HTML, with holes."""

    level: int
    ident: str
    html: str


@dataclass(frozen=True, slots=True)
class TocPlace:
    """A list that becomes the table of contents: `ul` or `ol`, and its attributes."""

    kind: str
    attr: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """HTML with holes.

    Attributes:
        html: The HTML.
        markers: Names of the footnotes referred to, in order.
        ids: The ids to be made unique, in order, each with the rule that counts it.
        toc: The headers for the table of contents.
        toc_place: The list that the table of contents takes the place of.
        footnotes_place: Whether a list stands where the footnotes go.
        wants: `t` and `n` when a list asks for the table of contents or the footnotes; only the
            first of a text gets them.
    """

    html: str = ""
    markers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    toc: tuple[TocEntry, ...] = ()
    toc_place: TocPlace | None = None
    footnotes_place: bool = False
    wants: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether there are no holes."""
        return not (self.markers or self.ids or self.toc_place or self.footnotes_place)


def fill(html: str, filler: Callable[[str, int], str]) -> str:
    """Fill the holes: `filler` gets the kind and number of each."""
    if HOLE not in html:
        return html
    return HOLE_RE.sub(lambda match: filler(match[1], int(match[2] or 0)), html)
