"""Reading a template: tokens become nodes, tags read their own blocks.

Follows Liquid 5.4 `lib/liquid/block_body.rb`, `block.rb`, `document.rb`, `tag.rb` and
`parse_context.rb`. A tag is a class:

    class Note(Tag):
        def __init__(self, state, name, markup):
            super().__init__(state, name, markup)
            self._body = state.parse_block(name)        # a block: up to `endnote`

        def compile(self):
            body = self._body.compile()
            def render(context, out):
                out.append("<aside>")
                body(context, out)
                out.append("</aside>")
            return render
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from editor.liquid.errors import (
    LiquidError,
    LiquidSyntaxError,
    StackLevelError,
)
from editor.liquid.lexer import Kind, Token, tokens
from editor.liquid.nodes import Body, Node, Render
from editor.liquid.ruby import BLANKS
from editor.liquid.variable import compile_output

if TYPE_CHECKING:
    from editor.liquid.context import Context

_LIQUID_LINE = re.compile(r"\s*(#|\w+)\s*(.*)", re.ASCII | re.DOTALL)
_DEEPEST = 100

T = TypeVar("T")
Unknown = tuple[str, str]
"""A tag that a body does not know, which may be its block's: its name and markup."""


class Tag:
    """A tag as it was read.

    Attributes:
        name: Its name.
        markup: What stands behind the name.
        line: Its line.
        blank: Whether it prints nothing by itself (`assign`), so that a block of such tags and
            blanks prints nothing at all.
    """

    blank = False

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        """Read the tag; a block reads its body from `state`.

        Raises:
            LiquidSyntaxError: It cannot be read.
        """
        self.name = name
        self.markup = markup
        self.line = state.line

    def compile(self) -> Render:
        """Return the closure that prints the tag."""
        raise NotImplementedError


class Readable(Protocol):
    """A template that was read."""

    def render(self, values: object = None) -> str:
        """Return what it prints."""

    def render_to(self, context: Context, out: list[object]) -> None:
        """Append what it prints to a list of output."""


class Dialect(Protocol):
    """What a template is read with: the `Engine`, whose attributes these are."""

    @property
    def tags(self) -> Mapping[str, type[Tag]]:
        """Every tag by its name."""

    @property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Every filter by its name."""

    @property
    def since(self) -> tuple[int, ...]:
        """The version of Liquid to be."""

    @property
    def error_mode(self) -> str:
        """`warn`, `lax` or `strict`."""

    @property
    def partials(self) -> Callable[[str], str | None] | None:
        """Gives the source of a template that `render` names."""

    def parse(self, text: str, *, name: str = "", tolerant: bool = False) -> Readable:
        """Read another template."""


class ParseState:
    """A template being read.

    Attributes:
        engine: Its tags and filters.
        text: The source.
        name: The template's name.
        line: The line that Ruby would report just now.
        warnings: Where something was read the lax way.
        problems: What could not be read, where that is tolerated.
    """

    def __init__(
        self, engine: Dialect, text: str, *, name: str = "", tolerant: bool = False, line: int = 1
    ) -> None:
        self.engine = engine
        self.text = text
        self.name = name
        self.line = line
        self.warnings: list[LiquidSyntaxError] = []
        self.problems: list[LiquidError] = []
        self._tolerant = tolerant
        self._source: _Tokens | _Lines = _Tokens(text, line)
        self._trim = False
        self._depth = 0
        self._failed: list[str] = []

    # For tags

    @property
    def filters(self) -> Mapping[str, Callable[..., object]]:
        """Every filter by its name."""
        return self.engine.filters

    def new_body(self) -> Body:
        """Return an empty body for `parse_body`."""
        return Body(self.name)

    def parse_block(self, name: str) -> Body:
        """Read the body of a block up to `end` + name.

        Raises:
            LiquidSyntaxError: It is never closed, or holds a tag that nobody knows.
        """
        body = self.new_body()
        while (unknown := self.parse_body(body, name)) is not None:
            self.unknown_tag(unknown, name, body)
        return body

    def parse_body(self, body: Body, name: str, *, block_name: str = "") -> Unknown | None:
        """Read on into a body until a tag that no one knows, such as `else`.

        Args:
            body: Where the nodes go.
            name: The block's name; `end` + name ends it.
            block_name: What the block is called in the error of an unclosed one.

        Returns:
            That tag's name and markup, or None at the block's end.

        Raises:
            LiquidSyntaxError: The block is never closed.
            StackLevelError: A hundred blocks lie in each other.
        """
        if self._depth >= _DEEPEST:
            raise StackLevelError("Nesting too deep")
        self._depth += 1
        try:
            unknown = self._parse(body)
        finally:
            self._depth -= 1
        if unknown is None:
            error = LiquidSyntaxError(f"'{block_name or name}' tag was never closed")
            self.refuse(error, name, body)
            return None
        return None if unknown[0] == "end" + name else unknown

    def unknown_tag(self, unknown: Unknown, name: str, body: Body, delimiter: str = "") -> None:
        """Refuse a tag that stands in a block and that nobody knows.

        Args:
            unknown: The tag.
            name: The block's name.
            body: Where the error is shown when it is tolerated.
            delimiter: What ends the block, if not `end` + name.

        Raises:
            LiquidSyntaxError: In Ruby's words.
        """
        tag = unknown[0]
        if tag == "else":
            error = LiquidSyntaxError(f"{name} tag does not expect 'else' tag")
        elif tag.startswith("end"):
            closing = delimiter or "end" + name
            error = LiquidSyntaxError(
                f"'{tag}' is not a valid delimiter for {name} tags. use {closing}"
            )
        else:
            error = LiquidSyntaxError(f"Unknown tag '{tag}'")
        self.refuse(error, tag, body)

    def refuse(self, error: LiquidError, tag: str, body: Body) -> None:
        """Raise an error about a tag, or note it in the body where that is tolerated.

        Raises:
            LiquidError: The error, if nothing is tolerated.
        """
        if not self._tolerant:
            raise error
        if tag.startswith("end") and tag[3:] in self._failed:
            self._failed.remove(tag[3:])  # its beginning was shown as an error already
            return
        self._failed.append(tag)
        error.line = error.line or self.line
        self.problems.append(error)

        def render(_context: Context, _out: list[object]) -> None:
            raise copy.copy(error)

        body.add(Node(render, self.line), blank=False)

    def next_source(self) -> str | None:
        """Return the next token's source and pass it, for blocks whose inside is not read."""
        return self._source.next_source()

    def warn_or_raise(self, error: LiquidSyntaxError, context: str, line: int = 0) -> None:
        """Note that something is read the lax way; under `strict` it is an error.

        Raises:
            LiquidSyntaxError: The engine is strict.
        """
        error.line = line or self.line
        error.context = context
        if self.engine.error_mode == "strict":
            raise error
        if self.engine.error_mode == "warn":
            self.warnings.append(error)

    def selected(
        self, markup: str, strict: Callable[[str], T], lax: Callable[[str], T], line: int
    ) -> T:
        """Read a tag's markup the strict way, else the lax way, as the mode wants it.

        Args:
            markup: What is read.
            strict: The strict reading; its `LiquidSyntaxError` leads to the other.
            lax: The lax reading.
            line: The line of the tag, where its block may have led further.
        """
        if self.engine.error_mode == "lax":
            return lax(markup)
        try:
            return strict(markup)
        except LiquidSyntaxError as error:
            self.warn_or_raise(error, f'in "{markup.strip(BLANKS)}"', line)
            return lax(markup)

    def compile_output(self, markup: str) -> Render:
        """Compile the inside of an output."""
        return compile_output(self, markup)

    # Reading

    def parse_document(self) -> Body:
        """Read the whole template and return its nodes.

        Raises:
            LiquidSyntaxError: Something in it cannot be read.
        """
        body = self.new_body()
        while (unknown := self._parse(body)) is not None:
            tag = unknown[0]
            outer = tag in ("else", "end")
            message = f"Unexpected outer '{tag}' tag" if outer else f"Unknown tag '{tag}'"
            self.refuse(LiquidSyntaxError(message), tag, body)
        return body

    def _parse(self, body: Body) -> Unknown | None:
        self.line = self._source.line
        while True:
            source = self._source
            if isinstance(source, _Lines):
                name_and_markup = source.next_tag()
                if name_and_markup is None:
                    self.line = source.line
                    return None
                name, markup = name_and_markup
                self.line = source.line - 1
            else:
                token = source.next_token()
                if token is None:
                    return None
                if token.kind is Kind.TEXT:
                    self._add_text(body, token)
                    self.line = source.line
                    continue
                if token.trim_left:
                    body.trim_end()
                self._trim = token.trim_right
                if token.problem:
                    self.refuse(LiquidSyntaxError(token.problem), "", body)
                    continue
                if token.kind is Kind.OUTPUT:
                    self._add_output(body, token)
                    self.line = source.line
                    continue
                if self.engine.since >= (5,):
                    self.line += token.markup_line - token.line
                name, markup = token.name, token.markup
                if name == "liquid" and "liquid" in self.engine.tags:
                    self._parse_liquid_tag(markup, body)
                    continue
            tag = self.engine.tags.get(name)
            if tag is None:
                return name, markup
            self._add_tag(body, tag, name, markup)
            self.line = self._source.line

    def _add_text(self, body: Body, token: Token) -> None:
        text, line = token.markup, token.line
        if self._trim:
            kept = text.lstrip(BLANKS)
            line += text.count("\n", 0, len(text) - len(kept))
            text = kept
            self._trim = False
        if text:
            body.add_text(text, line)

    def _add_output(self, body: Body, token: Token) -> None:
        try:
            render = self.compile_output(token.markup)
        except LiquidError as error:
            self.refuse(error, "", body)
        else:
            body.add(Node(render, self.line), blank=False)

    def _add_tag(self, body: Body, tag: type[Tag], name: str, markup: str) -> None:
        line = self.line
        try:
            made = tag(self, name, markup)
            render = made.compile()
            if made.blank and not tag.blank and self.engine.since < (5,):
                render = _unprinted(render)  # Liquid 4 drops whatever a blank block prints
        except LiquidError as error:
            self.refuse(error, name, body)
        else:
            body.add(Node(render, line, silent=made.blank), blank=made.blank)

    def _parse_liquid_tag(self, markup: str, body: Body) -> None:
        outer = self._source
        self._source = _Lines(markup, self.line)
        try:
            while (unknown := self._parse(body)) is not None:
                self.unknown_tag(unknown, "liquid", body, "%}")
        finally:
            self._source = outer


def _unprinted(render: Render) -> Render:
    def unprinted(context: Context, _out: list[object]) -> None:
        render(context, [])

    return unprinted


class _Tokens:
    """The tokens of a text.

    Attributes:
        line: The line of the next one.
    """

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._tokens: Iterator[Token] = tokens(text, line=line)
        self._next = next(self._tokens, None)
        self.line = line

    def next_token(self) -> Token | None:
        token = self._next
        if token is not None:
            self._next = next(self._tokens, None)
            if self._next is not None:
                self.line = self._next.line
            else:
                self.line = token.line + self._text.count("\n", token.start, token.end)
        return token

    def next_source(self) -> str | None:
        token = self.next_token()
        return None if token is None else self._text[token.start : token.end]


class _Lines:
    """The lines of a `liquid` tag, a tag each.

    Attributes:
        line: The line of the next one.
    """

    def __init__(self, markup: str, line: int) -> None:
        # As Ruby's `split`, which leaves out what is empty at the end.
        self._lines = iter(markup.rstrip("\n").split("\n") if markup.strip("\n") else ())
        self.line = line

    def next_source(self) -> str | None:
        source = next(self._lines, None)
        if source is not None:
            self.line += 1
        return source

    def next_tag(self) -> Unknown | None:
        while (source := self.next_source()) is not None:
            if source.strip(BLANKS):
                found = _LIQUID_LINE.fullmatch(source)
                return (source, source) if found is None else (found[1], found[2])
        return None
