"""An output cut into its value and its filters, as text: strict first, else lax.

Follows Liquid 5.4 `lib/liquid/variable.rb`; `{{ … }}`, the right side of `assign` and `echo` are
read by this one function, by the engine and by whoever looks for addresses in Liquid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from editor.liquid import lax
from editor.liquid.errors import LiquidSyntaxError
from editor.liquid.strict import Parser


@dataclass(frozen=True, slots=True)
class FilterCall:
    """A filter as written: its name, its arguments as text, and those with a name."""

    name: str
    arguments: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OutputParts:
    """An output as written.

    Attributes:
        head: The value's text, such as `page.title` or `"a b"`; None in an empty output.
        filters: The filters in order.
        warning: Why it had to be read the lax way, in Ruby's words; empty where it did not.
    """

    head: str | None
    filters: tuple[FilterCall, ...]
    warning: str = ""


@lru_cache(maxsize=4096)
def split_output(markup: str) -> OutputParts:
    """Cut the inside of an output; never raises, as Ruby's lax reading does not."""
    try:
        return _strict(markup)
    except LiquidSyntaxError as error:
        head, filters = lax.split_output(markup)
        calls = tuple(_call(name, arguments) for name, arguments in filters)
        return OutputParts(head, calls, error.message)


def literal(markup: str) -> str | None:
    """Return the text that a quoted string stands for, None for anything else."""
    markup = markup.strip(" \t\r\n\f\v\0")
    if len(markup) >= 2 and markup[0] == markup[-1] and markup[0] in "\"'":
        return markup[1:-1]
    return None


def _strict(markup: str) -> OutputParts:
    parser = Parser(markup)
    if parser.look("end_of_string"):
        return OutputParts(None, ())
    head = parser.expression()
    calls: list[FilterCall] = []
    while parser.accept("pipe") is not None:
        name = parser.consume("id")
        arguments: list[str] = []
        if parser.accept("colon") is not None:
            arguments.append(parser.argument())
            while parser.accept("comma") is not None:
                arguments.append(parser.argument())
        calls.append(_call(name, arguments))
    parser.consume("end_of_string")
    return OutputParts(head, tuple(calls))


def _call(name: str, arguments: list[str]) -> FilterCall:
    plain: list[str] = []
    keywords: dict[str, str] = {}
    for argument in arguments:
        found = lax.JUST_TAG_ATTRIBUTES.match(argument)
        if found is None:
            plain.append(argument)
        else:
            keywords[found[1]] = found[2]
    return FilterCall(name, tuple(plain), tuple(keywords.items()))
