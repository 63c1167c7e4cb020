"""What a template is made of once it is read: literal text, outputs and tags in a body.

A node is a closure `(context, out)` that appends to the output. Follows Liquid 5.4
`lib/liquid/block_body.rb`, also in when an error is noted and an interrupt ends a body.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from editor.liquid.context import Context
from editor.liquid.ruby import BLANKS

Render = Callable[[Context, list[object]], None]

_BLANK = re.compile(r"\s*\Z", re.ASCII)


class Literal(str):
    """A piece of literal text that knows where in which template it stands.

    Attributes:
        line: The line of its first character.
        template: The template's name.
    """

    __slots__ = ("line", "template")

    line: int
    template: str

    def __new__(cls, text: str, line: int, template: str) -> Literal:
        """Make a literal of a text."""
        made = super().__new__(cls, text)
        made.line = line
        made.template = template
        return made


@dataclass(slots=True)
class Node:
    """An output or a tag.

    Attributes:
        render: Prints it.
        line: Its line, for errors.
        silent: Whether it is a tag that prints nothing, so that its error is not shown either.
    """

    render: Render
    line: int
    silent: bool = False


class Body:
    """A list of nodes: a document, or the inside of a block."""

    def __init__(self, template: str = "") -> None:
        self.blank = True
        self._template = template
        self._nodes: list[Literal | Node] = []

    def add_text(self, text: str, line: int) -> None:
        """Append literal text."""
        self._nodes.append(Literal(text, line, self._template))
        if self.blank and not _BLANK.match(text):
            self.blank = False

    def add(self, node: Node, *, blank: bool) -> None:
        """Append an output or tag; `blank` tells whether it prints nothing by itself."""
        self._nodes.append(node)
        self.blank = self.blank and blank

    def trim_end(self) -> None:
        """Take the blanks at the end away, for a tag with a hyphen."""
        if self._nodes and isinstance(last := self._nodes[-1], Literal):
            self._nodes[-1] = Literal(last.rstrip(BLANKS), last.line, self._template)

    @property
    def literals(self) -> tuple[Literal, ...]:
        """The literal pieces that lie in no block of this body."""
        return tuple(each for each in self._nodes if isinstance(each, Literal))

    @property
    def ends_with_text(self) -> bool:
        """Whether the last node is literal text."""
        return bool(self._nodes) and isinstance(self._nodes[-1], Literal)

    def drop_text(self) -> None:
        """Take all literal text out: a block that prints nothing prints no blanks either."""
        self._nodes = [each for each in self._nodes if not isinstance(each, Literal)]

    def compile(self) -> Render:
        """Return the closure that prints the whole body; nothing may be added after it."""
        nodes = tuple(self._nodes)
        if not nodes:
            return _render_nothing
        if len(nodes) == 1 and isinstance(nodes[0], Literal):
            return _literal(nodes[0])
        return _sequence(nodes)


def _render_nothing(context: Context, out: list[object]) -> None:
    """Print nothing."""


def _literal(text: Literal) -> Render:
    def render(context: Context, out: list[object]) -> None:
        context.spend(1)
        out.append(text)

    return render


def _sequence(nodes: tuple[Literal | Node, ...]) -> Render:
    steps: tuple[Literal | Render, ...] = tuple(
        each if isinstance(each, Literal) else each.render for each in nodes
    )
    count = len(steps)

    def render(context: Context, out: list[object]) -> None:
        context.work += count
        if context.work >= context.check_at:
            context.spend(0)
        at = 0
        while at < count:
            try:
                while at < count:
                    step = steps[at]
                    if step.__class__ is Literal:
                        out.append(step)
                    else:
                        step(context, out)  # type: ignore[operator]
                        if context.interrupts:
                            return
                    at += 1
            except Exception as error:
                node = nodes[at]
                if isinstance(node, Literal):
                    raise
                context.handle(error, node.line, out, silent=node.silent)
                if context.interrupts:
                    return
                at += 1

    return render
