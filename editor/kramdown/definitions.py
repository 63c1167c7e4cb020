"""What one part of a text defines for the whole: links, footnotes, abbreviations, attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from editor.kramdown.element import Element
from editor.kramdown.scanner import WHITESPACE

Ial = dict[str, Any]
"""An attribute list: attributes by name, and under `REFS` the names of the lists it refers to."""
REFS = ":refs"
_MOST_REFERENCES = 5_000
_LONGEST_CLASS = 20_000
"""Lists add up over a whole text: without a bound one text would make them grow for ever."""


@dataclass(slots=True)
class LinkDefinition:
    """Where a reference link goes."""

    url: str
    title: str | None
    mark: Element | None = None
    """The element that stands for the definition in the tree; carries its attributes."""

    @property
    def ial(self) -> Ial | None:
        """The attributes written below the definition."""
        return None if self.mark is None else self.mark.options.get("ial")


@dataclass(slots=True)
class Definitions:
    """The definitions of a part of a text, or of the whole."""

    links: dict[str, LinkDefinition] = field(default_factory=dict)
    footnotes: dict[str, Element] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, Element]] = field(default_factory=dict)
    alds: dict[str, Ial] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.links or self.footnotes or self.abbreviations or self.alds)

    @classmethod
    def merged(cls, parts: Iterable[Definitions]) -> Definitions:
        """Put the definitions of all parts together, in their order: the last one wins."""
        whole = cls()
        for part in parts:
            whole.links.update(part.links)
            whole.footnotes.update(part.footnotes)
            whole.abbreviations.update(part.abbreviations)
            for name, ial in part.alds.items():
                update_ial_with_ial(whole.alds.setdefault(name, {}), ial)
        return whole


def normalize_link_id(name: str) -> str:
    """Return a link's name as definitions and references compare it (`link.rb`)."""
    return re.sub(r"[ \t\n\v\f\r]+", " ", name).lower()


def add_references(ial: Ial, names: Iterable[str]) -> None:
    """Add the names of lists that a list refers to; those beyond a bound are left out."""
    known = ial.setdefault(REFS, [])
    if len(known) < _MOST_REFERENCES:
        known.extend(names)


def add_class(ial: Ial, names: str) -> None:
    """Add classes to a list; those beyond a bound are left out."""
    known = ial.get("class") or ""
    if len(known) < _LONGEST_CLASS:
        ial["class"] = f"{known} {names}".lstrip(WHITESPACE)


def update_ial_with_ial(ial: Ial, other: Ial) -> None:
    """Add an attribute list to another: classes and references add up, the rest replaces."""
    if REFS in other:
        add_references(ial, other[REFS])
    for key, value in other.items():
        if key == "class":
            add_class(ial, value)
        elif key != REFS:
            ial[key] = value
