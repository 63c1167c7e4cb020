"""The standard filters, with the version that each came with or changed in.

Follows Liquid 5.4 `lib/liquid/standardfilters.rb`. Where a name stands twice, the newest that the
engine's version has counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editor.liquid.filters import lists, numeric, text

Filter = Callable[..., object]


@dataclass(frozen=True, slots=True)
class StandardFilter:
    """A filter of Liquid's own."""

    name: str
    function: Filter
    since: tuple[int, ...] = (4, 0)


STANDARD_FILTERS = (
    StandardFilter("abs", numeric.absolute),
    StandardFilter("append", text.append),
    StandardFilter("at_least", numeric.at_least),
    StandardFilter("at_most", numeric.at_most),
    StandardFilter("base64_decode", text.base64_decode, (5, 1)),
    StandardFilter("base64_encode", text.base64_encode, (5, 1)),
    StandardFilter("base64_url_safe_decode", text.base64_url_safe_decode, (5, 1)),
    StandardFilter("base64_url_safe_encode", text.base64_url_safe_encode, (5, 1)),
    StandardFilter("capitalize", text.capitalize),
    StandardFilter("ceil", numeric.ceil),
    StandardFilter("compact", lists.compact),
    StandardFilter("concat", lists.concat),
    StandardFilter("date", text.date),
    StandardFilter("default", text.default_4),
    StandardFilter("default", text.default, (5, 0)),
    StandardFilter("divided_by", numeric.divided_by),
    StandardFilter("downcase", text.downcase),
    StandardFilter("escape", text.escape),
    StandardFilter("escape_once", text.escape_once),
    StandardFilter("first", lists.first),
    StandardFilter("floor", numeric.floor),
    StandardFilter("h", text.escape),
    StandardFilter("join", lists.join),
    StandardFilter("last", lists.last),
    StandardFilter("lstrip", text.lstrip),
    StandardFilter("map", lists.map_),
    StandardFilter("minus", numeric.minus),
    StandardFilter("modulo", numeric.modulo),
    StandardFilter("newline_to_br", text.newline_to_br),
    StandardFilter("plus", numeric.plus),
    StandardFilter("prepend", text.prepend),
    StandardFilter("remove", text.remove),
    StandardFilter("remove_first", text.remove_first),
    StandardFilter("remove_last", text.remove_last, (5, 2)),
    StandardFilter("replace", text.replace),
    StandardFilter("replace_first", text.replace_first),
    StandardFilter("replace_last", text.replace_last, (5, 2)),
    StandardFilter("reverse", lists.reverse),
    StandardFilter("round", numeric.round_),
    StandardFilter("rstrip", text.rstrip),
    StandardFilter("size", lists.size),
    StandardFilter("slice", text.slice_),
    StandardFilter("sort", lists.sort),
    StandardFilter("sort_natural", lists.sort_natural),
    StandardFilter("split", text.split),
    StandardFilter("strip", text.strip),
    StandardFilter("strip_html", text.strip_html),
    StandardFilter("strip_newlines", text.strip_newlines),
    StandardFilter("times", numeric.times),
    StandardFilter("truncate", text.truncate),
    StandardFilter("truncatewords", text.truncatewords_4),
    StandardFilter("truncatewords", text.truncatewords, (5, 0)),
    StandardFilter("uniq", lists.uniq),
    StandardFilter("upcase", text.upcase),
    StandardFilter("url_decode", text.url_decode),
    StandardFilter("url_encode", text.url_encode),
    StandardFilter("where", lists.where, (5, 0)),
)


def standard_filters(since: tuple[int, ...]) -> dict[str, Filter]:
    """Return the filters that a version of Liquid has, by name."""
    return {each.name: each.function for each in STANDARD_FILTERS if each.since <= since}


__all__ = ["STANDARD_FILTERS", "Filter", "StandardFilter", "standard_filters"]
