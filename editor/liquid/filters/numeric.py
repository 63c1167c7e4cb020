"""Filters of numbers; texts are read as numbers, what is none counts as 0."""

from __future__ import annotations

from editor.liquid import numbers
from editor.liquid.context import Context
from editor.liquid.numbers import to_number, to_value


def absolute(_context: Context, value: object) -> object:
    """Return the number without its sign."""
    number = to_number(value)
    return to_value(-number if number < 0 else number)


def plus(_context: Context, value: object, operand: object) -> object:
    """Add."""
    return to_value(numbers.plus(to_number(value), to_number(operand)))


def minus(_context: Context, value: object, operand: object) -> object:
    """Subtract."""
    return to_value(numbers.minus(to_number(value), to_number(operand)))


def times(_context: Context, value: object, operand: object) -> object:
    """Multiply."""
    return to_value(numbers.times(to_number(value), to_number(operand)))


def divided_by(_context: Context, value: object, operand: object) -> object:
    """Divide."""
    return to_value(numbers.divided_by(to_number(value), to_number(operand)))


def modulo(_context: Context, value: object, operand: object) -> object:
    """Return the rest."""
    return to_value(numbers.modulo(to_number(value), to_number(operand)))


def round_(_context: Context, value: object, places: object = 0) -> object:
    """Round; halves away from zero."""
    result = to_value(numbers.rounded(to_number(value), to_number(places)))
    if isinstance(places, (int, float)) and not isinstance(places, bool) and places == 0:
        return int(result)
    return result


def ceil(_context: Context, value: object) -> object:
    """Return the whole number above."""
    return numbers.whole(to_number(value), "ROUND_CEILING")


def floor(_context: Context, value: object) -> object:
    """Return the whole number below."""
    return numbers.whole(to_number(value), "ROUND_FLOOR")


def at_least(_context: Context, value: object, least: object) -> object:
    """Return the number, or the least it may be."""
    bound, number = to_number(least), to_number(value)
    return to_value(bound if numbers.larger(bound, number) else number)


def at_most(_context: Context, value: object, most: object) -> object:
    """Return the number, or the most it may be."""
    bound, number = to_number(most), to_number(value)
    return to_value(bound if numbers.larger(number, bound) else number)
