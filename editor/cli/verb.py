"""A verb of the command line: one row of `VERBS`, from which the parser and the help are made."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from editor.cli.output import Result


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument, as argparse takes it.

    Attributes:
        names: `("post",)` for a positional one, `("--draft",)` for an option.
        options: What `add_argument` takes besides.
    """

    names: tuple[str, ...]
    options: dict[str, Any]


def arg(*names: str, **options: Any) -> Argument:
    """Return an argument, written as for argparse."""
    return Argument(names, options)


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of `VERBS`.

    Attributes:
        name: What one types.
        help: One line.
        module: Module of `editor.cli.verbs` with `run(arguments) -> Result`; imported when the
            verb is run, so that no verb pays for another's libraries.
        arguments: Its own arguments, besides `--site` and `--json`.
        writes: Whether it takes `--dry-run`.
    """

    name: str
    help: str
    module: str
    arguments: tuple[Argument, ...]
    writes: bool = False

    def run(self, arguments: argparse.Namespace) -> Result:
        """Run the verb."""
        module = importlib.import_module(f"editor.cli.verbs.{self.module}")
        function: Callable[[argparse.Namespace], Result] = module.run
        return function(arguments)
