"""The strict reading of what stands inside a tag or output.

Follows Liquid 5.4 `lib/liquid/lexer.rb` and `lib/liquid/parser.rb`: `Parser.expression` gives an
expression back as text, as Ruby's does, which `expressions.py` then reads.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from editor.liquid.errors import LiquidSyntaxError

_LEXEME = re.compile(
    r"""\s*(?:
      (?P<comparison>==|!=|<>|<=?|>=?|contains(?=\s))
    | (?P<string>'[^']*'|"[^"]*")
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<id>[a-zA-Z_][\w-]*\??)
    | (?P<dotdot>\.\.)
    | (?P<special>[|.:,\[\]()?-])
    | (?P<end>\Z)
    )""",
    re.ASCII | re.VERBOSE,
)
_SPECIALS = {
    "|": "pipe",
    ".": "dot",
    ":": "colon",
    ",": "comma",
    "[": "open_square",
    "]": "close_square",
    "(": "open_round",
    ")": "close_round",
    "?": "question",
    "-": "dash",
}
_END = "end_of_string"
_DEEPEST = 100
_BLANKS = " \t\r\n\f\v"


class Lexeme(NamedTuple):
    """A word of an expression: its kind in Ruby's names, and its text."""

    kind: str
    text: str


def lexemes(markup: str) -> list[Lexeme]:
    """Cut an expression into words; the last one is `end_of_string`.

    Raises:
        LiquidSyntaxError: A character that no word begins with.
    """
    found: list[Lexeme] = []
    at = 0
    while True:
        match = _LEXEME.match(markup, at)
        if match is None:
            rest = markup[at:].lstrip(_BLANKS)
            raise LiquidSyntaxError(f"Unexpected character {rest[0]}")
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "end":
            found.append(Lexeme(_END, ""))
            return found
        found.append(Lexeme(_SPECIALS[text] if kind == "special" else kind, text))
        at = match.end()


class Parser:
    """Reads an expression word by word, as the methods of the same names in `parser.rb`."""

    def __init__(self, markup: str) -> None:
        self._lexemes = lexemes(markup)
        self._at = 0
        self._depth = 0

    def consume(self, kind: str = "") -> str:
        """Return the next word's text and pass it.

        Raises:
            LiquidSyntaxError: It is of another kind.
        """
        lexeme = self._lexemes[self._at]
        if kind and lexeme.kind != kind:
            raise LiquidSyntaxError(f"Expected {kind} but found {lexeme.kind}")
        self._at += 1
        return lexeme.text

    def accept(self, kind: str) -> str | None:
        """Return the next word's text and pass it if it is of that kind, else None."""
        lexeme = self._lexemes[self._at]
        if lexeme.kind != kind:
            return None
        self._at += 1
        return lexeme.text

    def accept_id(self, name: str) -> bool:
        """Pass the next word if it is that identifier; tell whether it was."""
        lexeme = self._lexemes[self._at]
        if lexeme.kind != "id" or lexeme.text != name:
            return False
        self._at += 1
        return True

    def look(self, kind: str, ahead: int = 0) -> bool:
        """Tell whether the word so many places ahead is of that kind."""
        place = self._at + ahead
        return place < len(self._lexemes) and self._lexemes[place].kind == kind

    def expression(self) -> str:
        """Pass one expression and return it as text, without blanks outside strings."""
        lexeme = self._lexemes[self._at]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LiquidSyntaxError("Nesting too deep")
        try:
            match lexeme.kind:
                case "id":
                    self._at += 1
                    return lexeme.text + self.variable_lookups()
                case "open_square":
                    self._at += 1
                    inside = self.expression()
                    return f"[{inside}{self.consume('close_square')}{self.variable_lookups()}"
                case "string" | "number":
                    self._at += 1
                    return lexeme.text
                case "open_round":
                    self._at += 1
                    first = self.expression()
                    self.consume("dotdot")
                    last = self.expression()
                    self.consume("close_round")
                    return f"({first}..{last})"
        finally:
            self._depth -= 1
        shown = f"[:{_END}]" if lexeme.kind == _END else f'[:{lexeme.kind}, "{lexeme.text}"]'
        raise LiquidSyntaxError(f"{shown} is not a valid expression")

    def argument(self) -> str:
        """Pass one argument of a filter, `name: ` before it where it is a keyword."""
        if self.look("id") and self.look("colon", 1):
            name = self.consume()
            self.consume()
            return f"{name}: {self.expression()}"
        return self.expression()

    def variable_lookups(self) -> str:
        """Pass the `.name` and `[key]` behind a name and return them as text."""
        parts: list[str] = []
        while True:
            if self.accept("open_square") is not None:
                parts.append(f"[{self.expression()}")
                parts.append(self.consume("close_square"))
            elif self.accept("dot") is not None:
                parts.append("." + self.consume("id"))
            else:
                return "".join(parts)
