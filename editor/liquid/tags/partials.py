"""`render`: another template, which sees nothing of this one's variables."""

from __future__ import annotations

import re

from editor.liquid.context import Context
from editor.liquid.drop import Range
from editor.liquid.errors import FileSystemError, LiquidSyntaxError
from editor.liquid.expressions import compile_expression
from editor.liquid.lax import FRAGMENT, QUOTED, SEGMENT, TAG_ATTRIBUTES
from editor.liquid.nodes import Render
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import is_array
from editor.liquid.tags.loop_drops import ForloopDrop
from editor.liquid.tags.loops import segment

_RENDER = re.compile(
    rf"({QUOTED}+)(?:\s+(with|for)\s+((?:{FRAGMENT})+))?(?:\s+as\s+({SEGMENT}+))?", re.ASCII
)


class RenderPartial(Tag):
    """`{% render "name" with|for value as name, key: value %}` (`tags/render.rb`)."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        found = _RENDER.search(markup)
        if found is None:
            raise LiquidSyntaxError(
                "Syntax error in tag 'render' - Template name must be a quoted string"
            )
        self._engine = state.engine
        self._template = found[1][1:-1]
        self._loops = found[2] == "for"
        self._value = None if found[3] is None else compile_expression(found[3])
        self._alias = found[4] or self._template.split("/")[-1]
        self._attributes = [
            (key, compile_expression(value)) for key, value in TAG_ATTRIBUTES.findall(markup)
        ]

    def compile(self) -> Render:
        """See `Tag.compile`."""

        def render(context: Context, out: list[object]) -> None:
            template = self._load(context)
            value = None if self._value is None else self._value.evaluate(context)
            items: list[object] | None = None
            if self._loops and (is_array(value) or isinstance(value, Range)):
                items = list(segment(value, 0, None))
            loop = None if items is None else ForloopDrop(self._template, len(items), None)
            context.disabled_tags["include"] = context.disabled_tags.get("include", 0) + 1
            try:
                for item in [value] if items is None else items:
                    inner = context.isolated()
                    inner.template = self._template
                    if loop is not None:
                        inner.set_local("forloop", loop)
                    for key, each in self._attributes:
                        inner.set_local(key, each.evaluate(context))
                    if item is not None:
                        inner.set_local(self._alias, item)
                    template(inner, out)
                    context.work = inner.work
                    if loop is not None:
                        loop.at += 1
            finally:
                context.disabled_tags["include"] -= 1

        return render

    def _load(self, context: Context) -> Render:
        cache = context.partials
        if self._template not in cache:
            partials = self._engine.partials
            source = None if partials is None else partials(self._template)
            if source is None:
                raise FileSystemError(
                    "This liquid context does not allow includes."
                    if partials is None
                    else f"No such template '{self._template}'"
                )
            cache[self._template] = self._engine.parse(source, name=self._template).render_to
        return cache[self._template]
