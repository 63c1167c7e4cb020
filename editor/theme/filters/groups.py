"""Filters that group lists (`lib/jekyll/filters/grouping_filters.rb`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from editor.liquid import ruby
from editor.liquid.context import Context
from editor.theme.filters.lists import elements, item_property
from editor.theme.registers import build_of


def group_by(context: Context, value: object, key: object) -> object:
    """Group items by a property, as text."""
    items = _groupable(value)
    if items is None:
        return value
    name = ruby.to_s(key)
    groups: dict[object, tuple[object, list[object]]] = {}
    for item in items:
        context.spend(1)
        found = ruby.to_s(item_property(item, name))
        groups.setdefault(found, (found, []))[1].append(item)
    return _listed(groups)


def group_by_exp(context: Context, value: object, name: object, expression: object) -> object:
    """Group items by what an output with filters gives for each."""
    items = _groupable(value)
    if items is None:
        return value
    evaluate = build_of(context).compiled_value(ruby.to_s(expression))
    groups: dict[object, tuple[object, list[object]]] = {}
    with context.scope() as scope:
        for item in items:
            context.spend(1)
            scope[ruby.to_s(name)] = item
            found = ruby.plain(evaluate(context))
            groups.setdefault(ruby.identity(found), (found, []))[1].append(item)
    return _listed(groups)


def _groupable(value: object) -> Iterator[object] | None:
    if isinstance(value, Mapping):
        return iter([[key, each] for key, each in value.items()])
    items = elements(value)
    return None if items is None else iter(items)


def _listed(groups: dict[object, tuple[object, list[object]]]) -> list[object]:
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.values()]


FILTERS: Mapping[str, Callable[..., object]] = {
    "group_by": group_by,
    "group_by_exp": group_by_exp,
}
