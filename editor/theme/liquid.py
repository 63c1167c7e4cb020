r"""Liquid before Markdown, line by line: addresses are resolved, all else stands in as a label.

The real evaluation comes with the site's own theme. Until then `site.baseurl`, `site.url` and the
filters that make addresses are resolved, `{% raw %}` is shown as it is, `{% highlight %}` becomes
a fenced code block, and every other tag becomes one character (`tokens.py`). The number of lines
never changes, and what a line turns into depends on the lines after it only as far as `LOOKAHEAD`.

Tags are cut by `editor.liquid`; an unclosed one, which stops Jekyll's build, is left as text here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.liquid import Kind, Token, tokens
from editor.liquid.lexer import raw_end
from editor.site import SiteUrls
from editor.theme.tokens import Kind as Kinds
from editor.theme.tokens import Tokens

LOOKAHEAD = 40
"""A tag may go on over this many lines."""

_FENCE = "~" * 16


@dataclass(frozen=True, slots=True)
class State:
    """What a line begins in.

    Attributes:
        block: The open `raw`, `comment` or `highlight` block, or nothing.
        depth: How many comments are open inside of that comment.
        skip_lines: The line is the inside of a tag that ends so many lines further down.
        skip_to: Where that tag ends on its last line; -1 outside.
    """

    block: str = ""
    skip_lines: int = 0
    skip_to: int = -1
    depth: int = 0


PLAIN = State()


class LiquidLines:
    """Turns the lines of one document."""

    def __init__(self, tokens: Tokens, urls: SiteUrls) -> None:
        self._tokens = tokens
        self._urls = urls

    def convert(self, lines: Sequence[str], index: int, state: State) -> tuple[str, State]:
        """Return what the line at `index` turns into and the state after it.

        Runs on every key for the lines near the edit (`tests/benchmarks/bench_preview.py`).
        """
        line = lines[index]
        if state == PLAIN and "{" not in line:
            return self._tokens.protect(line), PLAIN
        if state.skip_lines > 0:
            left = State(state.block, state.skip_lines - 1, state.skip_to)
            return self._tokens.nothing + _split_ending(line)[1], left
        if state.block == "highlight":
            return self._highlighted(line)
        return _Line(self._tokens, self._urls, lines, index, state).converted()

    def _highlighted(self, line: str) -> tuple[str, State]:
        """Return a line of a block of code; `raw` inside of it leaves no trace."""
        body, ending = _split_ending(line)
        kept = []
        for token in tokens(body):
            if token.name == "endhighlight":
                # A fence ends on a line of its own, as the tag does wherever people write it.
                return _FENCE + ending, PLAIN
            if token.name not in ("raw", "endraw"):
                kept.append(body[token.start : token.end])
        return self._tokens.protect("".join(kept)) + ending, State("highlight")


class _Line:
    """One line with Liquid in it, while it is turned."""

    def __init__(
        self, stand_ins: Tokens, urls: SiteUrls, lines: Sequence[str], index: int, state: State
    ) -> None:
        self._stand_ins, self._urls = stand_ins, urls
        self._lines, self._index = lines, index
        self._body, self._ending = _split_ending(lines[index])
        self._block = state.block
        self._depth = state.depth
        self._out: list[str] = []
        start = 0
        if state.skip_to >= 0:
            self._out.append(stand_ins.nothing)
            start = min(state.skip_to, len(self._body))
        self._pieces = list(tokens(self._body, start=start))
        self._further: dict[str, tuple[int, int] | None] = {}

    def converted(self) -> tuple[str, State]:
        pieces = iter(self._pieces)
        for piece in pieces:
            if self._block:
                self._inside(piece)
                continue
            if piece.kind is not Kind.TEXT and not self._is_closed(piece):
                over = self._over_more_lines(piece)
                if over is not None:
                    return over
                self._text(piece.start, piece.end)
            elif piece.kind is Kind.TEXT or piece.problem:
                self._text(piece.start, piece.end)
            elif piece.kind is Kind.OUTPUT:
                self._output(piece)
            elif piece.name == "highlight":
                opened = self._highlight(piece, pieces)
                if opened is not None:
                    return opened
            elif piece.name in ("raw", "comment"):
                self._block = piece.name
                if piece.name == "comment":
                    self._chip(piece)
            else:
                self._chip(piece)
        if self._block == "comment":
            self._out.append(self._stand_ins.nothing)
        return "".join(self._out) + self._ending, State(self._block, depth=self._depth)

    def _source(self, piece: Token) -> str:
        return self._body[piece.start : piece.end]

    def _text(self, start: int, end: int) -> None:
        self._out.append(self._stand_ins.protect(self._body[start:end]))

    def _chip(self, piece: Token) -> None:
        self._out.append(self._stand_ins.char(Kinds.CHIP, self._source(piece)))

    def _output(self, piece: Token) -> None:
        value = self._urls.printed(piece.markup)
        if value is None:
            self._chip(piece)
        else:
            self._out.append(self._stand_ins.protect(value))

    def _inside(self, piece: Token) -> None:
        """Take a piece inside of `raw` or `comment`."""
        if self._block == "comment":
            if piece.name == "comment":
                self._depth += 1
            elif piece.name == "endcomment" and self._depth:
                self._depth -= 1
            elif piece.name == "endcomment":
                self._block = ""
            return
        end = raw_end(self._source(piece)) if piece.kind is not Kind.TEXT else -1
        if end < 0:
            self._text(piece.start, piece.end)
        else:
            self._text(piece.start, piece.start + end)
            self._block = ""

    def _highlight(self, piece: Token, rest: Iterator[Token]) -> tuple[str, State] | None:
        """Take a block of code: within the line, or from here on (returned)."""
        if not "".join(self._out).strip() and not self._body[piece.end :].strip():
            language = [*piece.markup.split(), ""][0]
            return "".join(self._out) + _FENCE + " " + language + self._ending, State("highlight")
        last = next((each for each in rest if each.name == "endhighlight"), None)
        if last is None:
            self._chip(piece)
            self._text(piece.end, len(self._body))
        else:
            code = self._body[piece.end : last.start]
            self._out.append(self._stand_ins.char(Kinds.CODE, code))
        return None

    def _is_closed(self, piece: Token) -> bool:
        return not piece.problem or self._source(piece).endswith(("}}", "%}"))

    def _over_more_lines(self, piece: Token) -> tuple[str, State] | None:
        """Take a tag that ends on a line further down; None where nothing near closes it."""
        mark = "%}" if piece.kind is Kind.TAG else "}}"
        if mark not in self._further:
            self._further[mark] = _close(self._lines, self._index, mark)
        closed = self._further[mark]
        if closed is None:
            return None
        further, end = closed
        first, last = self._index + 1, self._index + further
        source = "".join([self._body[piece.start :] + self._ending, *self._lines[first:last]])
        source += self._lines[last][:end]
        self._out.append(self._stand_ins.char(Kinds.CHIP, source))
        return "".join(self._out) + self._ending, State("", further - 1, end)


def _close(lines: Sequence[str], index: int, mark: str) -> tuple[int, int] | None:
    """Return on which line after `index` and at which column a tag ends."""
    for further in range(1, min(LOOKAHEAD, len(lines) - index - 1) + 1):
        at = lines[index + further].find(mark)
        if at >= 0:
            return further, at + 2
    return None


def _split_ending(line: str) -> tuple[str, str]:
    if line.endswith("\r\n"):
        return line[:-2], "\r\n"
    if line.endswith("\n"):
        return line[:-1], "\n"
    return line, ""
