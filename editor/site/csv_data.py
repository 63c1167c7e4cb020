"""Tables of `_data` as Ruby's csv library reads them (csv 3.2 `lib/csv/parser.rb`), strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_INTEGER = re.compile(
    r"\s*([+-]?)(?:0[xX]([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|0[bB]([01]+(?:_[01]+)*)"
    r"|0[oO]?([0-7]+(?:_[0-7]+)*)|(0|[1-9][0-9]*(?:_[0-9]+)*))\s*\Z",
    re.ASCII,
)
_FLOAT = re.compile(
    r"\s*[+-]?[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?(?:[eE][+-]?[0-9]+)?\s*\Z"
    r"|\s*[+-]?\.[0-9]+(?:[eE][+-]?[0-9]+)?\s*\Z",
    re.ASCII,
)
CONVERTERS = frozenset({"integer", "float", "numeric"})


class BrokenTable(ValueError):
    """A table that Ruby refuses; `line` counts from 1."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


def read_table(
    text: str, separator: str, *, headers: bool = True, converters: Sequence[str] = ()
) -> list[dict[str | None, object]] | list[list[object]]:
    """Read a table.

    Args:
        text: The file's text; a byte-order mark stays in the first name, as in Ruby.
        separator: Between the fields of a row.
        headers: Whether the first row names the columns: rows are then maps in which the first of
            two columns with one name counts, and what is missing is nil.
        converters: Those of `CONVERTERS` to apply; others do nothing.

    Raises:
        BrokenTable: Ruby would refuse it.
    """
    rows = list(_rows(text, separator))
    if not headers:
        return [[_converted(each, converters) for each in row] for row in rows]
    if not rows:
        return []
    names = rows[0]
    maps: list[dict[str | None, object]] = []
    for row in rows[1:]:
        values: dict[str | None, object] = {}
        for index in range(max(len(names), len(row))):
            name = names[index] if index < len(names) else None
            value = row[index] if index < len(row) else None
            values.setdefault(name, _converted(value, converters))
        maps.append(values)
    return maps


def _rows(text: str, separator: str) -> Iterator[list[str | None]]:
    found = re.search(r"\r\n|\n|\r", text)
    ending = found[0] if found else "\n"
    plain = re.compile(f'[^{re.escape(separator)}"\r\n]*')
    position, line = 0, 1
    length = len(text)
    while position < length:
        row: list[str | None] = []
        if text.startswith(ending, position):
            yield row
            position += len(ending)
            line += 1
            continue
        while True:
            started = line
            if text.startswith('"', position):
                value, position = _quoted(text, position, line)
                line += value.count("\n")
                row.append(value)
            else:
                match = plain.match(text, position)
                end = match.end() if match else position
                row.append(text[position:end] or None)
                position = end
                if text.startswith('"', position):
                    raise BrokenTable("illegal quoting", line)
            if text.startswith(separator, position):
                position += len(separator)
                continue
            if position >= length:
                break
            if text.startswith(ending, position):
                position += len(ending)
                line += 1
                break
            if text[position] in "\r\n":
                raise BrokenTable("a line end of another kind than the others", started)
            raise BrokenTable("something after a quoted field", started)
        yield row


def _quoted(text: str, position: int, line: int) -> tuple[str, int]:
    parts: list[str] = []
    start = position + 1
    while True:
        end = text.find('"', start)
        if end < 0:
            raise BrokenTable("a quoted field that is not closed", line)
        parts.append(text[start:end])
        if text.startswith('"', end + 1):
            parts.append('"')
            start = end + 2
            continue
        return "".join(parts), end + 1


def _converted(value: str | None, converters: Sequence[str]) -> object:
    if value is None:
        return None
    for name in converters:
        if name in ("integer", "numeric") and (found := _INTEGER.match(value)):
            sign = -1 if found[1] == "-" else 1
            for group, base in ((2, 16), (3, 2), (4, 8), (5, 10)):
                if found[group]:
                    return sign * int(found[group].replace("_", ""), base)
        if name in ("float", "numeric") and _FLOAT.match(value):
            return float(value.replace("_", ""))
    return value
