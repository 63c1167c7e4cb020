r"""Values in a template: literals, ranges and variables with their lookups, compiled.

Follows Liquid 5.4 `lib/liquid/expression.rb`, `variable_lookup.rb` and `range_lookup.rb`, which
read the text that the strict or lax reading hands them. Compiling depends on the text alone, so
what was compiled once is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from editor.liquid.context import Context
from editor.liquid.drop import Drop, Range
from editor.liquid.errors import InternalError, UndefinedVariable
from editor.liquid.ruby import (
    BLANKS,
    has_key,
    is_array,
    plain,
    to_i,
    to_integer,
)

Evaluate = Callable[[Context], object]

_INTEGER = re.compile(r"-?\d+", re.ASCII)
_FLOAT = re.compile(r"-?\d[\d.]+", re.ASCII)
_FLOAT_START = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_RANGE = re.compile(r"\(\s*(?>(\S+)\s*\.\.)\s*(\S+)\s*\)", re.ASCII)
_LOOKUP = re.compile(r"\[[^\]]+\]|[\w-]+\??", re.ASCII)


class MethodLiteral:
    """`empty` or `blank`: prints nothing, and in a comparison asks the other side.

    So in Liquid 4, and in Liquid 5 as Jekyll mends it (`liquid_expr_method_literal.rb`).
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def liquid_str(self) -> str:
        """Return what it prints."""
        return ""

    def asks(self, value: object) -> bool:
        """Tell what Ruby answers for `value.empty?`; no value answers `blank?` without Rails."""
        if self.name == "blank" or isinstance(value, MethodLiteral):
            return False
        if isinstance(value, (str, Mapping)) or is_array(value):
            return len(value) == 0  # type: ignore[arg-type]
        return False


EMPTY = MethodLiteral("empty")
BLANK = MethodLiteral("blank")
_LITERALS: Mapping[str, object] = {
    "nil": None, "null": None, "": None, "true": True, "false": False,
    "blank": BLANK, "empty": EMPTY,
}  # fmt: skip
_COMMANDS = frozenset({"size", "first", "last"})
_NOTHING = object()
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled value.

    Attributes:
        evaluate: Gives the value in a context.
        constant: Whether it is a literal.
        value: The literal's value.
    """

    evaluate: Evaluate
    constant: bool = False
    value: object = None


@lru_cache(maxsize=8192)
def compile_expression(markup: str | None, depth: int = 0) -> Expression:
    """Compile an expression's text; None and nothing are nil.

    Raises:
        InternalError: A range of literals that Ruby cannot count from.
    """
    if markup is None:
        return constant(None)
    if depth > _DEEPEST:
        raise InternalError("internal")
    markup = markup.strip(BLANKS)
    if markup and markup[0] == markup[-1] and markup[0] in "\"'":
        return constant(markup[1:-1])
    if _INTEGER.fullmatch(markup):
        return constant(to_i(markup))
    found = _RANGE.fullmatch(markup)
    if found is not None:
        return _compile_range(found[1], found[2], depth)
    if _FLOAT.fullmatch(markup):
        start = _FLOAT_START.match(markup)
        return constant(float(start[0]) if start else 0.0)
    if markup in _LITERALS:
        return constant(_LITERALS[markup])
    return _compile_lookup(markup, depth)


def constant(value: object) -> Expression:
    """Return the expression of a literal."""
    return Expression(lambda _context: value, constant=True, value=value)


def _compile_range(first: str, last: str, depth: int) -> Expression:
    start = compile_expression(first, depth + 1)
    end = compile_expression(last, depth + 1)
    if start.constant and end.constant:
        return constant(Range(_literal_integer(start.value), _literal_integer(end.value)))
    evaluate_start, evaluate_end = start.evaluate, end.evaluate

    def evaluate(context: Context) -> object:
        return Range(_range_end(evaluate_start(context)), _range_end(evaluate_end(context)))

    return Expression(evaluate)


def _literal_integer(value: object) -> int:
    if isinstance(value, (bool, Range, MethodLiteral)):
        raise InternalError("internal")
    if isinstance(value, (int, float)):
        return int(value)
    return to_i(value) if isinstance(value, str) else 0


def _range_end(value: object) -> int:
    value = plain(value)
    if value is None:
        return 0
    if isinstance(value, str):
        return to_i(value)
    return to_integer(value)


def _compile_lookup(markup: str, depth: int) -> Expression:
    names: list[str] = _LOOKUP.findall(markup)
    if not names:
        return Expression(lambda context: context.find(None))
    head, *rest = names
    steps = [_compile_step(each, depth) for each in rest]
    if head[0] == "[":
        inner = compile_expression(head[1:-1], depth + 1).evaluate
        return Expression(_chain(lambda context: context.find(plain(inner(context))), steps))
    if not steps:
        return Expression(_finder(head))
    if len(steps) == 1:
        return Expression(_one_step(head, steps[0]))
    return Expression(_chain(_finder(head), steps))


@dataclass(frozen=True, slots=True)
class _Step:
    key: str
    command: bool
    evaluate: Evaluate | None = None


def _compile_step(markup: str, depth: int) -> _Step:
    if markup[0] == "[":
        inner = compile_expression(markup[1:-1], depth + 1)
        if inner.constant and isinstance(inner.value, str):
            return _Step(inner.value, command=False)
        return _Step("", command=False, evaluate=inner.evaluate)
    return _Step(markup, markup in _COMMANDS)


def _finder(name: str) -> Evaluate:
    def find(context: Context) -> object:
        scopes = context.scopes
        if len(scopes) == 1 or name in scopes[0]:
            scope = scopes[0]
            if name in scope:
                return scope[name]
        return context.find(name)

    return find


def _one_step(head: str, step: _Step) -> Evaluate:
    find = _finder(head)
    key, evaluate_key = step.key, step.evaluate
    if evaluate_key is not None:
        return _chain(find, [step])
    command = step.command

    def evaluate(context: Context) -> object:
        value = find(context)
        if type(value) is dict and key in value:
            return value[key]
        return _look(context, value, key, command=command)

    return evaluate


def _chain(start: Evaluate, steps: list[_Step]) -> Evaluate:
    def evaluate(context: Context) -> object:
        value = start(context)
        for step in steps:
            key: object = step.key
            if step.evaluate is not None:
                key = plain(step.evaluate(context))
            value = _look(context, value, key, command=step.command)
        return value

    return evaluate


def _look(context: Context, value: object, key: object, *, command: bool) -> object:
    found = look(value, key)
    if found is not _NOTHING:
        return found
    if command:
        found = _COMMAND_OF[key](value)  # type: ignore[index]
        if found is not _NOTHING:
            return found
    if context.strict_variables:
        raise UndefinedVariable(f"undefined variable {key}")
    return None


def look(value: object, key: object) -> object:
    """Return what stands under a key in a hash, array or drop; a mark of its own if nothing."""
    if isinstance(value, Mapping):
        return value[key] if has_key(value, key) else _NOTHING
    if isinstance(value, str):
        return _NOTHING
    get = getattr(value, "liquid_get", None)
    if get is not None:
        return get(key) if value.liquid_has(key) else _NOTHING  # type: ignore[attr-defined]
    if isinstance(key, int) and not isinstance(key, bool) and is_array(value):
        try:
            return value[key]  # type: ignore[index]
        except IndexError:
            return None
    return _NOTHING


def size_of(value: object) -> object:
    """Return what Ruby's `size` gives, or a mark that the value has none."""
    value = plain(value)
    if isinstance(value, bool):
        return _NOTHING
    if isinstance(value, (str, Mapping)) or is_array(value):
        return len(value)  # type: ignore[arg-type]
    if isinstance(value, int):
        return max((value.bit_length() + 7) // 8, 8)
    return value.size if isinstance(value, Range) else _NOTHING


def first_of(value: object) -> object:
    """Return what Ruby's `first` gives, or a mark that the value has none."""
    if isinstance(value, Mapping):
        return next(([key, each] for key, each in value.items()), None)
    if is_array(value):
        return value[0] if len(value) else None  # type: ignore[index,arg-type]
    if isinstance(value, Range):
        return value.first
    if isinstance(value, Drop) and (items := value.liquid_iter()) is not None:
        return next(items, None)
    return _NOTHING


def last_of(value: object) -> object:
    """Return what Ruby's `last` gives, or a mark that the value has none."""
    if is_array(value):
        return value[len(value) - 1] if len(value) else None  # type: ignore[index,arg-type]
    return value.last if isinstance(value, Range) else _NOTHING


def has_nothing(value: object) -> bool:
    """Tell whether a lookup or command gave the mark for nothing."""
    return value is _NOTHING


_COMMAND_OF: Mapping[str, Callable[[object], object]] = {
    "size": size_of,
    "first": first_of,
    "last": last_of,
}
