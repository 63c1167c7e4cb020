"""What may go wrong in a template: Liquid's own errors with its own words, and the budgets'."""

from __future__ import annotations

from editor.errors import StandfirstError


class LiquidError(StandfirstError):
    """Liquid's own error, worded as Ruby's Liquid words it.

    Attributes:
        message: The message alone, such as `divided by 0`.
        line: The line in the template, from 1; 0 while it is not known.
        template: The template's name where it is an included one, else empty.
        context: What Ruby adds behind the message of a syntax error, such as `in "{{ a b }}"`.
    """

    prefix = "Liquid error"

    def __init__(
        self, message: str, line: int = 0, *, template: str = "", context: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.template = template
        self.context = context

    def __str__(self) -> str:
        """Return the whole message as `lib/liquid/errors.rb` prints it."""
        place = ""
        if self.line:
            name = f"{self.template} " if self.template else ""
            place = f" ({name}line {self.line})"
        context = f" {self.context}" if self.context else ""
        return f"{self.prefix}{place}: {self.message}{context}"


class LiquidSyntaxError(LiquidError):
    """A template that Jekyll's build stops at."""

    prefix = "Liquid syntax error"


class LiquidArgumentError(LiquidError):
    """A value that a filter, tag or comparison cannot take."""


class LiquidZeroDivisionError(LiquidError):
    """`divided_by: 0`, `modulo: 0`."""


class FloatDomainError(LiquidError):
    """A number that is infinite or none where a whole one is wanted."""


class UndefinedVariable(LiquidError):
    """A name without a value, under `strict_variables`."""


class UndefinedFilter(LiquidError):
    """A filter that is not there, under `strict_filters`."""


class StackLevelError(LiquidError):
    """Blocks, includes or scopes nested deeper than Liquid allows."""


class DisabledError(LiquidError):
    """A tag that may not stand here, such as `include` inside `render`."""


class FileSystemError(LiquidError):
    """A template that `render` or `include` names and that cannot be read."""


class InternalError(LiquidError):
    """What Ruby's Liquid words as `internal`: an error that is none of Liquid's."""


class RubyTypeError(Exception):
    """Ruby's TypeError inside a filter; Liquid itself reports it as `internal`."""


class RubyArgumentError(Exception):
    """Ruby's ArgumentError inside a filter; Liquid makes a `LiquidArgumentError` of it."""


class BudgetExceeded(StandfirstError):
    """The template used up its loops, output or depth; never caught inside the engine.

    Attributes:
        budget: `loops`, `output`, `depth` or `work`.
    """

    def __init__(self, budget: str, sentence: str) -> None:
        super().__init__(sentence)
        self.budget = budget
