"""Filters of lists; a list in the list counts as its items, a hash as one item."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key

from editor.liquid.context import Context
from editor.liquid.drop import Range
from editor.liquid.errors import LiquidArgumentError, RubyTypeError
from editor.liquid.expressions import MethodLiteral, first_of, has_nothing, last_of, look, size_of
from editor.liquid.ruby import (
    MOST_ITEMS,
    as_long,
    compare,
    equal,
    flat,
    identity,
    is_array,
    joined,
    to_s,
    too_much,
    truthy,
)

_MOST_SHIFT = 10_000


def items_of(value: object) -> Sequence[object]:
    """Return what a filter takes a value's items to be (`InputIterator`)."""
    if is_array(value):
        if not any(is_array(each) for each in value):  # type: ignore[attr-defined]
            return value  # type: ignore[return-value]
        return list(flat(value))  # type: ignore[arg-type]
    if value is None:
        return []
    if isinstance(value, MethodLiteral):
        return [""]
    if isinstance(value, Range):
        if value.size > MOST_ITEMS:
            raise too_much("work")
        return list(value.items())
    if isinstance(value, Mapping):
        return [value]
    iterate = getattr(value, "liquid_iter", None)
    if iterate is not None and (found := iterate()) is not None:
        return list(found)
    if isinstance(value, datetime.datetime):
        return _parts_of(value)
    return [value]


def _parts_of(when: datetime.datetime) -> list[object]:
    """Return what Ruby's `Array(time)` makes of a time."""
    return [
        *(when.second, when.minute, when.hour, when.day, when.month, when.year),
        *(when.isoweekday() % 7, when.timetuple().tm_yday, bool(when.dst())),
        "UTC" if when.tzinfo is datetime.UTC else when.tzname(),
    ]


def item_at(item: object, key: object) -> object:
    """Return `item[key]` as Ruby does for any class.

    Raises:
        RubyTypeError: The class has `[]`, but not for such a key.
        AttributeError: The class has no `[]`; Ruby's NoMethodError.
    """
    if isinstance(item, Mapping) or hasattr(item, "liquid_get"):
        found = look(item, key)
        return None if has_nothing(found) else found
    if isinstance(item, str):
        if isinstance(key, str):
            return key if key in item else None
        if isinstance(key, Range):
            return _part(item, key)
        if isinstance(key, (int, float)) and not isinstance(key, bool):
            at = as_long(int(key))
            return item[at] if -len(item) <= at < len(item) else None
        raise RubyTypeError
    if isinstance(item, int) and not isinstance(item, bool):
        if isinstance(key, Range):
            return _bits(item, key)
        if isinstance(key, (int, float)) and not isinstance(key, bool):
            return (item >> min(int(key), _MOST_SHIFT)) & 1 if key >= 0 else 0
        raise RubyTypeError
    raise AttributeError("[]")


def _bits(number: int, part: Range) -> int:
    """Return `number[first..last]`: those of its bits, all above the first if none are named."""
    shift, last = as_long(part.first), as_long(part.last)
    shifted = (
        number >> min(shift, _MOST_SHIFT) if shift >= 0 else number << min(-shift, _MOST_SHIFT)
    )
    if last < shift:
        return shifted
    return shifted & ((1 << min(last - shift + 1, _MOST_SHIFT)) - 1)


def _part(text: str, part: Range) -> str | None:
    """Return `text[first..last]`, None where it begins outside."""
    size = len(text)
    start = part.first + size if part.first < 0 else part.first
    end = part.last + size if part.last < 0 else part.last
    return text[start : max(end + 1, start)] if 0 <= start <= size else None


def has_items(item: object) -> bool:
    """Tell whether a value's class has `[]` in Ruby."""
    if isinstance(item, (str, Mapping)) or hasattr(item, "liquid_get"):
        return True
    return isinstance(item, int) and not isinstance(item, bool)


def _property_error(key: object) -> LiquidArgumentError:
    return LiquidArgumentError(f"cannot select the property '{to_s(key)}'")


def size(_context: Context, value: object) -> object:
    """Return the length; 0 of what has none."""
    found = size_of(value)
    return 0 if has_nothing(found) else found


def first(_context: Context, value: object) -> object:
    """Return the first item."""
    return _asked(value, first_of(value), "first")


def last(_context: Context, value: object) -> object:
    """Return the last item."""
    return _asked(value, last_of(value), "last")


def _asked(value: object, found: object, name: str) -> object:
    if not has_nothing(found):
        return found
    get = getattr(value, "liquid_get", None)  # a drop may have a method of that name
    return None if get is None else get(name)


def join(_context: Context, value: object, glue: object = " ") -> object:
    """Join the items' texts."""
    return joined(items_of(value), to_s(glue))


def reverse(_context: Context, value: object) -> object:
    """Turn the order round."""
    return list(items_of(value))[::-1]


def compact(_context: Context, value: object, key: object = None) -> object:
    """Leave out nil, or the items that have none under a key."""
    items = items_of(value)
    if key is None:
        return [each for each in items if each is not None]
    return _select(items, key, lambda found: found is not None)


def concat(_context: Context, value: object, other: object) -> object:
    """Append another list."""
    if not is_array(other):
        raise LiquidArgumentError("concat filter requires an array argument")
    return [*items_of(value), *other]  # type: ignore[misc]


def uniq(_context: Context, value: object, key: object = None) -> object:
    """Leave out what was there before, or was under a key."""
    items = items_of(value)
    if len(items) == 1:  # Ruby does not ask a single item
        return list(items)
    seen: set[object] = set()
    kept: list[object] = []
    for each in items:
        if key is None:
            mark = identity(each)
        else:
            try:
                mark = identity(item_at(each, key))
            except RubyTypeError:
                raise _property_error(key) from None
            except AttributeError:
                return None
        if mark not in seen:
            seen.add(mark)
            kept.append(each)
    return kept


def map_(_context: Context, value: object, key: object) -> object:
    """Return what the items have under a key."""
    try:
        return [
            each if key == "to_liquid" else item_at(each, key) if has_items(each) else None
            for each in items_of(value)
        ]
    except RubyTypeError:
        raise _property_error(key) from None


def where(_context: Context, value: object, key: object, target: object = None) -> object:
    """Keep the items that have a value under a key, or any value that is true."""
    items = items_of(value)
    if target is None:
        return _select(items, key, truthy)
    return _select(items, key, lambda found: equal(found, target))


def _select(
    items: Sequence[object], key: object, test: Callable[[object], bool]
) -> list[object] | None:
    try:
        return [each for each in items if test(item_at(each, key))]
    except RubyTypeError:
        raise _property_error(key) from None
    except AttributeError:
        return None


def sort(_context: Context, value: object, key: object = None) -> object:
    """Sort; nil comes last."""
    return _sorted(items_of(value), key, _nil_safe_compare)


def sort_natural(_context: Context, value: object, key: object = None) -> object:
    """Sort by the items' texts, capitals and small letters alike; nil comes last."""
    return _sorted(items_of(value), key, _nil_safe_casecmp)


def _sorted(items: Sequence[object], key: object, order: Callable[[object, object], int]) -> object:
    if not items:
        return []
    if key is None:
        return sorted(items, key=cmp_to_key(order))
    if not all(has_items(each) for each in items):
        return None
    if len(items) == 1:
        return list(items)
    try:
        keyed = [(item_at(each, key), each) for each in items]
    except RubyTypeError:
        raise _property_error(key) from None
    compare_keys = cmp_to_key(order)
    return [each for _, each in sorted(keyed, key=lambda pair: compare_keys(pair[0]))]


def _nil_safe_compare(one: object, other: object) -> int:
    order = compare(one, other)
    if order is not None:
        return order
    if one is None:
        return 1
    if other is None:
        return -1
    raise LiquidArgumentError("cannot sort values of incompatible types")


def _nil_safe_casecmp(one: object, other: object) -> int:
    if one is None:
        return 1
    if other is None:
        return -1
    first_text, second_text = _ascii_fold(to_s(one)), _ascii_fold(to_s(other))
    return (first_text > second_text) - (first_text < second_text)


def _ascii_fold(text: str) -> str:
    return text.translate(_LOWER)


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
