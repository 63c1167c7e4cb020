"""`for`, `tablerow`, `cycle`, `break` and `continue`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from editor.liquid.context import Context
from editor.liquid.drop import Range
from editor.liquid.errors import LiquidSyntaxError, RubyTypeError
from editor.liquid.expressions import Expression, compile_expression
from editor.liquid.lax import FRAGMENT, SEGMENT, TAG_ATTRIBUTES
from editor.liquid.nodes import Body, Render
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import (
    MOST_ITEMS,
    identity,
    inspect,
    is_array,
    joined,
    plain,
    to_i,
    to_integer,
    to_s,
    too_much,
)
from editor.liquid.strict import Parser
from editor.liquid.tags.loop_drops import ForloopDrop, TablerowloopDrop

_FOR = re.compile(rf"({SEGMENT}+)\s+in\s+((?:{FRAGMENT})+)\s*(reversed)?", re.ASCII)
_TABLE_ROW = re.compile(rf"(?<!\w)(\w++)\s++in\s+((?:{FRAGMENT})+)", re.ASCII)
_CYCLE_NAMED = re.compile(rf"({FRAGMENT})\s*:\s*(.*)", re.ASCII | re.DOTALL)
_CYCLE_SIMPLE = re.compile(FRAGMENT, re.ASCII)


class For(Tag):
    """`{% for item in list limit:n offset:n|continue reversed %}…{% else %}…{% endfor %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._to_integer = to_integer if state.engine.since >= (5,) else to_i_of
        self._limit: Expression | None = None
        self._offset: Expression | None = None
        self._continues = False
        self._variable, self._collection, self._loop, self._reversed = state.selected(
            markup, self._parse_strict, self._parse_lax, self.line
        )
        self._body = body = state.new_body()
        self._else: Body | None = None
        while (unknown := state.parse_body(body, name)) is not None:
            if unknown[0] != "else":
                state.unknown_tag(unknown, name, body)
                continue
            ends = self._else is not None  # a second `else` ends the block, as in Ruby
            self._else = body = state.new_body()
            if ends:
                break
        self.blank = self._body.blank and (self._else is None or self._else.blank)
        if self.blank:
            self._body.drop_text()
            if self._else is not None:
                self._else.drop_text()

    def _parse_strict(self, markup: str) -> tuple[str, Expression, str, bool]:
        parser = Parser(markup)
        variable = parser.consume("id")
        if not parser.accept_id("in"):
            raise LiquidSyntaxError("For loops require an 'in' clause")
        name = parser.expression()
        collection = compile_expression(name)
        is_reversed = parser.accept_id("reversed")
        while parser.look("id") and parser.look("colon", 1):
            attribute = parser.consume()
            if attribute not in ("limit", "offset"):
                raise LiquidSyntaxError(
                    "Invalid attribute in for loop. Valid attributes are limit and offset"
                )
            parser.consume()
            self._set(attribute, parser.expression())
        parser.consume("end_of_string")
        return variable, collection, f"{variable}-{name}", is_reversed

    def _parse_lax(self, markup: str) -> tuple[str, Expression, str, bool]:
        found = _FOR.match(markup)
        if found is None:
            raise LiquidSyntaxError(
                "Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]"
            )
        for name, value in TAG_ATTRIBUTES.findall(markup):
            self._set(name, value)
        collection = compile_expression(found[2])
        return found[1], collection, f"{found[1]}-{found[2]}", found[3] is not None

    def _set(self, name: str, value: str) -> None:
        if name == "offset":
            self._continues = value == "continue"
            self._offset = None if self._continues else compile_expression(value)
        elif name == "limit":
            self._limit = compile_expression(value)

    def compile(self) -> Render:
        """See `Tag.compile`."""
        body = self._body.compile()
        otherwise = None if self._else is None else self._else.compile()
        variable, loop_name = self._variable, self._loop

        def render(context: Context, out: list[object]) -> None:
            items = self._segment(context)
            length = len(items)
            if not length:
                if otherwise is not None:
                    otherwise(context, out)
                return
            stack = context.for_stack
            with context.scope() as scope:
                loop = ForloopDrop(loop_name, length, stack[-1] if stack else None)
                stack.append(loop)
                scope["forloop"] = loop
                try:
                    for item in items:
                        context.spend(1)
                        scope[variable] = item
                        body(context, out)
                        loop.at += 1
                        if context.interrupts and context.interrupts.pop() == "break":
                            break
                finally:
                    stack.pop()

        return render

    def _segment(self, context: Context) -> Sequence[object]:
        if self._continues:
            start = context.for_offsets.get(self._loop, 0)
        else:
            value = None if self._offset is None else plain(self._offset.evaluate(context))
            start = 0 if value is None else self._to_integer(value)
        collection = self._collection.evaluate(context)
        limit = None if self._limit is None else plain(self._limit.evaluate(context))
        end = None if limit is None else self._to_integer(limit) + start
        items = segment(collection, start, end)
        context.for_offsets[self._loop] = start + len(items)
        return items[::-1] if self._reversed else items


def segment(collection: object, start: int, end: int | None) -> Sequence[object]:
    """Return what a loop goes over (`Utils.slice_collection`); of a lazy list only that part.

    A text is one item, whatever the part; what is no collection has none.
    """
    collection = plain(collection)
    first = max(start, 0)
    last = None if end is None else max(end, 0)
    if isinstance(collection, str):
        return [collection] if collection else []
    if isinstance(collection, Range):
        items = collection.items()
        if len(items) > MOST_ITEMS and last is None:
            raise too_much("loops")
        return items[first:last]
    if is_array(collection):
        if first == 0 and last is None:
            return collection  # type: ignore[return-value]
        return collection[first:last]  # type: ignore[index,no-any-return]
    pairs: Iterable[object] | None = None
    if isinstance(collection, Mapping):
        pairs = ([key, value] for key, value in collection.items())
    elif hasattr(collection, "liquid_iter"):
        pairs = collection.liquid_iter()
    return [] if pairs is None else list(islice(pairs, first, last))


class TableRow(Tag):
    """`{% tablerow item in list cols:n limit:n offset:n %}…{% endtablerow %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = _TABLE_ROW.search(markup)
        if found is None:
            raise LiquidSyntaxError(
                "Syntax Error in 'table_row loop' - Valid syntax: "
                "table_row [item] in [collection] cols=3"
            )
        self._variable = found[1]
        self._collection = compile_expression(found[2])
        self._attributes = {
            key: compile_expression(value) for key, value in TAG_ATTRIBUTES.findall(markup)
        }
        self._body = state.parse_block(name)
        self.blank = self._body.blank

    def compile(self) -> Render:
        """See `Tag.compile`."""
        body = self._body.compile()
        variable = self._variable

        def render(context: Context, out: list[object]) -> None:
            collection = self._collection.evaluate(context)
            if collection is None or collection is False:
                return
            start = self._number(context, "offset") if "offset" in self._attributes else 0
            end = None
            if "limit" in self._attributes:
                end = start + self._number(context, "limit")
            items = segment(collection, start, end)
            columns = self._number(context, "cols")
            out.append('<tr class="row1">\n')
            with context.scope() as scope:
                loop = TablerowloopDrop(len(items), columns)
                scope["tablerowloop"] = loop
                for item in items:
                    context.spend(1)
                    scope[variable] = item
                    out.append(f'<td class="col{loop.column}">')
                    body(context, out)
                    out.append("</td>")
                    if loop.column == columns and loop.at != loop.length - 1:
                        out.append(f'</tr>\n<tr class="row{loop.row + 1}">')
                    loop.advance()
            out.append("</tr>\n")

        return render

    def _number(self, context: Context, name: str) -> int:
        expression = self._attributes.get(name)
        return 0 if expression is None else to_i_of(plain(expression.evaluate(context)))


def to_i_of(value: object) -> int:
    """Return a value as Ruby's `to_i` reads it.

    Raises:
        RubyTypeError: A list, hash or truth value has no `to_i`.
    """
    if value is None:
        return 0
    if isinstance(value, str):
        return to_i(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value)
    raise RubyTypeError("undefined method `to_i'")


class Cycle(Tag):
    """`{% cycle name: a, b, c %}`: prints one after the other, round and round."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        if (found := _CYCLE_NAMED.match(markup)) is not None:
            self._values = _cycle_values(found[2])
            self._name: Expression | None = compile_expression(found[1])
        elif _CYCLE_SIMPLE.match(markup):
            self._values = _cycle_values(markup)
            self._name = None
        else:
            raise LiquidSyntaxError(
                "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]"
            )

    def compile(self) -> Render:
        """See `Tag.compile`."""
        values, name = self._values, self._name
        # Ruby names a nameless cycle by printing its values; a variable prints as itself alone.
        own: object = object()
        if all(each.constant for each in values):
            own = inspect([each.value for each in values])

        def render(context: Context, out: list[object]) -> None:
            key = own if name is None else identity(name.evaluate(context))
            if isinstance(own, str) and name is None:
                key = identity(own)
            at = context.cycles.get(key, 0)
            value = values[at].evaluate(context) if at < len(values) else None
            text = joined(value) if is_array(value) else to_s(value)  # type: ignore[arg-type]
            context.spend_output(len(text))
            out.append(text)
            context.cycles[key] = at + 1 if at + 1 < len(values) else 0

        return render


def _cycle_values(markup: str) -> list[Expression]:
    values: list[Expression] = []
    for part in markup.split(","):
        found = _CYCLE_SIMPLE.search(part)
        if found is not None:
            values.append(compile_expression(found[0]))
    # Ruby leaves out nil and what is written as one.
    return [each for each in values if not (each.constant and each.value is None)]


class Break(Tag):
    """`{% break %}`: ends the loop."""

    def compile(self) -> Render:
        """See `Tag.compile`."""

        def render(context: Context, _out: list[object]) -> None:
            context.interrupts.append("break")

        return render


class Continue(Tag):
    """`{% continue %}`: goes on with the loop's next item."""

    def compile(self) -> Render:
        """See `Tag.compile`."""

        def render(context: Context, _out: list[object]) -> None:
            context.interrupts.append("continue")

        return render
