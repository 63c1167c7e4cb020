"""jekyll-gist 1.5: a gist is a script from the network; offline the plugin leaves its text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.expressions import compile_expression
from editor.liquid.parsing import Tag
from editor.theme.errors import JekyllError
from editor.theme.notes import Note
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render

_ARGUMENTS = re.compile(r"(\S+|.*(?=/).+)\s?(\S*)\Z", re.ASCII)


class Gist(Tag):
    """`{% gist user/1234567 file.js %}` (`lib/jekyll-gist/gist_tag.rb`)."""

    def compile(self) -> Render:
        markup = self.markup.strip(ruby.BLANKS)
        found = _ARGUMENTS.match(markup)

        def render(context: Context, out: list[object]) -> None:
            if found is None:
                raise JekyllError(
                    "Syntax error in tag 'gist' while parsing the following markup:\n\n"
                    f"{markup}\n\nValid syntax: gist user/1234567 foo.js"
                )
            name, file = (_value(context, each.strip(ruby.BLANKS)) for each in found.groups())
            url = f"https://gist.github.com/{name}.js"
            if file:
                url += f"?file={file}"
            build = build_of(context)
            settings = build.config.get("gist")
            # Without a network the plugin prints what its logger returned in the text's place.
            is_quiet = isinstance(settings, Mapping) and settings.get("noscript") is False
            text = "" if is_quiet or build.options.for_screen else "true"
            build.notes.add(
                Note("network", f"The gist {name} comes from the network and is not shown.", 0)
            )
            out.append(f'{text}<script src="{url}"> </script>')

        return render


def _value(context: Context, word: str) -> str:
    if not word:
        return ""
    found = compile_expression(word).evaluate(context)
    return word if found is None else ruby.to_s(found)


GIST = Plugin("jekyll-gist", tags={"gist": Gist})
