"""Jekyll's own filters (`lib/jekyll/filters.rb` and `lib/jekyll/filters/`), by their names.

They stand over Liquid's: `sort`, `where` and others mean something else in Jekyll.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.theme.filters import dates, groups, lists, text, urls

__all__ = ["FILTERS"]

FILTERS: Mapping[str, Callable[..., object]] = {
    **text.FILTERS,
    **dates.FILTERS,
    **urls.FILTERS,
    **lists.FILTERS,
    **groups.FILTERS,
}
"""Every filter that Jekyll registers."""
