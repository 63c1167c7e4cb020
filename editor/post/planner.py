"""Lists and maps that change item by item; see `plan.py` for the rest of a planner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC
from dataclasses import replace

from editor.post import emit, folding
from editor.post.dates import shape_of
from editor.post.nodes import Alias, Mapping, Node, Scalar, Sequence
from editor.post.plan import CannotPlan, Place, ScalarPlanner, Splice, apply
from editor.post.ruby_yaml import same
from editor.post.spans import (
    after_blanks,
    colon_after,
    column,
    content_end,
    dash_before,
    is_blank,
    line_start,
    line_stop,
    properties_end,
)
from editor.post.style import ListForm, Quote, Style


class Planner(ScalarPlanner):
    """Goes down lists and maps to what really differs."""

    def update(self, node: Node, new: object, place: Place) -> None:
        """Note what has to change so that a node reads as a new value."""
        if not isinstance(node, Alias):
            if same(self.value(node), new):
                return
            if self.level < 2:
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
            style = self.style or Style(list_form=self.habits.list_form or ListForm.FLOW)
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
        style = self.style or Style(flow_space=self.habits.flow_space)
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
        import difflib

        old = [_canonical(self.value(item)) for item in node.items]
        wanted = [_canonical(item) for item in new]
        matcher = difflib.SequenceMatcher(None, old, wanted, autojunk=False)
        steps: list[tuple[str, int, int]] = []  # keep i j, change i j, delete i, insert i j
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            common = min(i2 - i1, j2 - j1)
            verb = "keep" if tag == "equal" else "change"
            steps += [(verb, i1 + step, j1 + step) for step in range(common)]
            steps += [("delete", i, -1) for i in range(i1 + common, i2)]
            steps += [("insert", i2, j) for j in range(j1 + common, j2)]
        if node.flow:
            self._update_flow(node, new, steps)
        elif not new:
            raise CannotPlan
        else:
            self._update_block_list(node, new, steps)

    def _item_style(self, items: list[Node]) -> Style:
        own = self.style or Style()
        shape = next(
            (s for s in (shape_of(i.value) for i in items if isinstance(i, Scalar)) if s), None
        )
        return replace(
            own,
            quote=self._quote_of_items(items),
            list_form=ListForm.FLOW,
            date_shape=shape or own.date_shape,
        )

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
            self.collections,
            self.make_habits,
            style=self.style,
            eol=self.eol,
            level=self.level,
            encodable=self.encodable,
        )
        inner.update(item, value, Place(item.start, 0, flow=True))
        return apply(self.text, inner.splices, item.start, content_end(self.text, item))

    def _fill_flow(self, node: Sequence, new: SequenceABC[object]) -> None:
        """Put the first items between empty brackets."""
        start = self._flow_start(node) + 1
        end = node.end - 1
        style = self.style or Style()
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
                    lines = self._new_item(node, new[j], at, style)
                    lines = prefix + lines[at + 2 :]
                if where_to and text[where_to - 1] not in "\n\r\x85\u2028\u2029":
                    lines = self.eol + lines
                self.splices.append(Splice(where_to, where_to, lines))

    def _new_item(self, node: Sequence, value: object, at: int, style: Style) -> str:
        """Write an item as its neighbours are; a map's values as theirs of the same keys."""
        maps = [item for item in node.items if isinstance(item, Mapping) and item.pairs]
        if not isinstance(value, MappingABC) or not maps:
            return "".join(self.block_lines([value], at, style))
        if maps[-1].flow:
            inside = properties_end(self.text, maps[-1]) + 1
            spaced = replace(style, flow_space=self.text[inside : inside + 1] == " ")
            return f"{' ' * at}- {self.emit(value, Place(0, 0, flow=True), spaced)[0]}{self.eol}"
        quotes = {"'": Quote.SINGLE, '"': Quote.DOUBLE, "": Quote.PLAIN}
        styles = {
            self.value(key): replace(style, quote=quotes[one.style], date_shape=shape_of(one.value))
            for key, one in maps[-1].pairs
            if isinstance(key, Scalar) and isinstance(one, Scalar) and one.style in quotes
        }
        return "".join(self.block_lines([value], at, style, styles))

    def _item_prefix(self, node: Sequence, dashes: list[int]) -> str:
        """Return the indent, the dash and the blanks after it, as the author has them."""
        text = self.text
        for dash, item in zip(reversed(dashes), reversed(node.items), strict=True):
            start = line_start(text, dash)
            if item.start > dash + 1 and item.start == after_blanks(text, dash + 1):
                return text[start : item.start]
        return text[line_start(text, dashes[-1]) : dashes[-1]] + "- "


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
