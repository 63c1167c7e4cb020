"""What a post says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.site import PostInfo, Where


@dataclass(frozen=True, slots=True)
class Head:
    """What a post says about itself, as the site reads it.

    Attributes:
        data: Its data with the site's defaults, as Jekyll holds it.
        info: What the list shows of it.
        where: Its path and its address.
        with_liquid: Whether Liquid runs over its text.
        is_markdown: Whether its text is converted from Markdown.
        author: Its authors, else the site's.
        is_dated: Whether its date is its own, or that of a file.
        language: Of the post or the site.
    """

    data: Mapping[str, Any]
    info: PostInfo
    where: Where
    with_liquid: bool
    is_markdown: bool
    author: str
    is_dated: bool
    language: str
