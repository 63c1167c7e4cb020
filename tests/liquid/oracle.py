"""Templates through Ruby and through an engine of ours, compared.

`data/liquid_cases.json` needs Jekyll's filters and tags, so whoever has them passes an engine with
them to `misses`; the standard ones suffice for the traps and the fuzzer.
"""

from __future__ import annotations

import datetime
import json
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.liquid import BudgetExceeded, Clock, Context, Engine, LiquidError, Range
from editor.liquid.errors import InternalError
from editor.site.dates import parse_date
from editor.site.errors import InvalidDate
from tests.shared import DATA

UTC = zoneinfo.ZoneInfo("UTC")
"""A zone, not Ruby's own UTC: times print `+0000`, as they do in the oracle's local zone."""


def revive(value: object) -> object:
    """Return JSON with `$date` and `$range` made the values they stand for."""
    if isinstance(value, dict):
        if list(value) == ["$date"]:
            return parse_date(value["$date"], UTC)
        if list(value) == ["$range"]:
            return Range(*value["$range"])
        return {key: revive(each) for key, each in value.items()}
    return [revive(each) for each in value] if isinstance(value, list) else value


def parse_time(text: str) -> datetime.datetime | None:
    """Read a text as Ruby's `Time.parse` does."""
    try:
        return parse_date(text, UTC)
    except InvalidDate:
        return None


CLOCK = Clock(UTC, lambda: datetime.datetime.now(UTC), parse_time)


@dataclass(frozen=True)
class Answer:
    """What a template came to: its output, or its error with its class."""

    output: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()
    internal: bool = False


def ruby_answer(answer: Mapping[str, Any]) -> Answer:
    """Return the oracle's answer; Ruby's own errors are `internal`, Liquid's keep their words."""
    warnings = tuple(answer.get("warnings", ()))
    if "error" not in answer:
        return Answer(answer["output"], warnings=warnings)
    kind, _, message = answer["error"].partition(": ")
    return Answer(error=message, internal=not kind.startswith("Liquid::"))


def our_answer(
    engine: Engine,
    source: str,
    data: Mapping[str, object],
    make_context: Callable[[Mapping[str, object]], Context] | None = None,
) -> Answer:
    """Return what an engine of ours makes of a template."""
    context = Context(data, clock=CLOCK) if make_context is None else make_context(data)
    try:
        template = engine.parse(source)
        warnings = tuple(str(each) for each in template.warnings)
        return Answer(template.render(context), warnings=warnings)
    except InternalError as error:
        return Answer(error=str(error), internal=True)
    except LiquidError as error:
        return Answer(error=str(error))


def agree(ruby: Answer, ours: Answer) -> bool:
    """Tell whether both say the same; an error of Ruby's own has no words of Liquid's."""
    if ruby.internal or ours.internal:
        return ruby.internal and bool(ours.error)
    return ruby == ours


@dataclass(frozen=True)
class Miss:
    """A case in which we differ."""

    template: str
    ruby: Answer
    ours: Answer


def misses(
    engine: Engine, make_context: Callable[[Mapping[str, object]], Context] | None = None
) -> tuple[list[Miss], int]:
    """Return the measured cases that an engine gets wrong, and how many there are."""
    measured = json.loads((DATA / "liquid_cases.json").read_text(encoding="utf-8"))
    data: dict[str, object] = {
        "site": {"url": "https://example.org", "baseurl": "/base"},
        **{key: revive(each) for key, each in measured["data"].items()},
    }
    wrong = []
    for case in measured["cases"]:
        ruby = ruby_answer(case)
        ours = our_answer(engine, case["template"], data, make_context)
        if not agree(ruby, ours):
            wrong.append(Miss(case["template"], ruby, ours))
    return wrong, len(measured["cases"])


def budget_is(raised: Exception) -> bool:
    """Tell whether an error is one that hostile templates may raise."""
    return isinstance(raised, (BudgetExceeded, LiquidError))


def requests(sources: Iterable[str], data: Mapping[str, object]) -> Sequence[dict[str, object]]:
    """Return what the oracle is asked for a batch of templates over the same data."""
    return [{"template": source, "data": data} for source in sources]
