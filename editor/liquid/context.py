"""What a template is rendered with: variables, registers, budgets and the errors met.

Follows Liquid 5.4 `lib/liquid/context.rb` and `resource_limits.rb`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from editor.liquid.errors import (
    BudgetExceeded,
    InternalError,
    LiquidArgumentError,
    LiquidError,
    RubyArgumentError,
    StackLevelError,
    UndefinedFilter,
    UndefinedVariable,
)
from editor.liquid.ruby import has_key

_DEEPEST = 100
_CHECK_EVERY = 500
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Budgets:
    """How much one rendering may do; beyond it `BudgetExceeded` is raised, always.

    Attributes:
        work: Nodes rendered, and rounds of loops.
        output_characters: Characters of output, captures included.
    """

    work: int = 5_000_000
    output_characters: int = 50_000_000


def parse_iso(text: str) -> datetime.datetime | None:
    """Read an ISO 8601 time; what a caller with a better reader passes instead (`Clock.parse`)."""
    try:
        return datetime.datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the `date` filter gets times from.

    Attributes:
        zone: The zone of times that have none of their own.
        now: Returns the present, in that zone.
        parse: Ruby's `Time.parse`: a text's time in its zone, or None where it reads none.
    """

    zone: datetime.tzinfo = datetime.UTC
    now: Callable[[], datetime.datetime] = field(
        default=lambda: datetime.datetime.now(datetime.UTC)
    )
    parse: Callable[[str], datetime.datetime | None] = parse_iso


class Context:
    """The state of one rendering; layouts and includes of one page may share it.

    Attributes:
        scopes: Variables, the innermost first; `assign` writes into the last one.
        environments: Mappings or drops that are asked after the scopes; `increment` writes into
            `counters`, which is asked before them.
        registers: What the caller passes to its own tags and filters (`site`, `page`), and where
            tags keep their state.
        errors: The errors met so far, where they are shown instead of raised.
        template: The name of the included template being rendered, else empty.
        clock: The times of the `date` filter.
    """

    def __init__(
        self,
        values: object = None,
        *,
        registers: MutableMapping[str, object] | None = None,
        clock: Clock | None = None,
        budgets: Budgets | None = None,
        tick: Callable[[], None] | None = None,
        strict_variables: bool = False,
        strict_filters: bool = False,
        show_error: Callable[[LiquidError], object] | None = None,
    ) -> None:
        """Prepare a rendering.

        Args:
            values: The template's variables: a mapping, or an object with `liquid_get`.
            registers: For the caller's own tags and filters.
            clock: The times of the `date` filter.
            budgets: How much the rendering may do.
            tick: Called every few hundred nodes, so that a worker can tell that it lives.
            strict_variables: A name without a value is an error.
            strict_filters: So is an unknown filter.
            show_error: What stands in the output for an error, which then does not end the
                rendering (Ruby's `render`). Without it the error is raised (`render!`, Jekyll).
        """
        self.scopes: list[dict[str, object]] = [{}]
        self.counters: dict[str, object] = {}
        self.environments: list[object] = [] if values is None else [values]
        self.registers: MutableMapping[str, object] = {} if registers is None else registers
        self.errors: list[LiquidError] = []
        self.template = ""
        self.clock = clock or Clock()
        self.budgets = budgets or Budgets()
        self.strict_variables = strict_variables
        self.strict_filters = strict_filters
        self.show_error = show_error
        self.interrupts: list[str] = []
        self.for_offsets: dict[str, int] = {}
        self.for_stack: list[object] = []
        self.cycles: dict[object, int] = {}
        self.partials: dict[str, Callable[[Context, list[object]], None]] = {}
        self.disabled_tags: dict[str, int] = {}
        self.base_depth = 0
        self._tick = tick
        self.work = 0
        self.check_at = _CHECK_EVERY
        self._output = 0

    # Variables

    def find(self, name: object) -> object:
        """Return a variable's value: from the scopes, else the environments, else None.

        Raises:
            UndefinedVariable: It is nowhere, under `strict_variables`.
        """
        if type(name) is str:
            for scope in self.scopes:
                if name in scope:
                    return scope[name]
            if name in self.counters:
                return self.counters[name]
        for environment in self.environments:
            value = look_up(environment, name)
            if value is not _MISSING and (value is not None or self.strict_variables):
                return value
        if self.strict_variables:
            raise UndefinedVariable(f"undefined variable {name}")
        return None

    def assign(self, name: str, value: object) -> None:
        """Set a variable as `assign` does: in the outermost scope."""
        self.scopes[-1][name] = value

    def set_local(self, name: str, value: object) -> None:
        """Set a variable in the innermost scope."""
        self.scopes[0][name] = value

    @contextmanager
    def scope(self) -> Iterator[dict[str, object]]:
        """Open a scope for as long as the block runs.

        Raises:
            StackLevelError: More than a hundred of them lie in each other.
        """
        new: dict[str, object] = {}
        self.scopes.insert(0, new)
        try:
            if self.base_depth + len(self.scopes) > _DEEPEST:
                raise StackLevelError("Nesting too deep")
            yield new
        finally:
            del self.scopes[0]

    def isolated(self) -> Context:
        """Return a context for `render`: the same budgets and registers, none of the variables.

        Raises:
            StackLevelError: More than a hundred of them lie in each other.
        """
        if self.base_depth + len(self.scopes) > _DEEPEST:
            raise StackLevelError("Nesting too deep")
        inner = Context.__new__(Context)
        inner.__dict__.update(self.__dict__)
        inner.scopes = [{}]
        inner.environments = []
        inner.counters = {}
        inner.interrupts = []
        inner.for_offsets, inner.for_stack, inner.cycles = {}, [], {}
        inner.base_depth = self.base_depth + 1
        return inner

    # Budgets

    def spend(self, amount: int) -> None:
        """Count work done; a node, a round of a loop.

        Raises:
            BudgetExceeded: The template has done all it may.
        """
        self.work += amount
        if self.work >= self.check_at:
            self.check_at = self.work + _CHECK_EVERY
            if self.work > self.budgets.work:
                raise BudgetExceeded(
                    "loops",
                    "The template goes round too long and was stopped; nothing is lost. "
                    "Look for a loop over a very long list, or one inside another.",
                )
            if self._tick is not None:
                self._tick()

    def spend_output(self, characters: int) -> None:
        """Count characters that an output or capture has made.

        Raises:
            BudgetExceeded: There are more than any page holds.
        """
        self._output += characters
        if self._output > self.budgets.output_characters:
            raise BudgetExceeded(
                "output",
                "The template writes more than a page can hold and was stopped; nothing is lost. "
                "Look for a loop that prints a long text again and again.",
            )

    # Errors

    def handle(self, error: Exception, line: int, out: list[object], *, silent: bool) -> None:
        """Note an error and show it in its place, or raise it as one of Liquid's.

        Args:
            error: What a node raised.
            line: The node's line.
            out: The output so far.
            silent: Whether the node prints nothing, so that neither does its error.

        Raises:
            LiquidError: There is no `show_error`; it has line and template filled in.
            BudgetExceeded: A budget, the interpreter's own stack or its memory is used up.
        """
        if isinstance(error, BudgetExceeded):
            raise error
        if isinstance(error, (RecursionError, MemoryError)):
            raise too_deep() from error
        if isinstance(error, LiquidError):
            found = error
        elif isinstance(error, RubyArgumentError):
            found = LiquidArgumentError(str(error))
        else:
            found = InternalError("internal")
            found.__cause__ = error
        found.line = found.line or line
        found.template = found.template or self.template
        if self.show_error is None:
            raise found
        self.errors.append(found)
        hidden = silent or isinstance(found, (UndefinedVariable, UndefinedFilter))
        if not hidden:
            out.append(self.show_error(found))


def look_up(environment: object, name: object) -> object:
    """Return what an environment holds under a name, or a mark that it does not."""
    if isinstance(environment, Mapping):
        return environment[name] if has_key(environment, name) else _MISSING
    get = getattr(environment, "liquid_get", None)
    if get is None or not environment.liquid_has(name):  # type: ignore[attr-defined]
        return _MISSING
    return get(name)


def too_deep() -> BudgetExceeded:
    """Return the error for templates nested deeper than can be followed."""
    return BudgetExceeded(
        "depth",
        "The templates lie too deep in each other and were stopped; nothing is lost. "
        "Look for an include or layout that includes itself.",
    )
