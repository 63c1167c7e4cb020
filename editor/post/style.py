"""How an author writes a key's values: what a new one is written like."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.post.dates import shape_of

if TYPE_CHECKING:
    from editor.post.fields import Field


class Quote(enum.Enum):
    """The quotes round a text."""

    PLAIN = "plain"
    SINGLE = "single"
    DOUBLE = "double"


class ListForm(enum.Enum):
    """How a list is written."""

    FLOW = "flow"
    BLOCK = "block"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Style:
    """How a site's posts write a key.

    Attributes:
        quote: The quotes of a text; of the items where the value is a list.
        list_form: In brackets, a line for each, or all in one text parted by blanks.
        flow_space: A blank inside of the brackets.
        date_shape: See `editor.post.dates`, None where the value is no date.
        indent: Columns between the key and the dash of a list, or None where that is not known.
        literal: A text of several lines stands as a block (`|`), not in quotes.
        null: What stands for nothing: empty, `~` or `null`.
    """

    quote: Quote = Quote.PLAIN
    list_form: ListForm = ListForm.FLOW
    flow_space: bool = False
    date_shape: str | None = None
    indent: int | None = None
    literal: bool = False
    null: str = ""

    @classmethod
    def of(cls, field: Field) -> Style:
        """Take the style from a field of a post."""
        source, value = field.source, field.value
        if isinstance(value, (list, tuple)):
            if source.startswith("["):
                return cls(
                    quote=_usual_quote(re.split(r"[\[,\n]\s*", source[1:])),
                    list_form=ListForm.FLOW,
                    flow_space=source[1:2] == " " and len(source.strip("[] ")) > 0,
                )
            return cls(
                quote=_usual_quote(re.findall(r"(?m)^\s*-[ \t]+(.)", source)),
                list_form=ListForm.BLOCK,
                indent=field.indent,
            )
        if isinstance(value, Mapping):
            return cls(indent=field.indent)
        if value is None:
            return cls(null=source if source in {"~", "null", "Null", "NULL"} else "")
        return cls(
            quote=quote_of(source),
            list_form=ListForm.STRING if isinstance(value, str) else ListForm.FLOW,
            date_shape=shape_of(source),
            literal=source[:1] in {"|", ">"},
        )


def quote_of(source: str) -> Quote:
    """Return the quotes that a scalar's source has; the tag `!` before them does not count."""
    source = source.removeprefix("! ").lstrip()
    if source.startswith("'"):
        return Quote.SINGLE
    return Quote.DOUBLE if source.startswith('"') else Quote.PLAIN


def _usual_quote(sources: list[str]) -> Quote:
    counts = dict.fromkeys(Quote, 0)
    for source in sources:
        counts[quote_of(source)] += 1
    return max(Quote, key=lambda one: counts[one])
