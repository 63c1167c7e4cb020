"""`raw`, `comment` and `#`."""

from __future__ import annotations

import re

from editor.liquid.context import Context
from editor.liquid.errors import LiquidSyntaxError
from editor.liquid.lexer import raw_end
from editor.liquid.nodes import Literal, Render
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import BLANKS

_NOT_COMMENT = re.compile(r"\n\s*[^#\s]", re.ASCII)


class Raw(Tag):
    """`{% raw %}…{% endraw %}`: printed as it stands."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        if markup.strip(BLANKS):
            raise LiquidSyntaxError(f"Syntax Error in '{name}' - Valid syntax: {name}")
        parts: list[str] = []
        while (source := state.next_source()) is not None:
            end = raw_end(source, name)
            if end >= 0:
                parts.append(source[:end])
                break
            parts.append(source)
        else:
            raise LiquidSyntaxError(f"'{name}' tag was never closed")
        self._text = Literal("".join(parts), self.line, state.name)
        self.blank = not self._text

    def compile(self) -> Render:
        """See `Tag.compile`."""
        text = self._text

        def render(_context: Context, out: list[object]) -> None:
            out.append(text)

        return render


class Comment(Tag):
    """`{% comment %}…{% endcomment %}`: read, so that it has to be well formed, and not printed."""

    blank = True

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        body = state.new_body()
        while state.parse_body(body, name) is not None:
            pass  # a tag that nobody knows may stand in a comment

    def compile(self) -> Render:
        """See `Tag.compile`."""
        return _nothing


class InlineComment(Tag):
    """`{% # … %}`: each of its lines has to begin with `#`."""

    blank = True

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        if _NOT_COMMENT.search(markup):
            raise LiquidSyntaxError(
                "Syntax error in tag '#' - Each line of comments must be prefixed by the "
                "'#' character"
            )

    def compile(self) -> Render:
        """See `Tag.compile`."""
        return _nothing


def _nothing(context: Context, out: list[object]) -> None:
    """Print nothing."""
