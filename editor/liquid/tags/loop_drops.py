"""`forloop` and `tablerowloop`: what a template may ask about the loop it is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.liquid.drop import Drop


class ForloopDrop(Drop):
    """A `for` loop's place (`lib/liquid/forloop_drop.rb`)."""

    __slots__ = ("at", "length", "name", "parent")

    def __init__(self, name: str, length: int, parent: object) -> None:
        self.name = name
        self.length = length
        self.parent = parent
        self.at = 0

    def liquid_get(self, key: object) -> object:
        """See `Drop.liquid_get`."""
        answer = _FOR.get(key) if isinstance(key, str) else None
        return None if answer is None else answer(self)

    def liquid_str(self) -> str:
        """See `Drop.liquid_str`."""
        return "Liquid::ForloopDrop"


class TablerowloopDrop(Drop):
    """A `tablerow` loop's place (`lib/liquid/tablerowloop_drop.rb`)."""

    __slots__ = ("at", "column", "columns", "length", "row")

    def __init__(self, length: int, columns: int) -> None:
        self.length = length
        self.columns = columns
        self.at = 0
        self.row = 1
        self.column = 1

    def advance(self) -> None:
        """Go on to the next cell."""
        self.at += 1
        if self.column == self.columns:
            self.column = 1
            self.row += 1
        else:
            self.column += 1

    def liquid_get(self, key: object) -> object:
        """See `Drop.liquid_get`."""
        answer = _TABLE_ROW.get(key) if isinstance(key, str) else None
        return None if answer is None else answer(self)

    def liquid_str(self) -> str:
        """See `Drop.liquid_str`."""
        return "Liquid::TablerowloopDrop"


_FOR: Mapping[str, Callable[[ForloopDrop], object]] = {
    "index": lambda loop: loop.at + 1,
    "index0": lambda loop: loop.at,
    "rindex": lambda loop: loop.length - loop.at,
    "rindex0": lambda loop: loop.length - loop.at - 1,
    "first": lambda loop: loop.at == 0,
    "last": lambda loop: loop.at == loop.length - 1,
    "length": lambda loop: loop.length,
    "name": lambda loop: loop.name,
    "parentloop": lambda loop: loop.parent,
}
_TABLE_ROW: Mapping[str, Callable[[TablerowloopDrop], object]] = {
    "index": lambda loop: loop.at + 1,
    "index0": lambda loop: loop.at,
    "rindex": lambda loop: loop.length - loop.at,
    "rindex0": lambda loop: loop.length - loop.at - 1,
    "first": lambda loop: loop.at == 0,
    "last": lambda loop: loop.at == loop.length - 1,
    "length": lambda loop: loop.length,
    "row": lambda loop: loop.row,
    "col": lambda loop: loop.column,
    "col0": lambda loop: loop.column - 1,
    "col_first": lambda loop: loop.column == 1,
    "col_last": lambda loop: loop.column == loop.columns,
}
