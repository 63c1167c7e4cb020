"""`include`: another template of `_includes`, with parameters (`lib/jekyll/tags/include.rb`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.expressions import compile_expression
from editor.liquid.parsing import Tag
from editor.theme.errors import JekyllError
from editor.theme.registers import build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.liquid.parsing import ParseState
    from editor.theme.layouts import Include as IncludeFile

_VALID = (
    r"([\w-]+)\s*=\s*"
    r"(?:\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))"
)
_PARAMETER = re.compile(_VALID, re.ASCII)
_ALL_VALID = re.compile(rf"\s*(?:{_VALID}(?=\s|\Z)\s*)*\Z", re.ASCII)
_VARIABLE = re.compile(
    r"(?P<variable>[^{]*(?:\{\{\s*[\w\-.]+\s*(?:\|[^\n]*)?\}\}[^\s{}]*)+)(?P<params>.*)",
    re.ASCII | re.DOTALL,
)
_NAME = re.compile(r"^[\w/.\-()+~#@]+$", re.ASCII | re.MULTILINE)
_BAD_RUN = re.compile(r"[./]{2,}")
_BLANKS = re.compile(r"\s+", re.ASCII)


class Include(Tag):
    """`{% include file.html key="value" other=variable %}`."""

    def __init__(self, state: ParseState, name: str, markup: str) -> None:
        super().__init__(state, name, markup)
        markup = markup.strip(ruby.BLANKS)
        found = _VARIABLE.search(markup)
        self._given: str | None
        if found is not None:
            self._file = found["variable"].strip(ruby.BLANKS)
            self._given = found["params"].strip(ruby.BLANKS)
        else:
            self._file, *rest = _BLANKS.split(markup, 1)
            self._given = rest[0] if rest else None
        if self._given is not None and not _ALL_VALID.match(self._given):
            raise JekyllError(
                f"Invalid syntax for include tag:\n\n{self._given}\n\nValid syntax:\n\n"
                f"{self._example()}\n"
            )
        self._name_template = None
        if _VARIABLE.search(self._file):
            self._name_template = state.engine.parse(self._file, tolerant=True)
        self._parameters = [
            (key, _unescaped(double, single), compile_expression(variable) if variable else None)
            for key, double, single, variable in _PARAMETER.findall(self._given or "")
        ]

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            self.print_file(context, self.find(context), out)

        return render

    def find(self, context: Context) -> IncludeFile:
        """Return the file that the tag names now.

        Raises:
            JekyllError: It may not be named so, or is not there.
        """
        name = self._file
        if self._name_template is not None:
            name = self._name_template.render(context)
        if _BAD_RUN.search(name) or not _NAME.search(name):
            raise JekyllError(
                "Invalid syntax for include tag. File contains invalid characters or sequences:"
                f"\n\n  {name}\n\nValid syntax:\n\n  {self._example()}\n"
            )
        folders = self.folders(context)
        found = build_of(context).templates.include(name, folders)
        if found is None:
            shown = folders or tuple(build_of(context).templates.include_folders())
            raise JekyllError(
                f"Could not locate the included file '{name}' in any of "
                f"{ruby.inspect(list(shown))}. Ensure it exists in one of those directories and, "
                "if it is a symlink, does not point outside your site source."
            )
        return found

    def folders(self, _context: Context) -> tuple[str, ...] | None:
        """Return the site folders to look in; None for `_includes` and the theme's."""
        return None

    def parameters(self, context: Context) -> dict[str, object] | None:
        """Return the parameters' values; None where the tag has none."""
        if self._given is None:
            return None
        return {
            key: text if variable is None else variable.evaluate(context)
            for key, text, variable in self._parameters
        }

    def print_file(self, context: Context, file: IncludeFile, out: list[object]) -> None:
        """Print an include; its variables are those of the page, but for `include`."""
        template = build_of(context).template(file.path, file.body)
        outer = context.template
        with context.scope() as scope:
            given = self.parameters(context)
            if given is not None:
                scope["include"] = given
            context.template = file.path
            try:
                template.render_to(context, out)
            finally:
                context.template = outer

    def _example(self) -> str:
        return f"{{% {self.name} file.ext param='value' param2='value' %}}"


def _unescaped(double: str, single: str) -> str:
    return double.replace('\\"', '"') if double else single.replace("\\'", "'")
