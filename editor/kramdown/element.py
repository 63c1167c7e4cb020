"""One node of the tree that the parser builds and the converter prints (`element.rb`)."""

from __future__ import annotations

from typing import Any

_BLOCK = frozenset(
    "blank p header blockquote codeblock ul ol li dl dt dd table td hr".split()  # noqa: SIM905
)


class Element:
    """A node: its type is kramdown's name for it, its value and options depend on the type.

    Hot: a long article makes a hundred thousand of these, so nothing is computed here.
    """

    __slots__ = ("attr", "children", "options", "type", "value")

    def __init__(
        self,
        type: str,  # noqa: A002
        value: Any = None,
        attr: dict[str, str | None] | None = None,
        **options: Any,
    ) -> None:
        """Make a node without children."""
        self.type = type
        self.value = value
        self.attr: dict[str, str | None] = {} if attr is None else attr
        self.options: dict[str, Any] = options
        self.children: list[Element] = []

    @property
    def is_block(self) -> bool:
        """Whether the node is a block; some types carry that in their options."""
        return self.type in _BLOCK or self.options.get("category") == "block"

    def copy(self) -> Element:
        """Return a copy of the node and of all below it."""
        clone = Element(self.type, self.value, dict(self.attr))
        clone.options = dict(self.options)
        clone.children = [child.copy() for child in self.children]
        return clone

    def __repr__(self) -> str:
        return f"<{self.type} {self.value!r} {self.attr} {self.children}>"


def text_of(element: Element) -> str:
    """Return the value of a text element, putting its pieces together."""
    if isinstance(element.value, list):
        element.value = "".join(element.value)
    value: str = element.value
    return value


def finish_text(element: Element) -> None:
    """Put the pieces of all texts directly below `element` together."""
    for child in element.children:
        if isinstance(child.value, list):
            child.value = "".join(child.value)
