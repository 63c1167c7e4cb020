"""Which bytes change when a value changes: as few as the author's hand allows.

A planner compares the nodes of a value with the wanted value, goes down lists and maps to what
really differs, and notes splices of the text. It never judges its own work: `edit.py` reads the
result again. When that fails the next, plainer level is tried.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, replace
from typing import Any

from editor.post import emit, folding
from editor.post.dates import shape_of
from editor.post.habits import DEFAULT_INDENT, Habits
from editor.post.nodes import Alias, Node, Scalar, Sequence
from editor.post.ruby_yaml import RubyLoader
from editor.post.spans import (
    Extent,
    after_blanks,
    extent,
    line_start,
    line_stop,
    properties_end,
)
from editor.post.style import ListForm, Quote, Style


class CannotPlan(ValueError):
    """The author's form cannot hold the value; a plainer level may."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `text[start:end]`; offsets of the text before any splice."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands.

    Attributes:
        after: The offset after its colon or dash; its own start in brackets.
        column: The column of its key or dash.
        flow: It stands in brackets or braces.
        dash: It is the item of a block list.
    """

    after: int
    column: int
    flow: bool
    dash: bool = False


class ScalarPlanner:
    """Notes the splices for texts, and for any value that takes the place of another.

    Attributes:
        splices: What was noted, in no order.
    """

    def __init__(
        self,
        text: str,
        collections: dict[int, object],
        habits: Callable[[], Habits],
        *,
        style: Style | None,
        eol: str,
        level: int,
        encodable: Callable[[str], bool] | None,
    ) -> None:
        """Start with no splices.

        Args:
            text: The whole text.
            collections: The values of lists and maps by node id.
            habits: Makes the `Habits` where they are needed.
            style: What a new value is written like, where the author's own is not known.
            eol: The line end of new lines.
            level: 0 keeps all it can, 1 no parts of a changed text, 2 writes the value anew.
            encodable: See `emit.double`.
        """
        self.splices: list[Splice] = []
        self.text = text
        self.make_habits = habits
        self.eol = eol
        self.collections = collections
        self.style = style
        self.level = level
        self.encodable = encodable

    @property
    def habits(self) -> Habits:
        """What the rest of the post tells of its author's hand."""
        return self.make_habits()

    # -- values -------------------------------------------------------------------------------

    def value(self, node: Node | None) -> Any:
        """Return what Ruby makes of a node."""
        if isinstance(node, Alias):
            return self.value(node.target)
        if isinstance(node, Scalar):
            return RubyLoader().scalar(node)
        return self.collections.get(id(node))

    # -- scalars ------------------------------------------------------------------------------

    def _update_text(self, node: Scalar, new: str, place: Place) -> None:
        span = extent(self.text, node, place.after)
        if node.style in {"|", ">"}:
            if not new.strip(" \t\n") or not emit.is_literal_safe(new):
                self._replace(node, new, place)
                return
            self._update_block(node, new, place, span)
            return
        old = self.value(node)
        was_text = isinstance(old, str) and not (node.start == node.end and not node.style)
        quote = {"'": Quote.SINGLE, '"': Quote.DOUBLE}.get(node.style, Quote.PLAIN)
        if not was_text and self.style is not None:
            quote = self.style.quote
        start = properties_end(self.text, node) if node.end > node.start else node.start
        source = self.text[start : span.head_end]
        head = None
        if self.level == 0 and was_text:
            head = folding.rewrite(
                source, node.style, new, flow=place.flow, encodable=self.encodable
            )
        if (
            head is None
            and "\n" in new
            and quote is not Quote.DOUBLE
            and not place.flow
            and emit.is_literal_safe(new)
        ):
            self._replace(node, new, place)
            return
        if head is None:
            head = self._string(new, quote, place, keep=was_text and not node.style)
        if self.level == 0 and start > node.start:
            head = self.text[node.start : start] + head
        self._put(span, head, [], place)

    def _string(self, new: str, quote: Quote, place: Place, *, keep: bool = False) -> str:
        return emit.string(
            new,
            quote,
            self.habits.fallback if quote is Quote.PLAIN else Quote.DOUBLE,
            flow=place.flow,
            keep=keep,
            encodable=self.encodable,
        )

    def _update_block(self, node: Scalar, new: str, place: Place, span: Extent) -> None:
        text = self.text
        start = properties_end(text, node)
        header = text[start : span.head_end]
        lines = text[span.body_start or span.body_end : span.body_end].splitlines(keepends=True)
        filled = next((line for line in lines if line.strip()), "")
        indent = len(filled) - len(filled.lstrip(" "))
        digits = re.sub(r"[^0-9]", "", header)
        if digits:
            indent = place.column + int(digits)
        elif not filled:
            indent = place.column + self.habits.step
        body: list[str]
        if header.startswith(">"):
            if self.level:
                raise CannotPlan
            folded = folding.fold(new, indent, place.column, self.eol, header, lines)
            if folded is None:
                head, body = emit.literal(new, indent, place.column, self.eol)
            else:
                head, body = folded
        else:
            head, body = emit.literal(new, indent, place.column, self.eol, header)
            if self.level == 0:
                body = folding.keep_lines(lines, body, indent)
        if self.level == 0 and start > node.start:
            head = text[node.start : start] + head
        self._put(span, head, body, place)

    # -- anything by anything -----------------------------------------------------------------

    def _replace(self, node: Node, new: object, place: Place) -> None:
        span = extent(self.text, node, place.after)
        style = self.style or Style(
            list_form=self.habits.list_form or ListForm.FLOW, flow_space=self.habits.flow_space
        )
        source = ""
        if isinstance(node, Scalar):
            source = node.value
            if node.style in {"'", '"'} and isinstance(self.value(node), str):
                style = replace(style, quote=Quote.SINGLE if node.style == "'" else Quote.DOUBLE)
            style = replace(style, date_shape=shape_of(source) or style.date_shape)
        elif isinstance(node, Sequence) and node.items:
            form = ListForm.FLOW if node.flow else ListForm.BLOCK
            style = replace(style, list_form=form, quote=self._quote_of_items(node.items))
        head, body = self.emit(new, place, style, source if isinstance(new, bool) else "")
        if (
            self.level == 0
            and isinstance(node, Scalar)
            and node.nonspecific
            and node.style in {"'", '"'}
            and isinstance(new, dt.date)
        ):
            head = node.style + head + node.style  # `! '2020-01-02'` is a date all the same
            prefix = self.text[node.start : properties_end(self.text, node)]
            self._put(span, prefix + head, body, place)
            return
        prefix_end = properties_end(self.text, node)
        if self.level == 0 and node.anchor and not isinstance(node, Alias):
            prefix = self.text[node.start : prefix_end].rstrip()
            head = f"{prefix} {head}" if head else prefix
        self._put(span, head, body, place)

    def emit(
        self, value: object, place: Place, style: Style, source: str = ""
    ) -> tuple[str, list[str]]:
        """Write a value: what stands on its key's line, and the lines below.

        Raises:
            EditRefused: No YAML for such a value.
        """
        if isinstance(value, bool):
            return emit.boolean(value, source), []
        if value is None:
            null = style.null or self.habits.null
            return (null or ("~" if place.dash or place.flow else "")), []
        if not place.flow and isinstance(value, str) and "\n" in value:
            wants = style.literal or (style.quote is not Quote.DOUBLE and self.level < 2)
            fits = self.encodable is None or all(map(self.encodable, value))
            if wants and fits and emit.is_literal_safe(value):
                indent = place.column + self.habits.step
                return emit.literal(value, indent, place.column, self.eol)
        if not place.flow and value and isinstance(value, (MappingABC, list, tuple)):
            listed = isinstance(value, (list, tuple))
            block = style.list_form is ListForm.BLOCK or any(map(_is_collection, value))
            if not listed or block:
                indent = self.habits.step
                if listed:
                    own = style.indent if style.indent is not None else self.habits.indent
                    indent = DEFAULT_INDENT if own is None else own
                    if place.dash:
                        indent = max(indent, DEFAULT_INDENT)
                return "", self.block_lines(value, place.column + indent, style)
        return (
            emit.inline(
                value,
                style.quote,
                self.habits.fallback,
                flow=place.flow,
                date_shape=style.date_shape,
                space=style.flow_space,
                null=style.null,
                encodable=self.encodable,
            ),
            [],
        )

    def block_lines(
        self, value: object, at: int, style: Style, styles: MappingABC[object, Style] | None = None
    ) -> list[str]:
        """Write a list or map on lines of its own, from a column on.

        Args:
            value: A list or map.
            at: The column.
            style: How texts and lists in it are written.
            styles: How the values of some keys are written, by the map's key.
        """
        lines: list[str] = []
        pad = " " * at
        if isinstance(value, MappingABC):
            for key, one in value.items():
                own = (styles or {}).get(key, style)
                head, body = self.emit(one, Place(0, at, flow=False), own)
                name = emit.key_text(key)
                lines += [f"{pad}{name}:{' ' if head else ''}{head}{self.eol}", *body]
            return lines
        for one in value if isinstance(value, (list, tuple)) else ():
            if isinstance(one, MappingABC) and one:
                inner = self.block_lines(one, at + 2, style, styles)
                lines += [pad + "- " + inner[0][at + 2 :], *inner[1:]]
            elif isinstance(one, (list, tuple)):
                head = emit.inline(one, style.quote, self.habits.fallback, flow=False)
                lines.append(f"{pad}- {head}{self.eol}")
            else:
                head, body = self.emit(one, Place(0, at, flow=False, dash=True), style)
                lines += [f"{pad}- {head}{self.eol}", *body]
        return lines

    def _put(self, span: Extent, head: str, body: list[str], place: Place) -> None:
        """Note the splices that put a head and lines where a value was."""
        text = self.text
        if body and place.flow:
            raise CannotPlan
        if span.head_end > span.head_start:
            if head:
                self.splice(span.head_start, span.head_end, head)
            else:
                rest = after_blanks(text, span.head_end)
                if text[rest : rest + 1] == "#":
                    self.splice(span.head_start, rest, "")
                else:
                    self.splice(place.after, span.head_end, "")
        elif head:
            self._insert_head(head, place)
        if span.body_start is not None:
            self.splice(span.body_start, span.body_end, "".join(body))
        elif body:
            stop, after = line_stop(text, span.head_end)
            lead = self.eol if after == stop else ""
            self.splice(after, after, lead + "".join(body))

    def _insert_head(self, head: str, place: Place) -> None:
        text = self.text
        after = place.after
        rest = after_blanks(text, after)
        if text[rest : rest + 1] == "#" and rest > after:
            gap = rest - after
            pad = " " * max(1, gap - 1 - len(head))
            self.splice(after, rest, f" {head}{pad}")
        elif rest > after and not place.flow and rest == line_stop(text, after)[0]:
            self.splice(rest, rest, head)
        elif place.flow and text[after - 1 : after] != ":":
            raise CannotPlan
        else:
            width = 1
            start = line_start(text, after)
            if self.habits.value_column is not None and place.column == 0 and not place.dash:
                width = max(1, self.habits.value_column - (after - start))
            self.splice(after, after if place.flow else rest, " " * width + head)

    def splice(self, start: int, end: int, text: str) -> None:
        """Note one splice, cut down to what differs."""
        old = self.text[start:end]
        if old == text:
            return
        head = 0
        limit = min(len(old), len(text))
        while head < limit and old[head] == text[head]:
            head += 1
        tail = 0
        while tail < limit - head and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        # Never between the two characters of a CRLF.
        if head and (old[head - 1] == "\r"):
            head -= 1
        if (
            tail
            and old[len(old) - tail] == "\n"
            and "\r"
            in {
                old[len(old) - tail - 1 : len(old) - tail],
                text[len(text) - tail - 1 : len(text) - tail],
            }
        ):
            tail -= 1
        self.splices.append(Splice(start + head, end - tail, text[head : len(text) - tail]))

    def _quote_of_items(self, items: list[Node]) -> Quote:
        counts = dict.fromkeys(Quote, 0)
        for item in items:
            if isinstance(item, Scalar) and item.style in {"", "'", '"'}:
                quote = {"'": Quote.SINGLE, '"': Quote.DOUBLE}.get(item.style, Quote.PLAIN)
                counts[quote] += 1
        return max(Quote, key=lambda one: counts[one])


def apply(text: str, splices: list[Splice], start: int = 0, end: int | None = None) -> str:
    """Return a stretch of a text with splices applied; those of one offset in their order."""
    parts = []
    at = start
    for one in sorted(splices, key=lambda s: (s.start, s.end)):
        parts += [text[at : one.start], one.text]
        at = one.end
    parts.append(text[at : len(text) if end is None else end])
    return "".join(parts)


def _is_collection(value: object) -> bool:
    return isinstance(value, (MappingABC, list, tuple)) and bool(value)
