"""Values with one place in them changed: what a path such as `("image", "path")` names."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC
from typing import Any

from editor.post.errors import EditRefused

Path = tuple[object, ...]
MISSING = object()


def is_same_key(one: object, other: object) -> bool:
    """Tell whether two keys are one to Ruby, to which 1 and true are two."""
    return type(one) is type(other) and one == other


def with_path(current: object, path: Path, value: object) -> object:
    """Return a value with what a path names replaced; missing maps on the way are made."""
    if not path:
        return value
    step = path[0]
    if isinstance(current, MappingABC):
        result: dict[Any, object] = dict(current)
        result[step] = with_path(current.get(step, MISSING), path[1:], value)
        return result
    if isinstance(current, SequenceABC) and not isinstance(current, (str, bytes)):
        if not isinstance(step, int) or not 0 <= step <= len(current):
            raise EditRefused("There is no such item in the list; nothing was changed.")
        items = list(current)
        items[step : step + 1] = [
            with_path(items[step] if step < len(items) else MISSING, path[1:], value)
        ]
        return items
    if current is MISSING or current is None:
        inner = with_path(MISSING, path[1:], value)
        if isinstance(step, int):
            if step:
                raise EditRefused("There is no such item in the list; nothing was changed.")
            return [inner]
        return {step: inner}
    raise EditRefused(
        "The field holds a single value, so nothing can stand inside of it; nothing was changed.",
    )


def without_path(current: object, path: Path) -> object:
    """Return a value without what a path names.

    Raises:
        EditRefused: There is nothing at that path.
    """
    step = path[0]
    if isinstance(current, MappingABC) and step in current:
        result: dict[Any, object] = dict(current)
        if len(path) == 1:
            del result[step]
        else:
            result[step] = without_path(result[step], path[1:])
        return result
    if isinstance(current, (list, tuple)) and isinstance(step, int) and 0 <= step < len(current):
        items = list(current)
        if len(path) == 1:
            del items[step]
        else:
            items[step] = without_path(items[step], path[1:])
        return items
    raise EditRefused("There is nothing there to remove; nothing was changed.")


def renamed(current: Any, path: Path, old: object, new: str) -> object:
    """Return a value with one key of the map at a path renamed, the order kept."""
    if path:
        changed = renamed(current[path[0]], path[1:], old, new)
        return with_path(current, path[:1], changed)
    return {new if is_same_key(key, old) else key: value for key, value in current.items()}
