"""An output: a value through its filters, compiled.

Follows Liquid 5.4 `lib/liquid/variable.rb` and `strainer_template.rb`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from editor.liquid.context import Context
from editor.liquid.errors import LiquidArgumentError, LiquidSyntaxError, UndefinedFilter
from editor.liquid.expressions import Evaluate, MethodLiteral, compile_expression
from editor.liquid.markup import FilterCall, split_output
from editor.liquid.nodes import Render
from editor.liquid.ruby import MOST_ITEMS, MOST_TEXT, is_array, joined, plain, to_s, too_much

_SIMPLE = frozenset({str, int, float, bool, type(None), list, dict})


class FilterSource(Protocol):
    """What an output is compiled with: the template's `ParseState`."""

    @property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Every filter by its name."""

    def warn_or_raise(self, error: LiquidSyntaxError, context: str) -> None:
        """Note that something is read the lax way, or raise the error."""


def compile_value(state: FilterSource, markup: str) -> Evaluate:
    """Compile a value with filters; what the strict reading refuses is read the lax way.

    Raises:
        LiquidSyntaxError: The engine is strict, and it cannot be read.
    """
    parts = split_output(markup)
    if parts.warning:
        state.warn_or_raise(LiquidSyntaxError(parts.warning), f'in "{{{{{markup}}}}}"')
    evaluate = compile_expression(parts.head).evaluate
    for call in parts.filters:
        evaluate = _compile_filter(state, evaluate, call)
    return evaluate


def compile_output(state: FilterSource, markup: str) -> Render:
    """Compile an output; see `compile_value`."""
    evaluate = compile_value(state, markup)

    def render(context: Context, out: list[object]) -> None:
        value = evaluate(context)
        if value.__class__ is str:
            context.spend_output(len(value))
            out.append(value)
        elif value is not None:
            append_value(context, value, out)

    return render


def append_value(context: Context, value: object, out: list[object]) -> None:
    """Append what a value prints: a piece of the page as the object it is, a list joined."""
    if hasattr(type(value), "liquid_read"):
        out.append(value)
        return
    text = joined(value) if is_array(value) else to_s(value)  # type: ignore[arg-type]
    context.spend_output(len(text))
    out.append(text)


def _compile_filter(state: FilterSource, evaluate: Evaluate, call: FilterCall) -> Evaluate:
    function = state.filters.get(call.name)
    arguments = [compile_expression(each).evaluate for each in call.arguments]
    keywords = [(name, compile_expression(each).evaluate) for name, each in call.keywords]
    if function is None:
        return _unknown_filter(evaluate, call.name, arguments, keywords)
    given = 1 + len(arguments) + bool(keywords)
    least, most = arity(function)
    if given < least or (most is not None and given > most):
        expected = (
            f"{least}+" if most is None else str(least) if least == most else f"{least}..{most}"
        )
        message = f"wrong number of arguments (given {given}, expected {expected})"
        return _wrong_arguments([evaluate, *arguments, *(each for _, each in keywords)], message)
    if keywords:
        return _filter_with_keywords(function, evaluate, arguments, keywords)
    return _filter(function, evaluate, arguments)


def _filter(
    function: Callable[..., object], evaluate: Evaluate, arguments: list[Evaluate]
) -> Evaluate:
    if not arguments:

        def apply(context: Context) -> object:
            value = evaluate(context)
            if value.__class__ not in _SIMPLE:
                value = plain(value)
            return _checked(function(context, value))

        return apply
    if len(arguments) == 1:
        (argument,) = arguments

        def apply_one(context: Context) -> object:
            value = evaluate(context)
            if value.__class__ not in _SIMPLE:
                value = plain(value)
            return _checked(function(context, value, plain(argument(context))))

        return apply_one

    def apply_many(context: Context) -> object:
        value = plain(evaluate(context))
        return _checked(function(context, value, *[plain(each(context)) for each in arguments]))

    return apply_many


def _filter_with_keywords(
    function: Callable[..., object],
    evaluate: Evaluate,
    arguments: list[Evaluate],
    keywords: list[tuple[str, Evaluate]],
) -> Evaluate:
    def apply(context: Context) -> object:
        value = plain(evaluate(context))
        positional = [plain(each(context)) for each in arguments]
        named = {name: plain(each(context)) for name, each in keywords}
        return _checked(function(context, value, *positional, named))

    return apply


def _unknown_filter(
    evaluate: Evaluate,
    name: str,
    arguments: list[Evaluate],
    keywords: list[tuple[str, Evaluate]],
) -> Evaluate:
    """An absent filter passes its value, its arguments are worked out all the same."""

    def apply(context: Context) -> object:
        value = evaluate(context)
        for each in arguments:
            each(context)
        for _, keyword in keywords:
            keyword(context)
        if context.strict_filters:
            raise UndefinedFilter(f"undefined filter {name}")
        return value

    return apply


def _wrong_arguments(operands: list[Evaluate], message: str) -> Evaluate:
    def apply(context: Context) -> object:
        for each in operands:
            each(context)
        raise LiquidArgumentError(message)

    return apply


def _checked(value: object) -> object:
    """Return a filter's result unless it has grown beyond any page."""
    kind = value.__class__
    if kind is str:
        if len(value) > MOST_TEXT:  # type: ignore[arg-type]
            raise too_much("output")
    elif kind is list:
        if len(value) > MOST_ITEMS:  # type: ignore[arg-type]
            raise too_much("work")
    elif kind is MethodLiteral:
        return ""
    return value


@lru_cache(maxsize=1024)
def arity(function: Callable[..., object]) -> tuple[int, int | None]:
    """Return how many arguments a filter takes, its value counted: least, and most or None."""
    least = most = 0
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.kind is parameter.VAR_POSITIONAL:
            return least, None
        most += 1
        if parameter.default is parameter.empty:
            least += 1
    return least, most
