"""Arithmetic as Liquid's filters do it: whole numbers exactly, all else as Ruby's BigDecimal.

Follows Liquid 5.4 `lib/liquid/utils.rb`, `to_number`, and `standardfilters.rb`.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable
from decimal import Decimal

from editor.liquid.errors import FloatDomainError, LiquidZeroDivisionError, RubyTypeError
from editor.liquid.ruby import BLANKS, float_text, plain, to_i, too_much

Number = int | Decimal

_DECIMAL = re.compile(r"-?\d+\.\d+", re.ASCII)
_MOST_BITS = 13_000
_MOST_DIGITS = 4_000
# Wide enough for any two floats to be added and multiplied without a digit lost.
_EXACT = decimal.Context(prec=1_500, Emax=99_999, Emin=-99_999, traps=[])
_DIVISION = decimal.Context(prec=60, Emax=99_999, Emin=-99_999, traps=[])


def to_number(value: object) -> Number:
    """Return the number that a filter takes a value for; 0 for what is none."""
    value = plain(value)
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return Decimal(float_text(value))
    if isinstance(value, str):
        text = value.strip(BLANKS)
        if _DECIMAL.fullmatch(text):
            if len(text) > _MOST_DIGITS:
                raise too_much("work")
            return Decimal(text)
        return to_i(value)
    return 0


def to_value(number: Number) -> int | float:
    """Return a result as a template sees it: a Float where it is not a whole number's type."""
    return number if isinstance(number, int) else float(number)


def plus(one: Number, other: Number) -> Number:
    """Add."""
    if isinstance(one, int) and isinstance(other, int):
        return _bounded(one + other)
    return _EXACT.add(Decimal(one), Decimal(other))


def minus(one: Number, other: Number) -> Number:
    """Subtract."""
    if isinstance(one, int) and isinstance(other, int):
        return _bounded(one - other)
    return _EXACT.subtract(Decimal(one), Decimal(other))


def times(one: Number, other: Number) -> Number:
    """Multiply."""
    if isinstance(one, int) and isinstance(other, int):
        if one.bit_length() + other.bit_length() > _MOST_BITS:
            raise too_much("work")
        return one * other
    return _EXACT.multiply(Decimal(one), Decimal(other))


def divided_by(one: Number, other: Number) -> Number:
    """Divide; whole numbers towards minus infinity, all else by 0 to infinity or none.

    Raises:
        LiquidZeroDivisionError: "divided by 0".
    """
    if isinstance(one, int) and isinstance(other, int):
        if other == 0:
            raise LiquidZeroDivisionError("divided by 0")
        return one // other
    return _DIVISION.divide(Decimal(one), Decimal(other))


def modulo(one: Number, other: Number) -> Number:
    """Return the rest, which has the divisor's sign.

    Raises:
        LiquidZeroDivisionError: "divided by 0".
    """
    if other == 0:
        raise LiquidZeroDivisionError("divided by 0")
    if isinstance(one, int) and isinstance(other, int):
        return one % other
    first, second = Decimal(one), Decimal(other)
    if not first.is_finite() or second.is_nan():
        return Decimal("NaN")
    rest = _EXACT.remainder(first, second)
    if not rest:
        return Decimal(0)  # without a sign
    return _EXACT.add(rest, second) if rest.is_signed() != second.is_signed() else rest


def rounded(number: Number, places: Number = 0) -> Number:
    """Round to so many places, halves away from zero.

    Raises:
        FloatDomainError: The number is infinite or none, and a whole one is wanted.
    """
    digits = int(places) if isinstance(places, int) or places.is_finite() else 2**31
    if not -(2**31) <= digits < 2**31:
        raise RubyTypeError("integer too big to convert to `int'")
    if isinstance(number, int):
        if digits >= 0:
            return number
        if -digits > _MOST_DIGITS:
            return 0
        unit: int = 10 ** abs(digits)
        whole = (abs(number) + unit // 2) // unit * unit
        return whole if number >= 0 else -whole
    if digits >= 1:
        if not number.is_finite() or digits > _MOST_DIGITS:
            return number
        step = Decimal(1).scaleb(-digits, context=_EXACT)
        result = number.quantize(step, decimal.ROUND_HALF_UP, context=_EXACT)
        return number if result.is_nan() else result
    _check_finite(number)
    whole_number = int(number.quantize(Decimal(1), decimal.ROUND_HALF_UP, context=_EXACT))
    if digits == 0:
        return whole_number
    if -digits > _MOST_DIGITS:
        return 0
    shifted = number.scaleb(digits, context=_EXACT)
    size: int = 10 ** abs(digits)
    return int(shifted.quantize(Decimal(1), decimal.ROUND_HALF_UP, context=_EXACT)) * size


def whole(number: Number, rounding: str) -> int:
    """Return the whole number above (`ROUND_CEILING`) or below (`ROUND_FLOOR`).

    Raises:
        FloatDomainError: The number is infinite or none.
    """
    if isinstance(number, int):
        return number
    _check_finite(number)
    return int(number.to_integral_value(rounding, context=_EXACT))


def larger(one: Number, other: Number) -> bool:
    """Tell whether the first is the larger; NaN never is."""
    return _ordered(lambda: one > other)


def _ordered(compare: Callable[[], bool]) -> bool:
    with decimal.localcontext(_EXACT):
        return compare()


def _bounded(number: int) -> int:
    if number.bit_length() > _MOST_BITS:
        raise too_much("work")
    return number


def _check_finite(number: Decimal) -> None:
    if number.is_nan():
        raise FloatDomainError("Computation results in 'NaN' (Not a Number)")
    if number.is_infinite():
        sign = "-" if number.is_signed() else ""
        raise FloatDomainError(f"Computation results in '{sign}Infinity'")
