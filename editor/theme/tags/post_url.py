"""`post_url`: the address of a post by its file's name (`lib/jekyll/tags/post_url.rb`)."""

from __future__ import annotations

import re
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

_NAME = re.compile(r"^(.+/)*(\d+-\d+-\d+)-(.*)$", re.ASCII | re.MULTILINE)


class PostUrl(Tag):
    """`{% post_url 2024-01-01-a %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        self._name = markup.strip(ruby.BLANKS)
        if not _NAME.search(self._name.removeprefix("/")):
            raise JekyllError(
                f"Could not parse name of post \"{self._name}\" in tag 'post_url'.\n"
                " Make sure the post exists and the name is correct.\n"
                " Jekyll::Errors::InvalidPostNameError: "
                f"'{self._name}' does not contain valid date and/or title.\n"
            )

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            build = build_of(context)
            url = build.post_address(self._name)
            if url is None:
                raise JekyllError(
                    f"Could not find post \"{self._name}\" in tag 'post_url'.\n"
                    "Make sure the post exists and the name is correct.\n"
                )
            out.append(relative(build.config, url))

        return render
