"""Liquid as Ruby's Liquid 5.4 and 4.0.4 read it: a library of its own that knows no Jekyll.

`tokens`, `live_tokens` and `regions` say where Liquid stands in a text; `split_output` cuts an
output into its value and filters. `Engine` holds tags, filters and a version, and reads templates;
a `Template` is rendered with values or with a `Context`. Own tags are classes after `Tag`, own
filters functions `(context, value, *arguments)`, own values `Drop`s; see those three modules.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.liquid.context import Budgets, Clock, Context
    from editor.liquid.drop import Drop, Piece, Range
    from editor.liquid.engine import GITHUB_PAGES, NEWEST, Engine, Template, text_of
    from editor.liquid.errors import BudgetExceeded, LiquidError, LiquidSyntaxError
    from editor.liquid.expressions import compile_expression
    from editor.liquid.filters import Filter
    from editor.liquid.lexer import Kind, Region, Token, live_tokens, regions, tokens
    from editor.liquid.markup import FilterCall, OutputParts, literal, split_output
    from editor.liquid.nodes import Body, Literal, Render
    from editor.liquid.parsing import ParseState, Tag
    from editor.liquid.variable import compile_value

__all__ = [
    "GITHUB_PAGES",
    "NEWEST",
    "Body",
    "BudgetExceeded",
    "Budgets",
    "Clock",
    "Context",
    "Drop",
    "Engine",
    "Filter",
    "FilterCall",
    "Kind",
    "LiquidError",
    "LiquidSyntaxError",
    "Literal",
    "OutputParts",
    "ParseState",
    "Piece",
    "Range",
    "Region",
    "Render",
    "Tag",
    "Template",
    "Token",
    "compile_expression",
    "compile_value",
    "literal",
    "live_tokens",
    "regions",
    "split_output",
    "text_of",
    "tokens",
]

load_when_asked(
    __name__,
    {
        "context": "Budgets Clock Context",
        "drop": "Drop Piece Range",
        "engine": "GITHUB_PAGES NEWEST Engine Template text_of",
        "errors": "BudgetExceeded LiquidError LiquidSyntaxError",
        "expressions": "compile_expression",
        "filters": "Filter",
        "lexer": "Kind Region Token live_tokens regions tokens",
        "markup": "FilterCall OutputParts literal split_output",
        "nodes": "Body Literal Render",
        "parsing": "ParseState Tag",
        "variable": "compile_value",
    },
)
