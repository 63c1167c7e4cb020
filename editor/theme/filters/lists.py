"""Filters over lists: `where`, `sort`, `find` and their kin (`lib/jekyll/filters.rb`)."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from editor.liquid import ruby
from editor.liquid.conditions import parse_strict
from editor.liquid.context import Context
from editor.liquid.drop import Drop, Range
from editor.liquid.errors import InternalError, LiquidArgumentError
from editor.liquid.expressions import Evaluate

_INTEGER_LIKE = re.compile(r"\s*-?\d+\s*\Z", re.ASCII)
_FLOAT_LIKE = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*\Z", re.ASCII)
T = TypeVar("T")
_SORTABLE = (str, int, float)


def where(context: Context, value: object, key: object, target: object) -> object:
    """Keep the items whose property is, or holds, a value; compared as text."""
    items = None if not ruby.truthy(key) else _selectable(value, target)
    if items is None:
        return value
    name = ruby.to_s(key)
    quick = getattr(value, "liquid_where", None)
    if quick is not None and (found := quick(name, target)) is not None:
        return found
    return [
        item for item in _counted(context, items) if _is_target(item_property(item, name), target)
    ]


def find(context: Context, value: object, key: object, target: object) -> object:
    """Return the first item whose property is, or holds, a value."""
    items = None if not ruby.truthy(key) else _selectable(value, target)
    if items is None:
        return value
    name = ruby.to_s(key)
    for item in _counted(context, items):
        if _is_target(item_property(item, name), target):
            return item
    return None


def where_exp(context: Context, value: object, name: object, expression: object) -> object:
    """Keep the items for which a condition holds."""
    items = elements(value)
    if items is None:
        return value
    condition = _condition(ruby.to_s(expression))
    with context.scope() as scope:
        kept = []
        for item in _counted(context, items):
            scope[ruby.to_s(name)] = item
            if ruby.truthy(condition(context)):
                kept.append(item)
    return kept


def find_exp(context: Context, value: object, name: object, expression: object) -> object:
    """Return the first item for which a condition holds."""
    items = elements(value)
    if items is None:
        return value
    condition = _condition(ruby.to_s(expression))
    with context.scope() as scope:
        for item in _counted(context, items):
            scope[ruby.to_s(name)] = item
            if ruby.truthy(condition(context)):
                return item
    return None


def sort(context: Context, value: object, key: object = None, nils: object = "first") -> object:
    """Sort by a property, items without it first or last; without one, the items themselves."""
    if value is None:
        raise LiquidArgumentError("Cannot sort a null object.")
    if key is None:
        items: list[object]
        if isinstance(value, Mapping):
            items = [[each, found] for each, found in value.items()]
        elif (found_items := elements(value)) is not None:
            items = list(_counted(context, found_items))
        else:
            raise InternalError("internal")
        return sorted_plain(items)
    if nils not in ("first", "last"):
        raise LiquidArgumentError(
            f"Invalid nils order: '{ruby.to_s(nils)}' is not a valid nils order. "
            "It must be 'first' or 'last'."
        )
    found_items = elements(value)
    if found_items is None or isinstance(value, Mapping):
        raise InternalError("internal")
    name = ruby.to_s(key)
    pairs = [(item_property(item, name), item) for item in _counted(context, found_items)]
    return sort_pairs(pairs, -1 if nils == "first" else 1)


def pop(_context: Context, value: object, count: object = 1) -> object:
    """Take items off the end."""
    if not ruby.is_array(value):
        return value
    items: list[object] = list(value)  # type: ignore[call-overload]
    number = _count(count)
    return items[: max(len(items) - number, 0)]


def shift(_context: Context, value: object, count: object = 1) -> object:
    """Take items off the beginning."""
    if not ruby.is_array(value):
        return value
    return list(value)[_count(count) :]  # type: ignore[call-overload]


def push(_context: Context, value: object, item: object) -> object:
    """Put an item at the end."""
    return [*value, item] if ruby.is_array(value) else value  # type: ignore[misc]


def unshift(_context: Context, value: object, item: object) -> object:
    """Put an item at the beginning."""
    return [item, *value] if ruby.is_array(value) else value  # type: ignore[misc]


def sample(_context: Context, value: object, count: object = 1) -> object:
    """Take items by chance: another page at every build, in Jekyll as here."""
    if not ruby.is_array(value):
        return value
    items: list[object] = list(value)  # type: ignore[call-overload]
    try:
        number = ruby.to_integer(count)
    except LiquidArgumentError:
        number = 1
    if number == 1:
        return random.choice(items) if items else None  # noqa: S311 - nothing secret
    if number < 0:
        raise LiquidArgumentError("negative sample number")
    return random.sample(items, min(number, len(items)))


# What they are made of


def elements(value: object) -> Sequence[object] | Iterator[object] | None:
    """Return what a filter goes over: the values of a map; None for what is no collection."""
    if isinstance(value, Mapping):
        return list(value.values())
    if ruby.is_array(value):
        return value  # type: ignore[return-value]
    if isinstance(value, Range):
        return value.items()
    if isinstance(value, Drop):
        return value.liquid_iter()
    return None


def item_property(item: object, name: str) -> object:
    """Return an item's property, a number where it looks like one (`item_property`).

    Raises:
        InternalError: Ruby cannot ask such an item.
    """
    if "." not in name:
        return _as_number(_asked(item, name))
    parts = name.split(".")
    while parts and not parts[-1]:  # Ruby's split drops what is empty at the end
        parts.pop()
    found = item
    for part in parts:
        found = _asked(found, part, inside=True)
    return _as_number(found)


def _asked(item: object, name: str, *, inside: bool = False) -> object:
    if isinstance(item, Mapping):
        return ruby.value_at(item, name)
    get = getattr(item, "liquid_get", None)
    if get is not None:
        return get(name)
    if isinstance(item, str):
        return name if name in item else None
    if inside and (item is None or isinstance(item, (bool, float))):
        return False  # it does not answer to `[]`
    raise InternalError("internal")


def _as_number(value: object) -> object:
    kind = type(value)
    if kind is str or isinstance(value, (str, float)):
        text = ruby.to_s(value)
        if text and (text[0] in "-. \t\n\v\f\r" or text[0].isdigit()):
            if _INTEGER_LIKE.match(text):
                return ruby.to_i(text.strip())
            if _FLOAT_LIKE.match(text):
                return float(text.strip())
    return value


def _selectable(value: object, target: object) -> Sequence[object] | Iterator[object] | None:
    if ruby.is_array(target) or isinstance(target, Mapping):
        return None
    return elements(value)


def _is_target(found: object, target: object) -> bool:
    if target is None:
        return found is None
    wanted = ruby.to_s(target)
    if isinstance(found, str):
        return found == wanted
    if isinstance(found, Mapping):
        return any(ruby.to_s([key, each]) == wanted for key, each in found.items())
    if ruby.is_array(found):
        return any(ruby.to_s(each) == wanted for each in found)  # type: ignore[attr-defined]
    return found is not None and ruby.to_s(found) == wanted


def _counted(context: Context, items: Sequence[object] | Iterator[object]) -> Iterator[object]:
    for item in items:
        context.spend(1)
        yield item


@functools.lru_cache(maxsize=1024)
def _condition(markup: str) -> Evaluate:
    return parse_strict(markup)


def _count(value: object) -> int:
    number = ruby.to_integer(value)
    if number < 0:
        raise LiquidArgumentError("negative array size")
    return number


def sorted_plain(items: list[object]) -> list[object]:
    """Sort as Ruby's `Array#sort`.

    Raises:
        LiquidArgumentError: Two of them have no order.
    """
    for kind in (str, int, float):
        if all(type(each) is kind for each in items):
            return sorted(items)  # type: ignore[type-var]

    def order(one: object, other: object) -> int:
        compared = getattr(one, "liquid_compare", None)
        found = compared(other) if compared is not None else ruby.compare(one, other)
        if found is None:
            raise LiquidArgumentError(ruby.comparison_failed(one, other))
        return int(found)

    return merge_sorted(items, order)


def sort_pairs(pairs: list[tuple[object, T]], nil_order: int) -> list[T]:
    """Sort items by the keys before them; nil last with 1, first with -1."""
    keys = [key for key, _ in pairs]
    if keys and type(keys[0]) in _SORTABLE and len(set(map(type, keys))) == 1:
        return [item for _, item in sorted(pairs, key=lambda pair: pair[0])]  # type: ignore[arg-type,return-value]

    def order(one: tuple[object, T], other: tuple[object, T]) -> int:
        first, second = one[0], other[0]
        if first is not None and second is None:
            return -nil_order
        if first is None and second is not None:
            return nil_order
        found = ruby.compare(first, second)
        if found is None:
            found = ruby.compare(ruby.to_s(first), ruby.to_s(second))
        return found or 0

    return [item for _, item in merge_sorted(pairs, order)]


def merge_sorted(items: list[T], order: Callable[[T, T], int]) -> list[T]:
    """Sort stably, asking for the same pairs in the same order as glibc's `qsort_r` does."""
    if len(items) < 2:
        return list(items)
    half = len(items) // 2
    left, right = merge_sorted(items[:half], order), merge_sorted(items[half:], order)
    merged: list[T] = []
    at, beside = 0, 0
    while at < len(left) and beside < len(right):
        if order(left[at], right[beside]) <= 0:
            merged.append(left[at])
            at += 1
        else:
            merged.append(right[beside])
            beside += 1
    return merged + left[at:] + right[beside:]


FILTERS: Mapping[str, Callable[..., object]] = {
    "where": where,
    "where_exp": where_exp,
    "find": find,
    "find_exp": find_exp,
    "sort": sort,
    "pop": pop,
    "push": push,
    "shift": shift,
    "unshift": unshift,
    "sample": sample,
}
