r"""How Ruby prints, compares and reads plain values.

Ruby 3.1 as Debian ships it; `../shared/tools/liquid_oracle.rb` is the judge in the tests. `\w` and
`\s` are ASCII there. What nests or repeats itself too much to be printed raises `BudgetExceeded`.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from editor.liquid.drop import Drop, Range
from editor.liquid.errors import BudgetExceeded, LiquidArgumentError, RubyTypeError

BLANKS = " \t\n\v\f\r\0"
"""What `strip` takes away."""

MOST_ITEMS = 1_000_000
"""How many values one list may hold or one printing may visit."""

MOST_TEXT = 50_000_000
"""How many characters one text may have."""

_JULIAN_DAY = 1_721_425
_MOST_DIGITS = 4_000
_DEEPEST = 200
_INTEGER = re.compile(r"[ \t\n\v\f\r]*([+-]?\d+(?:_\d+)*)", re.ASCII)
_STRICT_INTEGER = re.compile(
    r"[ \t\n\v\f\r]*([+-]?)(?:0x([\da-f]+(?:_[\da-f]+)*)|0b([01]+(?:_[01]+)*)"
    r"|0o?([0-7]+(?:_[0-7]+)*)|0d(\d+(?:_\d+)*)|(0|[1-9]\d*(?:_\d+)*))[ \t\n\v\f\r]*",
    re.ASCII | re.IGNORECASE,
)
_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e",
    "\x07": "\\a", "\x08": "\\b", "\x0b": "\\v", "\x0c": "\\f",
}  # fmt: skip
_TO_ESCAPE = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f]|#(?=[{$@])|[\u2028\u2029\ud800-\udfff\ufdd0-\ufdef]'
)


def truthy(value: object) -> bool:
    """Tell whether Ruby takes a value for true: all but nil and false."""
    return value is not None and value is not False


def is_array(value: object) -> bool:
    """Tell whether a value is what Ruby calls an Array."""
    kind = type(value)
    return kind is list or (
        isinstance(value, Sequence) and not isinstance(value, (str, bytes, range))
    )


def plain(value: object) -> object:
    """Return a value with a piece of the page replaced by its text."""
    read = getattr(value, "liquid_read", None)
    return value if read is None else read()


def to_s(value: object) -> str:
    """Return what Ruby's `to_s` gives."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Range):
        return f"{integer_text(value.first)}..{integer_text(value.last)}"
    if hasattr(kind, "liquid_read"):
        return str(plain(value))
    if kind is datetime.date:
        return value.isoformat()  # type: ignore[attr-defined,no-any-return]
    return inspect(value)


def class_name(value: object) -> str:
    """Return the name of a value's class in Ruby."""
    if value is None:
        return "NilClass"
    if isinstance(value, bool):
        return "TrueClass" if value else "FalseClass"
    for kind, name in _CLASSES:
        if isinstance(value, kind):
            return name
    return "Array" if is_array(value) else type(value).__name__


def inspect(value: object) -> str:
    """Return what Ruby's `inspect` gives.

    Raises:
        BudgetExceeded: It nests too deep or would not end.
    """
    out: list[str] = []
    _inspect(value, out, [MOST_ITEMS, MOST_TEXT], 0)
    return "".join(out)


def _inspect(value: object, out: list[str], left: list[int], depth: int) -> None:
    left[0] -= 1
    if depth > _DEEPEST or left[0] < 0 or left[1] < 0:
        raise too_much("output")
    if isinstance(value, Mapping):
        out.append("{")
        for at, (key, each) in enumerate(value.items()):
            if at:
                out.append(", ")
            _inspect(key, out, left, depth + 1)
            out.append("=>")
            _inspect(each, out, left, depth + 1)
        out.append("}")
    elif is_array(value):
        out.append("[")
        for at, each in enumerate(value):  # type: ignore[arg-type]
            if at:
                out.append(", ")
            _inspect(each, out, left, depth + 1)
        out.append("]")
    else:
        text = _inspect_scalar(value)
        left[1] -= len(text)
        out.append(text)


def _inspect_scalar(value: object) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return integer_text(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, datetime.datetime):
        return time_text(value)
    if isinstance(value, Range):
        return to_s(value)
    if isinstance(value, datetime.date):
        day = value.toordinal() + _JULIAN_DAY
        return f"#<Date: {value.isoformat()} (({day}j,0s,0n),+0s,2299161j)>"
    if isinstance(value, Drop):
        return value.liquid_str()
    shown = getattr(value, "liquid_str", None)
    return shown() if shown is not None else quoted(str(plain(value)))


def quoted(text: str) -> str:
    """Return a text as Ruby's `String#inspect` writes it."""
    return '"' + _TO_ESCAPE.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character == "#":
        return "\\#"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == "\x7f":
        return "\\x7F"
    return f"\\u{ord(character):04X}"


def integer_text(value: int) -> str:
    """Return a whole number's digits.

    Raises:
        BudgetExceeded: It has more digits than anybody reads.
    """
    try:
        return str(value)
    except ValueError:
        raise too_much("work") from None


def float_text(value: float) -> str:
    """Return a number as Ruby's `Float#to_s` writes it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        return text
    number = Decimal(text)
    sign, digits, _ = number.as_tuple()
    power = number.adjusted()
    shown = "".join(map(str, digits)).rstrip("0") or "0"
    mantissa = f"{shown[0]}.{shown[1:] or '0'}"
    return f"{'-' if sign else ''}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


def time_text(value: datetime.datetime) -> str:
    """Return a time as Ruby's `Time#to_s` writes it."""
    text = (
        f"{value.year:04d}-{value.month:02d}-{value.day:02d} "
        f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}"
    )
    offset = value.utcoffset()
    if offset is None or value.tzinfo is datetime.UTC:
        return text + " UTC"
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{text} {sign}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def joined(value: Iterable[object], glue: str = "") -> str:
    """Return what Ruby's `Array#join` gives: lists in the list are joined with the same glue.

    Raises:
        BudgetExceeded: It would not end, or be longer than any page.
    """
    texts: list[str] = []
    size = 0
    for each in flat(value):
        text = to_s(each)
        size += len(text) + len(glue)
        if size > MOST_TEXT:
            raise too_much("output")
        texts.append(text)
    return glue.join(texts)


def flat(value: Iterable[object]) -> Iterator[object]:
    """Go over the items, and over those of lists inside.

    Raises:
        BudgetExceeded: There are too many, or they nest too deep.
    """
    stack = [iter(value)]
    count = 0
    while stack:
        for each in stack[-1]:
            count += 1
            if count > MOST_ITEMS or len(stack) > _DEEPEST:
                raise too_much("work")
            if is_array(each):
                stack.append(iter(each))  # type: ignore[call-overload]
                break
            yield each
        else:
            stack.pop()


def to_i(text: str) -> int:
    """Return what Ruby's `String#to_i` reads: the digits at the beginning, else 0."""
    found = _INTEGER.match(text)
    if found is None:
        return 0
    digits = found[1].replace("_", "")
    if len(digits) > _MOST_DIGITS:
        raise too_much("work")
    return int(digits)


def to_integer(value: object) -> int:
    """Return a whole number as `Utils.to_integer` does.

    Raises:
        LiquidArgumentError: "invalid integer"; so is a float.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = to_s(value)
    found = _STRICT_INTEGER.fullmatch(text)
    if found is None or len(text) > _MOST_DIGITS:
        raise LiquidArgumentError("invalid integer")
    sign = -1 if found[1] == "-" else 1
    for group, base in ((2, 16), (3, 2), (4, 8), (5, 10), (6, 10)):
        if found[group] is not None:
            return sign * int(found[group].replace("_", ""), base)
    return 0


def as_long(number: int) -> int:
    """Return a number that Ruby can take for a place in a text or list.

    Raises:
        RubyTypeError: It is too big (Ruby's RangeError).
    """
    if not -(2**63) <= number < 2**63:
        raise RubyTypeError("bignum too big to convert into `long'")
    return number


def equal(one: object, other: object) -> bool:
    """Tell whether Ruby's `==` holds: 1 and 1.0 are the same, true and 1 are not."""
    if one is other:
        return not (isinstance(one, float) and math.isnan(one))
    if type(one) is str and type(other) is str:
        return one == other
    return _equal(plain(one), plain(other), [MOST_ITEMS], 0)


def _equal(one: object, other: object, left: list[int], depth: int) -> bool:
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise too_much("work")
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and str(one) == str(other)
    if isinstance(one, Mapping):
        if not isinstance(other, Mapping) or len(one) != len(other):
            return False
        return all(
            has_key(other, key) and _equal(each, value_at(other, key), left, depth + 1)
            for key, each in one.items()
        )
    if is_array(one):
        if not is_array(other) or len(one) != len(other):  # type: ignore[arg-type]
            return False
        pairs = zip(one, other, strict=True)  # type: ignore[call-overload]
        return one is other or all(_equal(a, b, left, depth + 1) for a, b in pairs)
    if isinstance(one, datetime.datetime) and isinstance(other, datetime.datetime):
        return _instant(one) == _instant(other)
    if isinstance(one, datetime.date) and isinstance(other, datetime.date):
        return type(one) is type(other) and one == other
    return bool(one == other)


def has_key(mapping: Mapping[object, object], key: object) -> bool:
    """Tell whether a Hash has a key, by Ruby's `eql?`: 1, 1.0 and true are three keys."""
    try:
        if key not in mapping:
            return False
    except TypeError:  # a list or hash as a key
        return False
    if isinstance(key, (bool, int, float)):
        return any(type(each) is type(key) and each == key for each in mapping)
    return True


def value_at(mapping: Mapping[object, object], key: object) -> object:
    """Return a Hash's value, None where the key is not there."""
    return mapping[key] if has_key(mapping, key) else None


def compare(one: object, other: object) -> int | None:
    """Return what Ruby's `<=>` gives: -1, 0, 1, or None for values that have no order."""
    one, other = plain(one), plain(other)
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return 0 if one is other else None
    if isinstance(one, (int, float, Decimal)) and isinstance(other, (int, float, Decimal)):
        if one != one or other != other:
            return None
        return (one > other) - (one < other)
    if isinstance(one, str) and isinstance(other, str):
        first, second = _bytes(one), _bytes(other)
        return (first > second) - (first < second)
    if isinstance(one, datetime.datetime) and isinstance(other, datetime.datetime):
        start, end = _instant(one), _instant(other)
        return (start > end) - (start < end)
    if type(one) is datetime.date and type(other) is datetime.date:
        return (one > other) - (one < other)
    if is_array(one) and is_array(other):
        return _compare_lists(one, other)  # type: ignore[arg-type]
    return 0 if equal(one, other) else None


def _compare_lists(one: Sequence[object], other: Sequence[object]) -> int | None:
    for first, second in zip(one, other, strict=False):
        order = compare(first, second)
        if order != 0:
            return order
    return (len(one) > len(other)) - (len(one) < len(other))


def _bytes(text: str) -> bytes:
    # Ruby orders texts by their bytes; for UTF-8 that is by code points, as Python's order is.
    return text.encode("utf-8", "surrogatepass")


def _instant(when: datetime.datetime) -> datetime.datetime:
    return when if when.tzinfo is not None else when.replace(tzinfo=datetime.UTC)


def identity(value: object, depth: int = 0) -> object:
    """Return a key that is the same for two values exactly when Ruby's `eql?` holds."""
    if depth > _DEEPEST:
        raise too_much("work")
    if isinstance(value, Mapping):
        pairs = ((identity(k, depth + 1), identity(v, depth + 1)) for k, v in value.items())
        return ("hash", frozenset(pairs))
    if is_array(value):
        return ("array", tuple(identity(each, depth + 1) for each in value))  # type: ignore[attr-defined]
    if isinstance(value, (str, int, float, datetime.date, type(None), Range)):
        return (str if isinstance(value, str) else type(value), value)
    return id(value)


def comparison_failed(one: object, other: object) -> str:
    """Return Ruby's words for two values that cannot be compared (`rb_cmperr`)."""
    special = other is None or isinstance(other, (bool, float))
    special = special or (isinstance(other, int) and -(2**62) <= other < 2**62)
    shown = inspect(other) if special else class_name(other)
    return f"comparison of {class_name(one)} with {shown} failed"


def too_much(budget: str) -> BudgetExceeded:
    """Return the error for values that grew beyond any page."""
    return BudgetExceeded(
        budget,
        "The template makes more than a page can hold. It was stopped; nothing is lost. "
        "Look for a loop or a filter that makes its own input longer.",
    )


_CLASSES: tuple[tuple[type, str], ...] = (
    (str, "String"),
    (int, "Integer"),
    (float, "Float"),
    (Decimal, "BigDecimal"),
    (datetime.datetime, "Time"),
    (datetime.date, "Date"),
    (Mapping, "Hash"),
    (Range, "Range"),
)
