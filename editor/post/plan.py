"""Which bytes change when a value changes: as few as the author's hand allows.

A planner compares the nodes of a value with the wanted value, goes down lists and maps to what
really differs, and notes splices of the text. It never judges its own work: `edit.py` reads the
result again. When that fails the next, plainer level is tried.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC
from dataclasses import dataclass, replace
from typing import Any

from editor.post import emit, folding
from editor.post.dates import shape_of
from editor.post.nodes import Alias, Mapping, Node, Scalar, Sequence
from editor.post.ruby_yaml import RubyLoader, same
from editor.post.spans import (
    Extent,
    after_blanks,
    colon_after,
    column,
    content_end,
    dash_before,
    extent,
    is_blank,
    line_start,
    line_stop,
    properties_end,
)
from editor.post.style import ListForm, Quote, Style

DEFAULT_INDENT = 2


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


@dataclass(slots=True)
class Habits:
    """What the rest of the post tells about its author's hand.

    Attributes:
        fallback: The quotes that most quoted values have; PLAIN where there are none.
        list_form: The form of most lists, None where there are none.
        indent: Columns between a key and the dashes below it, None where there are no block lists.
        step: Columns by which maps and texts are indented.
        value_column: The column at which the values are aligned, or None.
        null: How nothing is written.
        flow_space: Brackets have a blank inside.
    """

    fallback: Quote = Quote.PLAIN
    list_form: ListForm | None = None
    indent: int | None = None
    step: int = DEFAULT_INDENT
    value_column: int | None = None
    null: str = ""
    flow_space: bool = False


class Planner:
    """Notes the splices for one edit.

    Attributes:
        splices: What was noted, in no order.
    """

    def __init__(
        self,
        text: str,
        collections: dict[int, object],
        habits: Habits,
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
            habits: See `Habits`.
            style: What a new value is written like, where the author's own is not known.
            eol: The line end of new lines.
            level: 0 keeps all it can, 1 no parts of a changed text, 2 writes the value anew.
            encodable: See `emit.double`.
        """
        self.splices: list[Splice] = []
        self.text = text
        self.habits = habits
        self.eol = eol
        self._collections = collections
        self._style = style
        self._level = level
        self._encodable = encodable

    # -- values -------------------------------------------------------------------------------

    def value(self, node: Node | None) -> Any:
        """Return what Ruby makes of a node."""
        if isinstance(node, Alias):
            return self.value(node.target)
        if isinstance(node, Scalar):
            return RubyLoader().build(replace(node, anchor=None))
        return self._collections.get(id(node))

    def update(self, node: Node, new: object, place: Place) -> None:
        """Note what has to change so that a node reads as a new value."""
        if not isinstance(node, Alias):
            if same(self.value(node), new):
                return
            if self._level < 2:
                if isinstance(node, Mapping) and isinstance(new, MappingABC) and new and node.pairs:
                    self._update_map(node, new)
                    return
                if isinstance(node, Sequence) and isinstance(new, (list, tuple)) and node.items:
                    self._update_list(node, new)
                    return
                if isinstance(node, Sequence) and isinstance(new, (list, tuple)) and node.flow:
                    self._fill_flow(node, new)
                    return
                if isinstance(node, Scalar) and isinstance(new, str):
                    self._update_text(node, str(new), place)
                    return
        self._replace(node, new, place)

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
        if not was_text and self._style is not None:
            quote = self._style.quote
        start = properties_end(self.text, node) if node.end > node.start else node.start
        source = self.text[start : span.head_end]
        head = None
        if self._level == 0 and was_text:
            head = folding.rewrite(
                source, node.style, new, flow=place.flow, encodable=self._encodable
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
        if self._level == 0 and start > node.start:
            head = self.text[node.start : start] + head
        self._put(span, head, [], place)

    def _string(self, new: str, quote: Quote, place: Place, *, keep: bool = False) -> str:
        return emit.string(
            new,
            quote,
            self.habits.fallback,
            flow=place.flow,
            keep=keep,
            encodable=self._encodable,
        )

    def _update_block(self, node: Scalar, new: str, place: Place, span: Extent) -> None:
        text = self.text
        start = properties_end(text, node)
        header = text[start : span.head_end]
        assert span.body_start is not None
        lines = text[span.body_start : span.body_end].splitlines(keepends=True)
        filled = next((line for line in lines if line.strip()), "")
        indent = len(filled) - len(filled.lstrip(" "))
        digits = re.sub(r"[^0-9]", "", header)
        if digits:
            indent = place.column + int(digits)
        elif not filled:
            indent = place.column + self.habits.step
        body: list[str]
        if header.startswith(">"):
            if self._level:
                raise CannotPlan
            folded = folding.fold(new, indent, place.column, self.eol, header, lines)
            if folded is None:
                head, body = emit.literal(new, indent, place.column, self.eol)
            else:
                head, body = folded
        else:
            head, body = emit.literal(new, indent, place.column, self.eol, header)
            if self._level == 0:
                body = folding.keep_lines(lines, body, indent)
        if self._level == 0 and start > node.start:
            head = text[node.start : start] + head
        self._put(span, head, body, place)

    # -- anything by anything -----------------------------------------------------------------

    def _replace(self, node: Node, new: object, place: Place) -> None:
        span = extent(self.text, node, place.after)
        style = self._style or Style(
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
        prefix_end = properties_end(self.text, node)
        if self._level == 0 and node.anchor and not isinstance(node, Alias):
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
            wants = style.literal or (style.quote is not Quote.DOUBLE and self._level < 2)
            fits = self._encodable is None or all(map(self._encodable, value))
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
                encodable=self._encodable,
            ),
            [],
        )

    def block_lines(self, value: object, at: int, style: Style) -> list[str]:
        """Write a list or map on lines of its own, from a column on."""
        lines: list[str] = []
        pad = " " * at
        if isinstance(value, MappingABC):
            for key, one in value.items():
                head, body = self.emit(one, Place(0, at, flow=False), style)
                name = emit.key_text(key)
                lines += [f"{pad}{name}:{' ' if head else ''}{head}{self.eol}", *body]
            return lines
        assert isinstance(value, SequenceABC)
        for one in value:
            if isinstance(one, MappingABC) and one:
                inner = self.block_lines(one, at + 2, style)
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
            pad = 1
            start = line_start(text, after)
            if self.habits.value_column is not None and place.column == 0 and not place.dash:
                pad = max(1, self.habits.value_column - (after - start))
            self.splice(after, after if place.flow else rest, " " * pad + head)

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

    # -- maps ---------------------------------------------------------------------------------

    def _update_map(self, node: Mapping, new: MappingABC[object, object]) -> None:
        current = self.value(node)
        own: dict[object, tuple[Node, Node]] = {}
        for key_node, value_node in node.pairs:
            key = self.value(key_node)
            if isinstance(key, (list, dict)):
                raise CannotPlan
            own[key] = (key_node, value_node)
        gone = {key for key in own if key not in new and key != "<<"}
        if any(key not in new and key not in gone for key in current):
            raise CannotPlan  # it comes from a merge
        for key, value in new.items():
            if key in own:
                key_node, value_node = own[key]
                self.update(value_node, value, self._place_of(node, key_node))
        added = {
            key: value
            for key, value in new.items()
            if key not in own and not (key in current and same(current[key], value))
        }
        if node.flow:
            self._change_flow_map(node, gone, added)
            return
        if len(gone) == len(own) and not added:
            raise CannotPlan
        for index, (key_node, _) in enumerate(node.pairs):
            if self.value(key_node) in gone:
                self._delete_pair(node, index)
        if added:
            at = column(self.text, node.pairs[0][0].start)
            stop, after = line_stop(self.text, content_end(self.text, node.pairs[-1][1]))
            lead = self.eol if stop == after else ""
            style = self._style or Style(list_form=self.habits.list_form or ListForm.FLOW)
            lines = self.block_lines(added, at, style)
            self.splice(after, after, lead + "".join(lines))

    def _place_of(self, node: Mapping, key: Node) -> Place:
        return Place(colon_after(self.text, key), column(self.text, key.start), flow=node.flow)

    def _delete_pair(self, node: Mapping, index: int) -> None:
        key, value = node.pairs[index]
        start = line_start(self.text, key.start)
        end = line_stop(self.text, max(content_end(self.text, value), key.end))[1]
        if is_blank(self.text, start, key.start):
            self.splice(start, end, "")
        elif index + 1 < len(node.pairs):
            # It shares its line with a dash: the next key moves up.
            self.splice(key.start, node.pairs[index + 1][0].start, "")
        else:
            raise CannotPlan

    def delete_pair(self, node: Mapping, index: int) -> None:
        """Note the removal of a pair of a map."""
        if not node.flow:
            self._delete_pair(node, index)
            return
        self._change_flow_map(node, {self.value(node.pairs[index][0])}, {})

    def _change_flow_map(
        self, node: Mapping, gone: set[object], added: dict[object, object]
    ) -> None:
        if not gone and not added:
            return
        cells = [
            folding.Cell(key.start, max(key.end, content_end(self.text, value)))
            for key, value in node.pairs
        ]
        flow = folding.FlowText(self.text, self._flow_start(node), node.end, cells)
        style = self._style or Style(flow_space=self.habits.flow_space)
        kept: list[int | str] = [
            index for index, (key, _) in enumerate(node.pairs) if self.value(key) not in gone
        ]
        for key, value in added.items():
            written, _ = self.emit(value, Place(0, 0, flow=True), style)
            kept.append(f"{emit.key_text(key, flow=True)}: {written}")
        if self.splices and gone:
            raise CannotPlan  # values inside change too: write the map anew
        start, end, text = flow.rebuild(kept)
        self.splice(start, end, text)

    # -- lists --------------------------------------------------------------------------------

    def _update_list(self, node: Sequence, new: SequenceABC[object]) -> None:
        old = [_canonical(self.value(item)) for item in node.items]
        wanted = [_canonical(item) for item in new]
        matcher = difflib.SequenceMatcher(None, old, wanted, autojunk=False)
        steps: list[tuple[str, int, int]] = []  # keep i j, change i j, delete i, insert i j
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            common = min(i2 - i1, j2 - j1)
            for step in range(common):
                steps.append(("keep" if tag == "equal" else "change", i1 + step, j1 + step))
            steps += [("delete", i, -1) for i in range(i1 + common, i2)]
            steps += [("insert", i2, j) for j in range(j1 + common, j2)]
        if node.flow:
            self._update_flow(node, new, steps)
        elif not new:
            raise CannotPlan
        else:
            self._update_block_list(node, new, steps)

    def _item_style(self, items: list[Node]) -> Style:
        own = self._style or Style()
        shape = next(
            (s for s in (shape_of(i.value) for i in items if isinstance(i, Scalar)) if s), None
        )
        return replace(
            own,
            quote=self._quote_of_items(items),
            list_form=ListForm.FLOW,
            date_shape=shape or own.date_shape,
        )

    def _quote_of_items(self, items: list[Node]) -> Quote:
        counts = dict.fromkeys(Quote, 0)
        for item in items:
            if isinstance(item, Scalar) and item.style in {"", "'", '"'}:
                quote = {"'": Quote.SINGLE, '"': Quote.DOUBLE}.get(item.style, Quote.PLAIN)
                counts[quote] += 1
        return max(Quote, key=lambda one: counts[one])

    def _flow_start(self, node: Sequence | Mapping) -> int:
        return properties_end(self.text, node)

    def _update_flow(
        self, node: Sequence, new: SequenceABC[object], steps: list[tuple[str, int, int]]
    ) -> None:
        cells = [folding.Cell(item.start, content_end(self.text, item)) for item in node.items]
        flow = folding.FlowText(self.text, self._flow_start(node), node.end, cells)
        style = self._item_style(node.items)
        kept: list[int | str] = []
        changed: dict[int, object] = {}
        gone = {_canonical(self.value(node.items[i])): i for tag, i, _ in steps if tag == "delete"}
        for tag, i, j in steps:
            if tag == "keep":
                kept.append(i)
            elif tag == "change":
                kept.append(i)
                changed[i] = new[j]
            elif tag == "insert":
                moved = gone.get(_canonical(new[j]))
                if moved is not None:
                    kept.append(self.text[cells[moved].start : cells[moved].end])
                else:
                    kept.append(self.emit(new[j], Place(0, 0, flow=True), style)[0])
        if kept == list(range(len(cells))):
            for i, value in changed.items():
                item = node.items[i]
                self.update(item, value, Place(item.start, 0, flow=True))
            return
        for i, value in changed.items():
            kept[kept.index(i)] = self._changed_source(node.items[i], value)
        start, end, text = flow.rebuild(kept)
        self.splice(start, end, text)

    def _changed_source(self, item: Node, value: object) -> str:
        """Return the source of a flow item that gets a new value while its list is rebuilt."""
        inner = Planner(
            self.text,
            self._collections,
            self.habits,
            style=self._style,
            eol=self.eol,
            level=self._level,
            encodable=self._encodable,
        )
        inner.update(item, value, Place(item.start, 0, flow=True))
        return apply(self.text, inner.splices, item.start, content_end(self.text, item))

    def _fill_flow(self, node: Sequence, new: SequenceABC[object]) -> None:
        """Put the first items between empty brackets."""
        start = self._flow_start(node) + 1
        end = node.end - 1
        style = self._style or Style()
        inner = ", ".join(self.emit(one, Place(0, 0, flow=True), style)[0] for one in new)
        between = self.text[start:end]
        if between.strip(" \t"):
            raise CannotPlan
        gap = " " if between or style.flow_space else ""
        self.splice(start, end, gap + inner + gap)

    def _update_block_list(
        self,
        node: Sequence,
        new: SequenceABC[object],
        steps: list[tuple[str, int, int]],
    ) -> None:
        text = self.text
        dashes: list[int] = []
        at = (
            line_start(text, node.start) if node.anchor is None and node.tag is None else node.start
        )
        at = node.start if node.anchor is None and node.tag is None else properties_end(text, node)
        ends = [content_end(text, item) for item in node.items]
        for index, item in enumerate(node.items):
            dashes.append(dash_before(text, at if index == 0 else ends[index - 1], item))
            ends[index] = max(ends[index], dashes[index] + 1)
        begins = [line_start(text, dash) for dash in dashes]
        stops = [line_stop(text, end)[1] for end in ends]
        if not is_blank(text, begins[0], dashes[0]) and any(
            i == 0 and tag in {"delete", "insert"} for tag, i, _ in steps
        ):
            raise CannotPlan  # its first item shares a line with the dash of another list
        at = column(text, dashes[0])
        style = self._item_style(node.items)
        prefix = self._item_prefix(node, dashes)
        gone = {_canonical(self.value(node.items[i])): i for tag, i, _ in steps if tag == "delete"}
        for tag, i, j in steps:
            if tag == "change":
                where = Place(dashes[i] + 1, at, flow=False, dash=True)
                self.update(node.items[i], new[j], where)
            elif tag == "delete":
                self.splice(begins[i], stops[i], "")
            elif tag == "insert":
                moved = gone.get(_canonical(new[j]))
                where_to = stops[i - 1] if i else begins[0]
                if moved is not None:
                    lines = text[begins[moved] : stops[moved]]
                else:
                    lines = "".join(self.block_lines([new[j]], at, style))
                    lines = prefix + lines[at + 2 :]
                if where_to and text[where_to - 1] not in "\n\r\x85\u2028\u2029":
                    lines = self.eol + lines
                self.splices.append(Splice(where_to, where_to, lines))

    def _item_prefix(self, node: Sequence, dashes: list[int]) -> str:
        """Return the indent, the dash and the blanks after it, as the author has them."""
        text = self.text
        for dash, item in zip(reversed(dashes), reversed(node.items), strict=True):
            start = line_start(text, dash)
            if item.start > dash + 1 and item.start == after_blanks(text, dash + 1):
                return text[start : item.start]
        return text[line_start(text, dashes[-1]) : dashes[-1]] + "- "


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


def _canonical(value: object) -> str:
    """Return a text that two values share only when they are the same to Ruby."""
    if isinstance(value, MappingABC):
        return "{" + ",".join(f"{k!r}:{_canonical(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, dt.datetime):
        return "time" + value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return hex(value)
    return type(value).__name__ + repr(value)
