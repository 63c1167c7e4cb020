"""What a stand-in for a Jekyll plugin gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editor.liquid.parsing import Tag

if TYPE_CHECKING:
    from editor.theme.contract import Build, Item, PageChange
    from editor.theme.pages import SitePage


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that we stand in for.

    Attributes:
        name: Of its gem.
        tags: Its Liquid tags.
        filters: Its Liquid filters.
        priority: When its pages are made, as Jekyll's generators: 0 is normal, -100 the lowest.
        pages: Makes the pages that it adds to the site; is given those that are there.
        layouts: Texts of layouts that it brings, by name; the site's own go before them.
        values: Adds to an item's data; is given the item and the data that it has.
        after: Changes a whole page after its layouts; is given the item's data and the page.
    """

    name: str
    tags: Mapping[str, type[Tag]] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    priority: int = 0
    pages: Callable[[Build, list[SitePage]], list[SitePage]] | None = None
    values: Callable[[Build, Item, Mapping[str, object]], Mapping[str, object]] | None = None
    after: PageChange | None = None
