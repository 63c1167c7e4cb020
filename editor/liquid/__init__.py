"""Liquid as Ruby's Liquid 5.4 and 4.0.4 read it: a library of its own that knows no Jekyll.

`tokens`, `live_tokens` and `regions` say where Liquid stands in a text; `split_output` cuts an
output into its value and filters.
"""

from editor.liquid.errors import BudgetExceeded, LiquidError, LiquidSyntaxError
from editor.liquid.lexer import Kind, Region, Token, live_tokens, regions, tokens
from editor.liquid.markup import FilterCall, OutputParts, literal, split_output

__all__ = [
    "BudgetExceeded",
    "FilterCall",
    "Kind",
    "LiquidError",
    "LiquidSyntaxError",
    "OutputParts",
    "Region",
    "Token",
    "literal",
    "live_tokens",
    "regions",
    "split_output",
    "tokens",
]
