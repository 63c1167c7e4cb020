"""`if`, `unless`, `case` and `ifchanged`."""

from __future__ import annotations

import re

from editor.liquid.conditions import comparison, parse_lax, parse_strict
from editor.liquid.context import Context
from editor.liquid.errors import LiquidSyntaxError
from editor.liquid.expressions import Evaluate, MethodLiteral, compile_expression, constant
from editor.liquid.lax import FRAGMENT, FRAGMENT_AT
from editor.liquid.nodes import Body, Render
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import BLANKS, to_s, truthy

_WHEN = re.compile(rf"({FRAGMENT})(?:(?:\s+or\s+|\s*,\s*)({FRAGMENT}.*))?", re.ASCII | re.DOTALL)


def _always(_context: Context) -> object:
    return True


class If(Tag):
    """`{% if %}…{% elsif %}…{% else %}…{% endif %}`; the first that holds is printed."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._blocks: list[tuple[Evaluate, Body]] = []
        body = self._add(state, markup)
        while (unknown := state.parse_body(body, name)) is not None:
            if unknown[0] == "elsif":
                body = self._add(state, unknown[1])
            elif unknown[0] == "else":
                body = state.new_body()
                self._blocks.append((_always, body))
            else:
                state.unknown_tag(unknown, name, body)
        self.blank = all(each.blank for _, each in self._blocks)
        if self.blank:
            for _, each in self._blocks:
                each.drop_text()

    def _add(self, state: ParseState, markup: str) -> Body:
        condition = state.selected(markup, parse_strict, parse_lax, self.line)
        body = state.new_body()
        self._blocks.append((condition, body))
        return body

    def compile(self) -> Render:
        """See `Tag.compile`."""
        blocks = tuple((condition, body.compile()) for condition, body in self._blocks)
        if len(blocks) == 1:
            ((only, then),) = blocks

            def render_one(context: Context, out: list[object]) -> None:
                value = only(context)
                if value is not None and value is not False:
                    then(context, out)

            return render_one

        def render(context: Context, out: list[object]) -> None:
            for condition, body in blocks:
                value = condition(context)
                if value is not None and value is not False:
                    body(context, out)
                    return

        return render


class Unless(If):
    """`{% unless %}`: as `if`, with the first condition turned round."""

    def compile(self) -> Render:
        """See `Tag.compile`."""
        (first, _), *_ = self._blocks
        self._blocks[0] = (lambda context: not truthy(first(context)), self._blocks[0][1])
        return super().compile()


class Case(Tag):
    """`{% case value %}{% when a, b or c %}…{% else %}…{% endcase %}`.

    Every `when` that fits is printed, and an `else` when none before it did.
    """

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = FRAGMENT_AT.search(markup)
        if found is None:
            raise LiquidSyntaxError("Syntax Error in 'case' - Valid syntax: case [condition]")
        self._left = compile_expression(found[0])
        if isinstance(self._left.value, MethodLiteral) and state.engine.since >= (5,):
            self._left = constant(object())  # `case empty` asks nothing there
        self._blocks: list[tuple[Evaluate | None, Body]] = []
        junk = body = state.new_body()
        bodies = [junk]
        while (unknown := state.parse_body(body, name)) is not None:
            if unknown[0] == "when":
                body = self._add_when(state, unknown[1])
            elif unknown[0] == "else":
                body = self._add_else(state, unknown[1])
            else:
                state.unknown_tag(unknown, name, body)
                continue
            bodies.append(body)
        self.blank = all(each.blank for each in bodies)
        if self.blank:
            for each in bodies[1:]:
                each.drop_text()

    def _add_when(self, state: ParseState, markup: str) -> Body:
        body = state.new_body()
        rest: str | None = markup
        while rest is not None:
            found = _WHEN.search(rest)
            if found is None:
                raise LiquidSyntaxError(
                    "Syntax Error in tag 'case' - Valid when condition: "
                    "{% when [condition] [or condition2...] %}"
                )
            test = comparison(self._left, "==", compile_expression(found[1]))
            self._blocks.append((test, body))
            rest = found[2]
        return body

    def _add_else(self, state: ParseState, markup: str) -> Body:
        if markup.strip(BLANKS):
            raise LiquidSyntaxError(
                "Syntax Error in tag 'case' - Valid else condition: {% else %} (no parameters) "
            )
        body = state.new_body()
        self._blocks.append((None, body))
        return body

    def compile(self) -> Render:
        """See `Tag.compile`."""
        compiled: dict[int, Render] = {}
        for _, body in self._blocks:
            compiled.setdefault(id(body), body.compile())
        blocks = tuple((test, compiled[id(body)]) for test, body in self._blocks)

        def render(context: Context, out: list[object]) -> None:
            found = False
            for test, body in blocks:
                if test is None:
                    if not found:
                        body(context, out)
                elif truthy(test(context)):
                    found = True
                    body(context, out)

        return render


class Ifchanged(Tag):
    """`{% ifchanged %}…{% endifchanged %}`: printed unless it is what was printed last time."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._body = state.parse_block(name)
        self.blank = self._body.blank

    def compile(self) -> Render:
        """See `Tag.compile`."""
        body = self._body.compile()

        def render(context: Context, out: list[object]) -> None:
            made: list[object] = []
            body(context, made)
            text = "".join(map(to_s, made))
            if text != context.registers.get("ifchanged"):
                context.registers["ifchanged"] = text
                out.append(text)

        return render
