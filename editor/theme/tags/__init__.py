"""Jekyll's own tags (`lib/jekyll/tags/`), a module each, by their names."""

from __future__ import annotations

from collections.abc import Mapping

from editor.liquid.parsing import Tag
from editor.theme.tags.highlight import Highlight
from editor.theme.tags.include import Include
from editor.theme.tags.include_relative import IncludeRelative
from editor.theme.tags.link import Link
from editor.theme.tags.post_url import PostUrl

__all__ = ["TAGS"]

TAGS: Mapping[str, type[Tag]] = {
    "highlight": Highlight,
    "include": Include,
    "include_relative": IncludeRelative,
    "link": Link,
    "post_url": PostUrl,
}
"""Every tag that Jekyll registers."""
