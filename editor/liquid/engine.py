"""The engine: which tags and filters there are, and how a template is read with them.

    engine = Engine(tags={"include": Include}, filters={"slugify": slugify}, since=(4, 0, 4))
    template = engine.parse(source, name="_layouts/post.html")
    html = template.render({"page": page})

A **filter** is a function `(context, value, *arguments)`; arguments with a name arrive together as
one dict at the end, as Ruby's do. A wrong number of arguments is Liquid's error, worked out from
the function's signature. A **tag** is a class as in `tags.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.liquid.context import Budgets, Clock, Context, too_deep
from editor.liquid.errors import LiquidError, LiquidSyntaxError
from editor.liquid.filters import Filter, standard_filters
from editor.liquid.nodes import Body
from editor.liquid.parsing import ParseState, Tag
from editor.liquid.ruby import to_s
from editor.liquid.tags import standard_tags

Version = tuple[int, ...]

NEWEST: Version = (5, 4)
GITHUB_PAGES: Version = (4, 0, 4)
"""The version of Jekyll 4.4 and of GitHub Pages; what a site without a `Gemfile.lock` has."""


class Engine:
    """Tags, filters and the version; may be used for any number of templates.

    Attributes:
        tags: Every tag by its name.
        filters: Every filter by its name.
        since: The version of Liquid to be.
        error_mode: `warn` (strict, and lax where that fails, noted as a warning), `lax` (the same
            in silence, and tags the lax way only) or `strict`, as Jekyll's `liquid.error_mode`.
        partials: Gives the source of a template that `render` names, None where there is none.
    """

    def __init__(
        self,
        tags: Mapping[str, type[Tag]] | None = None,
        filters: Mapping[str, Filter] | None = None,
        *,
        since: Version | str = NEWEST,
        error_mode: str = "warn",
        partials: Callable[[str], str | None] | None = None,
    ) -> None:
        self.since = _version(since)
        self.tags: dict[str, type[Tag]] = standard_tags(self.since) | dict(tags or {})
        self.filters: dict[str, Filter] = standard_filters(self.since) | dict(filters or {})
        self.error_mode = error_mode
        self.partials = partials

    def parse(
        self, text: str, *, name: str = "", tolerant: bool = False, line: int = 1
    ) -> Template:
        """Read a template.

        Args:
            text: Its source.
            name: What it is called in errors of included templates; literal pieces bear it too.
            tolerant: A tag that cannot be read is shown as its error in its place (by the
                context's `show_error`), and the rest of the template is read.
            line: The number of its first line.

        Raises:
            LiquidSyntaxError: A tag or block that stops Jekyll's build; not when tolerant.
            BudgetExceeded: Blocks lie too deep in each other.
        """
        state = ParseState(self, text, name=name, tolerant=tolerant, line=line)
        try:
            body = state.parse_document()
        except RecursionError:
            raise too_deep() from None
        except LiquidError as error:
            error.line = error.line or state.line
            raise
        return Template(body, name, tuple(state.warnings), tuple(state.problems))


class Template:
    """A template that was read; may be rendered any number of times.

    Attributes:
        name: What it is called.
        warnings: Where it was read the lax way, in Ruby's words.
        problems: What could not be read, when it was read tolerantly.
        literals: Its literal pieces outside of every block; printed, they are these very objects.
        ends_with_text: Whether nothing follows the last of them.
    """

    def __init__(
        self,
        body: Body,
        name: str,
        warnings: tuple[LiquidSyntaxError, ...] = (),
        problems: tuple[LiquidError, ...] = (),
    ) -> None:
        self.name = name
        self.warnings = warnings
        self.problems = problems
        self.literals = body.literals
        self.ends_with_text = body.ends_with_text
        self._render = body.compile()

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        name: str = "",
        tags: Mapping[str, type[Tag]] | None = None,
        filters: Mapping[str, Filter] | None = None,
        since: Version | str = NEWEST,
    ) -> Template:
        """Read one template; for more than one, keep an `Engine`."""
        return Engine(tags, filters, since=since).parse(text, name=name)

    def render(self, values: object = None) -> str:
        """Return what the template prints.

        Args:
            values: The variables (a mapping or a drop), or a `Context` that has them.

        Raises:
            LiquidError: An error, unless the context shows errors in their place.
            BudgetExceeded: The template does more than it may.
        """
        context = values if isinstance(values, Context) else Context(values)
        return text_of(self.pieces(context))

    def pieces(self, context: Context) -> list[object]:
        """Return what the template prints, piece by piece.

        A `Literal` knows its source line, a `Piece` is the object that an output printed, all
        else is text.
        """
        out: list[object] = []
        self.render_to(context, out)
        return out

    def render_to(self, context: Context, out: list[object]) -> None:
        """Append what the template prints to a list of output."""
        try:
            self._render(context, out)
        except RecursionError:
            raise too_deep() from None


def text_of(pieces: list[object]) -> str:
    """Return pieces of output as one text; an object among them is read."""
    try:
        return "".join(pieces)  # type: ignore[arg-type]
    except TypeError:
        return "".join(map(to_s, pieces))


def _version(since: Version | str) -> Version:
    if isinstance(since, str):
        return tuple(int(part) for part in since.split(".") if part.isdecimal())
    return tuple(since)


__all__ = ["GITHUB_PAGES", "NEWEST", "Budgets", "Clock", "Engine", "Filter", "Template"]
