"""Conditions of `if`, `unless` and `case`, compiled.

Follows Liquid 5.4 `lib/liquid/condition.rb` and `tags/if.rb`. `a or b and c` is read from right to
left; `empty` and `blank` on their own are questions to the other side, and without a comparison
just true.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

from editor.liquid.context import Context
from editor.liquid.drop import Range
from editor.liquid.errors import LiquidArgumentError, LiquidSyntaxError
from editor.liquid.expressions import Evaluate, Expression, MethodLiteral, compile_expression
from editor.liquid.lax import FRAGMENT
from editor.liquid.ruby import (
    compare,
    comparison_failed,
    equal,
    has_key,
    is_array,
    plain,
    to_s,
    truthy,
)
from editor.liquid.strict import Parser

_SYNTAX = re.compile(rf"({FRAGMENT})\s*([=!<>a-z_]+)?\s*({FRAGMENT})?", re.ASCII)
_WORDS = re.compile(
    r"\b(?:\s?and\s?|\s?or\s?)\b"
    rf"|(?:\s*(?!\b(?:\s?and\s?|\s?or\s?)\b)(?:{FRAGMENT}|\S+)\s*)+",
    re.ASCII,
)
_INVALID = "Syntax Error in tag 'if' - Valid syntax: if [expression]"
_ORDER: Mapping[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def parse_strict(markup: str) -> Evaluate:
    """Compile a condition the strict way.

    Raises:
        LiquidSyntaxError: It is not one.
    """
    parser = Parser(markup)
    terms = [_comparison(parser)]
    joins: list[str] = []
    while True:
        word = "and" if parser.accept_id("and") else "or" if parser.accept_id("or") else ""
        if not word:
            break
        joins.append(word)
        terms.append(_comparison(parser))
    parser.consume("end_of_string")
    result = terms.pop()
    while terms:
        result = _joined(terms.pop(), joins.pop(), result)
    return result


def _comparison(parser: Parser) -> Evaluate:
    left = compile_expression(parser.expression())
    operator = parser.accept("comparison")
    if operator is None:
        return left.evaluate
    return comparison(left, operator, compile_expression(parser.expression()))


def parse_lax(markup: str) -> Evaluate:
    """Compile a condition the lax way.

    Raises:
        LiquidSyntaxError: There is nothing in it to ask.
    """
    words: list[str] = [found[0] for found in _WORDS.finditer(markup)]
    result = _lax_comparison(words)
    while words:
        operator = words.pop().strip()
        term = _lax_comparison(words)
        if operator not in ("and", "or"):
            raise LiquidSyntaxError(_INVALID)
        result = _joined(term, operator, result)
    return result


def _lax_comparison(words: list[str]) -> Evaluate:
    found = _SYNTAX.search(words.pop()) if words else None
    if found is None:
        raise LiquidSyntaxError(_INVALID)
    left = compile_expression(found[1])
    if found[2] is None:
        return left.evaluate
    return comparison(left, found[2], compile_expression(found[3]))


def _joined(left: Evaluate, operator: str, right: Evaluate) -> Evaluate:
    if operator == "and":
        return lambda context: right(context) if truthy(value := left(context)) else value
    return lambda context: value if truthy(value := left(context)) else right(context)


def comparison(left: Expression, operator: str, right: Expression) -> Evaluate:
    """Compile `left operator right`; an unknown operator is an error only when it is reached."""
    one, other = left.evaluate, right.evaluate
    match operator:
        case "==":
            return lambda context: _same(one(context), other(context))
        case "!=" | "<>":
            return lambda context: not _same(one(context), other(context))
        case "contains":
            return lambda context: _contains(one(context), other(context))
        case "<" | ">" | "<=" | ">=":
            test = _ORDER[operator]
            return lambda context: _ordered(one(context), other(context), test)

    def unknown(context: Context) -> object:
        one(context)
        other(context)
        raise LiquidArgumentError(f"Unknown operator {operator}")

    return unknown


def _same(one: object, other: object) -> bool:
    if isinstance(one, MethodLiteral):
        return one.asks(plain(other))
    if isinstance(other, MethodLiteral):
        return other.asks(plain(one))
    return equal(one, other)


def _contains(one: object, other: object) -> bool:
    if not truthy(one) or not truthy(other):
        return False
    one, other = plain(one), plain(other)
    if isinstance(one, str):
        return to_s(other) in one
    if isinstance(one, Mapping):
        return has_key(one, other)
    if is_array(one):
        return any(equal(each, other) for each in one)  # type: ignore[attr-defined]
    if isinstance(one, Range):
        number = isinstance(other, (int, float)) and not isinstance(other, bool)
        return number and one.first <= other <= one.last  # type: ignore[operator]
    return False


def _ordered(one: object, other: object, test: Callable[[int], bool]) -> bool:
    one, other = plain(one), plain(other)
    if not _has_order(one) or not _has_order(other):
        return False
    order = compare(one, other)
    if order is None:
        if one != one or other != other:
            return False
        raise LiquidArgumentError(comparison_failed(one, other))
    return test(order)


def _has_order(value: object) -> bool:
    """Tell whether a value's class has `<` in Ruby: numbers, texts, times and dates."""
    return not isinstance(value, bool) and isinstance(value, _ORDERED)


_ORDERED = (int, float, str, datetime.date)
