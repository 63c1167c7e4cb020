"""Where in a text something looks like an address: the places that kramdown is asked about.

Runs over whole posts, 5 MB too: each pattern walks the text once. What is found here is no more
than likely; code, comments and text that only looks so are told apart by `Body.fates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editor.kramdown import Role
from editor.liquid import Kind, Token, literal, split_output
from editor.site.body import Body
from editor.site.resolve import SITE_TAGS

MARKDOWN = frozenset((Role.ADDRESS,))
DEFINED = frozenset((Role.ADDRESS, Role.DEFINITION))
HTML = frozenset((Role.ATTRIBUTE, Role.RAW))

PICTURE_TAGS = frozenset(("figure", "picture", "img", "image", "responsive_image"))
_BRACKET = re.compile(r"\\.|!\[|\[|\]", re.DOTALL)
_DEFINITION = re.compile(r"(?m)^[ >\t]{0,40}\[([^\]\n]{1,400})\]:[ \t]*(?:\n[ \t]+)?(?=\S)")
_ATTRIBUTE = re.compile(
    r"(?i)(?<![\w:-])(data-src|data-srcset|data-original|srcset|src|href|poster|style)\s*=\s*"
)
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_UNQUOTED = re.compile(r"[^\s>\"']+")
_ADDRESS_FILTERS = frozenset(("relative_url", "absolute_url", "prepend"))
_AUTOLINK = re.compile(r"<((https?:|mailto:)[^\s<>]+)>")
_TITLE = re.compile(r"\s*[\"'()]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that looks like an address.

    Attributes:
        start: Where the address begins.
        end: Where it ends.
        probe: The place whose fate decides.
        wanted: What that has to be.
        name: The attribute, for HTML.
        text: What stands in the brackets before it.
    """

    start: int
    end: int
    probe: int
    wanted: frozenset[Role]
    name: str = ""
    text: str | None = None


class Candidates:
    """What of one body may be a reference."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._text = body.text

    def addresses(self) -> Iterator[Candidate]:
        """Give the places of links, pictures and attributes."""
        yield from self._markdown()
        yield from self._definitions()
        yield from self._html()
        yield from self._autolinks()

    def _markdown(self) -> Iterator[Candidate]:
        text = self._text
        stack: list[int] = []
        for match in _BRACKET.finditer(text):
            bracket = match[0]
            if bracket[0] == "\\":
                continue
            if bracket != "]":
                stack.append(match.end())
                if len(stack) > 200:
                    del stack[:100]
                continue
            start = stack.pop() if stack else -1
            if text[match.end() : match.end() + 1] != "(":
                continue
            span = self._destination(match.end() + 1)
            if span is not None and span[0] < span[1]:
                inner = text[start : match.start()] if start >= 0 else None
                # Before a `<`, which may be that of a tag: a mark behind it would make it none.
                probe = span[0] - (text[span[0] - 1] == "<")
                yield Candidate(*span, probe, MARKDOWN, text=inner)

    def _definitions(self) -> Iterator[Candidate]:
        for match in _DEFINITION.finditer(self._text):
            if match[1].startswith(("^", "*")):  # a footnote, an abbreviation
                continue
            span = self._destination(match.end(), end="\n")
            if span is not None and span[0] < span[1]:
                yield Candidate(*span, span[0], DEFINED)

    def _html(self) -> Iterator[Candidate]:
        text = self._text
        for match in _ATTRIBUTE.finditer(text):
            span = self._attribute_value(match.end())
            if span is None:
                continue
            name = match[1].lower()
            if name.endswith("srcset"):
                parts = list(self._srcset(*span))
            elif name == "style":
                parts = [
                    url.span(group)
                    for url in _CSS_URL.finditer(text, *span)
                    for group in (1, 2, 3)
                    if url[group]
                ]
            else:
                parts = [span]
            for start, end in parts:
                if start < end:
                    yield Candidate(start, end, start, HTML, name)

    def _autolinks(self) -> Iterator[Candidate]:
        for match in _AUTOLINK.finditer(self._text):
            # Behind the scheme: a mark before it would make it no link.
            yield Candidate(match.start(1), match.end(1), match.end(2), MARKDOWN)

    def tags(self) -> Iterator[Token]:
        """Give the tags and outputs that may name a file by themselves."""
        for token in self._body.tokens:
            if token.kind is Kind.OUTPUT:
                parts = split_output(token.markup)
                is_address = any(call.name in _ADDRESS_FILTERS for call in parts.filters)
                if is_address and literal(parts.head or "") is not None:
                    yield token
            elif (
                token.name in SITE_TAGS
                or token.name.startswith("include")
                or token.name in PICTURE_TAGS
            ):
                yield token

    def _destination(self, start: int, end: str = ")") -> tuple[int, int] | None:
        text = self._text
        size = len(text)
        while start < size and text[start] in " \t\n" and end != "\n":
            start += 1
        if text[start : start + 1] == "<":
            close = text.find(">", start, start + 2000)
            return (start + 1, close) if close >= 0 else None
        index, depth = start, 0
        limit = min(size, start + 4000)
        while index < limit:
            sign = text[index]
            if sign == "{" and (token := self._body.token_at(index)) is not None:
                index = token.end
                continue
            if sign == "\\":
                index += 2
                continue
            if sign in "\n\t" or (sign == "]" and text[index + 1 : index + 2] == "("):
                break
            # A blank ends the address, but for kramdown, which lets `(a b.jpg)` through.
            if sign == " " and (end == "\n" or _TITLE.match(text, index, index + 40)):
                break
            if sign == "(":
                depth += 1
            elif sign == ")":
                if depth == 0 and end == ")":
                    return start, index
                depth -= 1
            index += 1
        if end == "\n":
            return start, min(index, size)
        rest = text.find(")", index, index + 1000)
        return (start, index) if rest >= 0 and index < limit else None

    def _attribute_value(self, start: int) -> tuple[int, int] | None:
        text = self._text
        quote = text[start : start + 1]
        if quote not in ('"', "'") or not quote:
            match = _UNQUOTED.match(text, start)
            return match.span() if match else None
        index = start + 1
        limit = min(len(text), start + 20_000)
        while index < limit:
            sign = text[index]
            if sign == "{" and (token := self._body.token_at(index)) is not None:
                index = token.end
                continue
            if sign == quote:
                return start + 1, index
            index += 1
        return None

    def _srcset(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        text = self._text
        index = start
        while index < end:
            while index < end and text[index] in " \t\r\n,":
                index += 1
            first = index
            while index < end and text[index] not in " \t\r\n":
                token = self._body.token_at(index) if text[index] == "{" else None
                if text[index] == "," and text[index + 1 : index + 2] in (" ", "\n", "\t", "\r"):
                    break
                index = token.end if token is not None else index + 1
            if first < index:
                yield first, min(index, end)
            comma = text.find(",", index, end)
            index = end if comma < 0 else comma + 1
