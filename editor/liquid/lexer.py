r"""Where Liquid stands in a text: the one tokeniser, for templates, posts, masks and checks.

Follows Liquid 5.4 `lib/liquid.rb` (`TemplateParser`), `lib/liquid/tokenizer.rb` and the three
regular expressions of `lib/liquid/block_body.rb`, by searching instead of by a regular expression,
so that a text full of unclosed braces costs no more than any other.

How to use it:

    for token in live_tokens(body):         # what Liquid acts on: raw and comment are respected
        if token.kind is Kind.OUTPUT:
            parts = split_output(token.markup)      # editor.liquid.markup: head and filters
        elif token.kind is Kind.TAG:
            token.name, token.markup                # "include", 'note.html title="x" '
        if token.problem:                           # Ruby's own words for what stops the build
            ...
    regions(body)      # the raw and comment blocks: where they and their insides are

`tokens` cuts without looking at tag names, as Ruby's tokeniser does; it is what the parser reads.
Offsets are in code points of the text, lines start at 1.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = re.compile(r"(\s*)(#|\w+)(\s*)", re.ASCII)
_RAW_NAME = re.compile(r"\s*(\w+)", re.ASCII)
_START = re.compile(r"\{[{%]")
_BLANK = re.compile(r"\s*\Z", re.ASCII)


class Kind(enum.Enum):
    """What a token is."""

    TEXT = "text"
    OUTPUT = "output"
    TAG = "tag"


class Token(NamedTuple):
    """A piece of a template; a named tuple, as a page makes thousands (`bench_liquid.py`).

    Attributes:
        kind: Text, `{{ … }}` or `{% … %}`.
        start: The offset of its first character.
        end: The offset behind its last one.
        line: The line of its first character.
        markup: What stands inside, as Ruby sees it: without hyphens and a tag's name, blanks at
            the end kept; of a text all of it.
        name: A tag's name; `#` for an inline comment; else empty.
        trim_left: Whether it takes the blanks before it away.
        trim_right: Whether it takes the blanks after it away.
        markup_line: The line that Ruby reports for it: blanks round a tag's name are passed.
        problem: Ruby's message where it is not closed or has no name; else empty.
    """

    kind: Kind
    start: int
    end: int
    line: int
    markup: str
    name: str = ""
    trim_left: bool = False
    trim_right: bool = False
    markup_line: int = 0
    problem: str = ""


class Region(NamedTuple):
    """A `raw` or `comment` block.

    Attributes:
        name: `raw` or `comment`.
        start: The offset of its opening tag.
        end: The offset behind its closing tag, or the text's end.
        inner_start: The offset behind the opening tag.
        inner_end: The offset of the closing tag, or the text's end.
        closed: Whether the closing tag is there.
        line: The line of its opening tag.
    """

    name: str
    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    line: int


def tokens(text: str, *, line: int = 1, start: int = 0) -> Iterator[Token]:
    """Cut `text` as Ruby's tokeniser does.

    Args:
        text: A template, or a post's body.
        line: The number of the line at `start`.
        start: Where to begin.

    Yields:
        Every piece in order; together they are the whole text.
    """
    at, size = start, len(text)
    no_tag_end = no_output_end = False
    while at < size:
        found = _START.search(text, at)
        if found is None:
            yield Token(Kind.TEXT, at, size, line, text[at:], markup_line=line)
            return
        opening = found.start()
        if opening > at:
            yield Token(Kind.TEXT, at, opening, line, text[at:opening], markup_line=line)
            line += text.count("\n", at, opening)
        if text[opening + 1] == "%":
            close = -1 if no_tag_end else text.find("%}", opening + 2)
            no_tag_end = close < 0
            at = close + 2 if close >= 0 else opening + 2
            yield _tag(text, opening, at, line)
        else:
            close = -1 if no_output_end else text.find("}", opening + 2)
            no_output_end = close < 0
            at = opening + 2 if close < 0 else close + 1
            if close >= 0 and text.startswith("}", at):
                at += 1
            yield _output(text, opening, at, line)
        line += text.count("\n", opening, at)


def _tag(text: str, start: int, end: int, line: int) -> Token:
    left = text.startswith("-", start + 2) and end > start + 2
    right = text[end - 3] == "-" if end - start >= 3 else False
    found = _NAME.match(text, start + (3 if left else 2), max(end - 2, start + 2))
    if found is None or not text.endswith("%}", start + 2, end):
        problem = f"Tag '{text[start:end]}' was not properly terminated with regexp: /\\%\\}}/"
        return Token(
            Kind.TAG, start, end, line, "", "", left, right, markup_line=line, problem=problem
        )
    inner_end = end - 2
    if right and inner_end > found.end(2):
        inner_end -= 1
    skipped = found[1].count("\n") + found[3].count("\n")
    markup = text[found.end() : max(inner_end, found.end())]
    return Token(Kind.TAG, start, end, line, markup, found[2], left, right, line + skipped)


def _output(text: str, start: int, end: int, line: int) -> Token:
    size = end - start
    left = size > 2 and text[start + 2] == "-"
    right = size >= 3 and text[end - 3] == "-"
    if size < 4 or not text.endswith("}}", start + 2, end):
        problem = (
            f"Variable '{text[start:end]}' was not properly terminated with regexp: /\\}}\\}}/"
        )
        return Token(Kind.OUTPUT, start, end, line, "", "", left, right, line, problem)
    inner_start = start + (3 if left else 2)
    inner_end = end - 2
    if right and inner_end > inner_start:
        inner_end -= 1
    markup = text[inner_start:inner_end]
    return Token(Kind.OUTPUT, start, end, line, markup, "", left, right, line)


def raw_end(source: str, block: str = "raw") -> int:
    r"""Return where in a token's source the tag starts that ends a `raw` block; -1 if none does.

    Follows `lib/liquid/tags/raw.rb`, `FullTokenPossiblyInvalid`: the token has to end with `%}`,
    and its last `{%` that a name follows counts, whatever stands before it. As there, a hyphen
    after that `{%` is not understood.
    """
    if not source.endswith("%}"):
        return -1
    end = "end" + block
    at = source.rfind("{%")
    while at >= 0:
        found = _RAW_NAME.match(source, at + 2, len(source) - 2)
        if found is not None:
            return at if found[1] == end else -1
        at = source.rfind("{%", 0, at)
    return -1


def live_tokens(text: str) -> Iterator[Token]:
    """Cut `text` into what Liquid acts on.

    Between `raw` and its end stands one text token; between `comment` and its end nothing. An
    unclosed block reaches to the text's end. The tags of both are yielded themselves.
    """
    comments = 0
    raw: Token | None = None
    for token in tokens(text):
        is_tag = token.kind is Kind.TAG
        if raw is not None:
            inside = raw_end(text[token.start : token.end])
            if inside < 0:
                continue
            place = token.start + inside
            if not comments:
                yield from _verbatim(text, raw, place)
                yield _tag(
                    text, place, token.end, token.line + text.count("\n", token.start, place)
                )
            raw = None
        elif is_tag and token.name == "comment":
            comments += 1
            if comments == 1:
                yield token
        elif is_tag and token.name == "endcomment" and comments:
            comments -= 1
            if not comments:
                yield token
        elif is_tag and token.name == "raw" and _BLANK.match(token.markup):
            raw = token
            if not comments:
                yield token
        elif not comments:
            yield token
    if raw is not None and not comments:
        yield from _verbatim(text, raw, len(text))


def _verbatim(text: str, opening: Token, end: int) -> Iterator[Token]:
    if opening.end < end:
        line = opening.line + text.count("\n", opening.start, opening.end)
        body = text[opening.end : end]
        yield Token(Kind.TEXT, opening.end, end, line, body, markup_line=line)


def regions(text: str) -> list[Region]:
    """Return the `raw` and `comment` blocks of `text`, in order; none lies in another."""
    found: list[Region] = []
    opening: Token | None = None
    for token in live_tokens(text):
        if token.kind is not Kind.TAG or token.problem:
            continue
        if opening is None:
            if token.name == "comment" or (token.name == "raw" and _BLANK.match(token.markup)):
                opening = token
        elif token.name == "end" + opening.name:
            found.append(_region(opening, token.start, token.end, closed=True))
            opening = None
    if opening is not None:
        found.append(_region(opening, len(text), len(text), closed=False))
    return found


def _region(opening: Token, inner_end: int, end: int, *, closed: bool) -> Region:
    return Region(opening.name, opening.start, end, opening.end, inner_end, closed, opening.line)
