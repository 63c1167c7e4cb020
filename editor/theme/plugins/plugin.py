"""What a stand-in for a Jekyll plugin gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editor.liquid.parsing import Tag

if TYPE_CHECKING:
    from editor.theme.build import Build
    from editor.theme.documents import Document
    from editor.theme.pages import SitePage


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that we stand in for.

    Attributes:
        name: Of its gem.
        tags: Its Liquid tags.
        filters: Its Liquid filters.
        pages: Makes the pages that it adds to the site; is given those that are there.
        values: Adds to a document's data; is given the document.
        after: Changes a whole page after its layouts; is given the item's data and the page.
    """

    name: str
    tags: Mapping[str, type[Tag]] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    pages: Callable[[Build, list[SitePage]], list[SitePage]] | None = None
    values: Callable[[Build, Document], Mapping[str, object]] | None = None
    after: Callable[[Build, Mapping[str, object], str], str] | None = None

    def is_on(self, plugins: frozenset[str]) -> bool:
        """Tell whether a site that uses these plugins has it."""
        return self.name in plugins
