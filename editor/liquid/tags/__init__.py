"""The standard tags, with the version that each came with.

`liquid` is a row too, though `parsing.py` reads it: its lines become nodes of the body it stands
in. `include` is not here: Jekyll has its own, and it is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.liquid.parsing import Tag
from editor.liquid.tags.conditional import Case, If, Ifchanged, Unless
from editor.liquid.tags.loops import Break, Continue, Cycle, For, TableRow
from editor.liquid.tags.partials import RenderPartial
from editor.liquid.tags.variables import Assign, Capture, Decrement, Echo, Increment
from editor.liquid.tags.verbatim import Comment, InlineComment, Raw


@dataclass(frozen=True, slots=True)
class StandardTag:
    """A tag of Liquid's own."""

    name: str
    tag: type[Tag]
    since: tuple[int, ...] = (4, 0)


STANDARD_TAGS = (
    StandardTag("#", InlineComment, (5, 4)),
    StandardTag("assign", Assign),
    StandardTag("break", Break),
    StandardTag("capture", Capture),
    StandardTag("case", Case),
    StandardTag("comment", Comment),
    StandardTag("continue", Continue),
    StandardTag("cycle", Cycle),
    StandardTag("decrement", Decrement),
    StandardTag("echo", Echo, (5, 0)),
    StandardTag("for", For),
    StandardTag("if", If),
    StandardTag("ifchanged", Ifchanged),
    StandardTag("increment", Increment),
    StandardTag("liquid", Tag, (5, 0)),
    StandardTag("raw", Raw),
    StandardTag("render", RenderPartial, (5, 0)),
    StandardTag("tablerow", TableRow),
    StandardTag("unless", Unless),
)


def standard_tags(since: tuple[int, ...]) -> dict[str, type[Tag]]:
    """Return the tags that a version of Liquid has, by name."""
    return {each.name: each.tag for each in STANDARD_TAGS if each.since <= since}


__all__ = ["STANDARD_TAGS", "StandardTag", "standard_tags"]
