"""`link`: the address of a file of the site (`lib/jekyll/tags/link.rb`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.parsing import Tag
from editor.theme.errors import JekyllError
from editor.theme.filters.urls import relative
from editor.theme.registers import build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.liquid.parsing import ParseState


class Link(Tag):
    """`{% link _posts/2024-01-01-a.md %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._path = state.engine.parse(markup.strip(ruby.BLANKS), tolerant=True)

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            build = build_of(context)
            path = self._path.render(context)
            url = build.address_of(path)
            if url is None:
                raise JekyllError(
                    f"Could not find document '{path}' in tag 'link'.\n\n"
                    "Make sure the document exists and the path is correct.\n"
                )
            out.append(relative(build.config, url))

        return render
