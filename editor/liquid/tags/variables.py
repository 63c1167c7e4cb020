"""`assign`, `capture`, `increment`, `decrement` and `echo`."""

from __future__ import annotations

import re

from editor.liquid.context import Context, look_up
from editor.liquid.errors import LiquidSyntaxError
from editor.liquid.expressions import MethodLiteral
from editor.liquid.lax import SIGNATURE
from editor.liquid.nodes import Render
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import BLANKS, to_s, truthy
from editor.liquid.variable import compile_output, compile_value

# As Ruby's `VariableSignature+ \s* = \s* (.*) \s*`; the look-behinds leave out only places from
# which a match would have begun further left, so that a long word without `=` is read once.
_C = r"[\w\-.\[\]]"
_ASSIGN = re.compile(
    rf"(?<!{_C})(?<!{_C}\()(?<!{_C}\))(?<!{_C}\)\()({SIGNATURE}++)\s*+=\s*(.*)",
    re.ASCII | re.DOTALL,
)
_CAPTURE = re.compile(rf"{SIGNATURE}+", re.ASCII)


class Assign(Tag):
    """`{% assign name = value | filter %}`: sets a variable in the outermost scope."""

    blank = True

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = _ASSIGN.search(markup)
        if found is None:
            raise LiquidSyntaxError(
                "Syntax Error in 'assign' - Valid syntax: assign [var] = [source]"
            )
        self._to = found[1]
        self._value = compile_value(state, found[2])

    def compile(self) -> Render:
        """See `Tag.compile`."""
        to, value = self._to, self._value

        def render(context: Context, _out: list[object]) -> None:
            found = value(context)
            context.assign(to, "" if found.__class__ is MethodLiteral else found)

        return render


class Capture(Tag):
    """`{% capture name %}…{% endcapture %}`: sets a variable to what the block prints."""

    blank = True

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = _CAPTURE.search(markup)
        if found is None:
            raise LiquidSyntaxError("Syntax Error in 'capture' - Valid syntax: capture [var]")
        self._to = found[0]
        self._body = state.parse_block(name)

    def compile(self) -> Render:
        """See `Tag.compile`."""
        to, body = self._to, self._body.compile()

        def render(context: Context, _out: list[object]) -> None:
            captured: list[object] = []
            body(context, captured)
            text = "".join(map(to_s, captured))
            context.spend_output(len(text))
            context.assign(to, text)

        return render


class _Counter(Tag):
    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._variable = markup.strip(BLANKS)

    def _current(self, context: Context) -> object:
        if self._variable in context.counters:
            value = context.counters[self._variable]
        else:
            found = look_up(context.environments[0], self._variable) if context.environments else 0
            value = found
        return value if isinstance(value, (int, float)) and truthy(value) else _number(value)


def _number(value: object) -> int:
    if isinstance(value, str) or (value is not None and hasattr(value, "__len__")):
        raise TypeError("no number to count from")
    return 0


class Increment(_Counter):
    """`{% increment name %}`: prints a counter and adds one."""

    def compile(self) -> Render:
        """See `Tag.compile`."""
        variable = self._variable

        def render(context: Context, out: list[object]) -> None:
            value = self._current(context)
            context.counters[variable] = value + 1  # type: ignore[operator]
            out.append(to_s(value))

        return render


class Decrement(_Counter):
    """`{% decrement name %}`: takes one from a counter and prints it."""

    def compile(self) -> Render:
        """See `Tag.compile`."""
        variable = self._variable

        def render(context: Context, out: list[object]) -> None:
            value = self._current(context) - 1  # type: ignore[operator]
            context.counters[variable] = value
            out.append(to_s(value))

        return render


class Echo(Tag):
    """`{% echo value | filter %}`: an output as a tag."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._render = compile_output(state, markup)

    def compile(self) -> Render:
        """See `Tag.compile`."""
        return self._render
