"""jekyll-include-cache 0.2: `include`, printed once for each file and its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.drop import Drop
from editor.liquid.engine import text_of
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import build_of
from editor.theme.tags.include import Include

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render


class IncludeCached(Include):
    """`{% include_cached file.html key="value" %}` (`lib/jekyll-include-cache/tag.rb`)."""

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            file = self.find(context)
            given = self.parameters(context)
            key = (file.path, file.body, _identity(given))
            cache = build_of(context).cached_includes
            if key not in cache:
                inside: list[object] = []
                self.print_file(context, file, inside)
                cache[key] = text_of(inside)
            context.spend_output(len(cache[key]))
            out.append(cache[key])

        return render


def _identity(given: dict[str, object] | None) -> object:
    if given is None:
        return None
    values = (given[key] for key in sorted(given))
    return tuple(
        id(each) if isinstance(each, Drop) else ruby.identity(ruby.plain(each)) for each in values
    )


INCLUDE_CACHE = Plugin("jekyll-include-cache", tags={"include_cached": IncludeCached})
