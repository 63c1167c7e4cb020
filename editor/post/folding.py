"""Keeping what is untouched of a text or list that changes: folds, escapes, lines, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from editor.post import emit
from editor.post.nodes import YAML_BREAK
from editor.post.spans import after_blanks, after_space

_DOUBLE_UNIT = re.compile(
    "\\\\(?:\r\n|[\n\r\x85])[ \\t]*|\\\\x[0-9a-fA-F]{2}|"
    "\\\\u[0-9a-fA-F]{4}|\\\\U[0-9a-fA-F]{8}|\\\\.|"
    "[ \\t]*(?:(?:\r\n|[\n\r\x85])[ \\t]*)+|.",
    re.DOTALL,
)
_SINGLE_UNIT = re.compile("''|[ \\t]*(?:(?:\r\n|[\n\r\x85])[ \\t]*)+|.", re.DOTALL)
_NAMED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def rewrite(
    source: str,
    style: str,
    new: str,
    *,
    flow: bool,
    encodable: Callable[[str], bool] | None,
) -> str | None:
    """Write a text in the place of another so that its equal ends keep their folds and escapes.

    Args:
        source: The old scalar as written, quotes included.
        style: Its quote, or "" for plain.
        new: The new value.
        flow: It stands in brackets.
        encodable: See `emit.double`.

    Returns:
        The new source, or None where there is nothing to keep or the style cannot hold it.
    """
    if "\n" not in source and "\r" not in source and "\\" not in source:
        return None
    if style:
        if source[:1] != style or source[-1:] != style:
            return None
        inner = source[1:-1]
    else:
        inner = source
    units = _units(inner, style)
    head = tail = at = 0
    while head < len(units) and new.startswith(units[head][1], at):
        at += len(units[head][1])
        head += 1
    end = len(new)
    while tail < len(units) - head:
        value = units[-1 - tail][1]
        if end - len(value) < at or not new.endswith(value, 0, end):
            break
        end -= len(value)
        tail += 1
    # A fold at the seam would join the new words wrongly only if a blank meets it; leave it out.
    while head and _is_fold(units[head - 1][0]) and (end == at or new[at] in " \n"):
        head -= 1
        at -= len(units[head][1])
    while tail and _is_fold(units[len(units) - tail][0]) and (end == at or new[end - 1] in " \n"):
        end += len(units[len(units) - tail][1])
        tail -= 1
    middle = new[at:end]
    if style == "'":
        if not emit.is_single_safe(middle):
            return None
        middle = middle.replace("'", "''")
    elif style == '"':
        middle = emit.double_inner(middle, encodable)
    elif not emit.is_plain_safe(new.replace("\n", " "), flow=flow, keep=True):
        return None
    kept_head = "".join(unit[0] for unit in units[:head])
    kept_tail = "".join(unit[0] for unit in units[len(units) - tail :])
    return style + kept_head + middle + kept_tail + style


def _is_fold(source: str) -> bool:
    return "\n" in source or "\r" in source or "\x85" in source


def _units(inner: str, style: str) -> list[tuple[str, str]]:
    """Split a scalar into pieces of source with what each stands for."""
    pattern = _DOUBLE_UNIT if style == '"' else _SINGLE_UNIT
    units = []
    for found in pattern.finditer(inner):
        source = found[0]
        if style == '"' and source[0] == "\\":
            if source[1] in "\r\n\x85":
                value = ""
            elif source[1] in "xuU":
                code = int("0x" + source[2:], 0)
                value = chr(code) if code < 0x110000 else ""
            else:
                value = _NAMED.get(source[1], source[1])
        elif style == "'" and source == "''":
            value = "'"
        elif _is_fold(source):
            breaks = len(YAML_BREAK.findall(source))
            value = " " if breaks == 1 else "\n" * (breaks - 1)
        else:
            if not style and source == "''":
                units += [("'", "'")]
                source = "'"
            value = source
        units.append((source, value))
    return units


def keep_lines(old: list[str], new: list[str], indent: int) -> list[str]:
    """Take over the author's own lines where they say the same, such as blank ones with blanks."""
    head = 0
    limit = min(len(old), len(new))
    while head < limit and _content(old[head], indent) == _content(new[head], indent):
        head += 1
    tail = 0
    while tail < limit - head and _content(old[-1 - tail], indent) == _content(
        new[-1 - tail], indent
    ):
        tail += 1
    return old[:head] + new[head : len(new) - tail] + old[len(old) - tail :]


def _content(line: str, indent: int) -> str:
    return line.rstrip("\r\n")[indent:]


def fold(
    new: str, indent: int, base: int, eol: str, header: str, old: list[str]
) -> tuple[str, list[str]] | None:
    """Write a text as a folded block of the author's width; None where folding would change it.

    Args:
        new: The text.
        indent: Column of the lines.
        base: Column of the key.
        eol: Line end of new lines.
        header: The author's header.
        old: The author's lines, kept from the start as far as the text is the same.
    """
    trimmed = new.rstrip("\n")
    ends = len(new) - len(trimmed)
    if re.search(r"(?m)^[ \t]|[ \t]$|\t|  ", trimmed) or ends > 1:
        return None
    chomp = "-" if ends == 0 else ("+" if "+" in header else "")
    digits = re.sub(r"[^0-9]", "", header)
    digits = str(indent - base) if digits else ""
    head = ">" + (chomp + digits if header[1:2] in {"-", "+"} else digits + chomp)
    width = max([40, *(len(line.strip()) for line in old)])
    if len(old) == 1:
        width = max(width, 10**6)  # the author does not wrap
    pad = " " * indent
    body: list[str] = []
    rest = trimmed
    for line in old:
        words = line.strip()
        if not words or not rest.startswith(words + " ") or line[:indent].strip():
            break
        if line[indent : indent + 1] == " ":
            break
        body.append(line)
        rest = rest[len(words) + 1 :]
    kept: list[str] = []
    while len(kept) < len(old) - len(body):
        line = old[-1 - len(kept)]
        words = line.strip()
        if not words or not rest.endswith(" " + words) or line[indent : indent + 1] == " ":
            break
        kept.insert(0, line)
        rest = rest[: -len(words) - 1]
    for number, paragraph in enumerate(rest.split("\n")):
        if number:
            body.append(eol)
        if not paragraph:
            continue
        current = ""
        for word in paragraph.split(" "):
            if current and len(current) + 1 + len(word) > width:
                body.append(pad + current + eol)
                current = word
            else:
                current = f"{current} {word}" if current else word
        body.append(pad + current + eol)
    return head, body + kept


@dataclass(frozen=True, slots=True)
class Cell:
    """The source of one item between brackets."""

    start: int
    end: int


class FlowText:
    """A list in brackets as pieces: what stands before, in and behind each item.

    A comment behind an item, after its comma, belongs to that item; blanks and line ends before an
    item to the item; what stands before the closing bracket to the list.
    """

    def __init__(self, text: str, start: int, end: int, cells: list[Cell]) -> None:
        """Take apart `text[start:end]`, brackets included."""
        self._text = text
        self._start = start + 1
        self._end = end - 1
        self._cells = cells
        self._leads: list[str] = []
        self._trails: list[str] = []
        self._afters: list[str] = []
        at = self._start
        for cell in cells:
            self._leads.append(text[at : cell.start])
            comma = after_space(text, cell.end)
            if text[comma : comma + 1] == "," and comma < self._end:
                self._trails.append(text[cell.end : comma])
                at = self._after_comment(comma + 1)
                self._afters.append(text[comma + 1 : at])
                self._last_comma = True
            else:
                self._trails.append("")
                at = self._after_comment(cell.end)
                self._afters.append(text[cell.end : at])
                self._last_comma = False
        self._close = text[at : self._end]

    def _after_comment(self, offset: int) -> int:
        at = after_blanks(self._text, offset)
        if self._text[at : at + 1] == "#":
            found = YAML_BREAK.search(self._text, at)
            return min(found.start() if found else self._end, self._end)
        return offset

    def rebuild(self, order: list[int | str]) -> tuple[int, int, str]:
        """Write the list with other items.

        Args:
            order: The number of an old item, or the source of a new one.

        Returns:
            The stretch of the text between the brackets, and what is to stand there.
        """
        text = self._text
        if not order:
            return self._start, self._end, ""
        first = self._leads[0]
        between = self._leads[1] if len(self._leads) > 1 else first if "\n" in first else " "
        if "#" in between:  # a comment of its own: only the line end and the indent are usual
            between = re.sub(r"(?s).*?(\r?\n[ \t]*)\Z", r"\1", between)
        parts = []
        for position, item in enumerate(order):
            last = position == len(order) - 1
            if isinstance(item, int):
                lead = self._leads[item] if (item == 0) == (position == 0) else None
                source = text[self._cells[item].start : self._cells[item].end]
                trail, after = self._trails[item], self._afters[item]
            else:
                lead, source, trail, after = None, item, "", ""
            if lead is None:
                lead = first if position == 0 and "#" not in first else between
            comma = "" if last and not self._last_comma else ","
            parts += [lead, source, trail if comma else "", comma, after]
        return self._start, self._end, "".join(parts) + self._close
