r"""Liquid before Markdown, line by line: addresses are resolved, all else stands in as a label.

The real evaluation comes with the site's own theme. Until then `site.baseurl`, `site.url` and the
filters that make addresses are resolved, `{% raw %}` is shown as it is, `{% highlight %}` becomes
a fenced code block, and every other tag becomes one character (`tokens.py`). The number of lines
never changes, and what a line turns into depends on the lines after it only as far as `LOOKAHEAD`.

How a tag is found follows Liquid 4 `lib/liquid.rb`, `TemplateParser`; an unclosed one, which
stops Jekyll's build, is left as text here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from editor.theme.tokens import Kind, Tokens
from editor.theme.urls import SiteUrls

LOOKAHEAD = 40
"""A tag may go on over this many lines."""

_START = re.compile(r"\{\{|\{%")
_NAME = re.compile(r"\{%-?\s*(\w+)")
_END = {
    name: re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}")
    for name in ("raw", "comment", "highlight")
}
_RAW_MARK = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_FENCE = "~" * 16


@dataclass(frozen=True, slots=True)
class State:
    """What a line begins in.

    Attributes:
        block: The open `raw`, `comment` or `highlight` block, or nothing.
        skip_lines: The line is the inside of a tag that ends so many lines further down.
        skip_to: Where that tag ends on its last line; -1 outside.
    """

    block: str = ""
    skip_lines: int = 0
    skip_to: int = -1


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
        body, ending = _split_ending(line)
        start = 0
        out: list[str] = []
        if state.skip_to >= 0:
            if state.skip_lines > 0:
                left = State(state.block, state.skip_lines - 1, state.skip_to)
                return self._tokens.nothing + ending, left
            out.append(self._tokens.nothing)
            start = min(state.skip_to, len(body))
        block = state.block
        if block == "highlight":
            if _END["highlight"].search(body) is None:
                return self._tokens.protect(_RAW_MARK.sub("", body)) + ending, State(block)
            # A fence ends on a line of its own, as the tag does wherever people write it.
            return _FENCE + ending, PLAIN
        while True:
            if block in ("raw", "comment"):
                found = _END[block].search(body, start)
                inside = body[start : found.start() if found else len(body)]
                out.append(self._tokens.protect(inside) if block == "raw" else "")
                if found is None:
                    if block == "comment":
                        out.append(self._tokens.nothing)
                    return "".join(out) + ending, State(block)
                start = found.end()
                block = ""
            found = _START.search(body, start)
            if found is None:
                out.append(self._tokens.protect(body[start:]))
                return "".join(out) + ending, PLAIN
            out.append(self._tokens.protect(body[start : found.start()]))
            closed = _close(lines, index, body, found)
            if closed is None:
                # Nothing on this line or below closes it: the rest of the line is text.
                other = "{%" if found[0] == "{{" else "{{"
                after = body.find(other, found.end())
                stop = after if after >= 0 else len(body)
                out.append(self._tokens.protect(body[found.start() : stop]))
                start = stop
                if after < 0 or _close(lines, index, body, _START.match(body, after)) is None:
                    out.append(self._tokens.protect(body[start:]))
                    return "".join(out) + ending, PLAIN
                continue
            further, end = closed
            if further:
                source = "".join(
                    [body[found.start() :] + ending, *lines[index + 1 : index + further]]
                )
                source += lines[index + further][:end]
                out.append(self._tokens.char(Kind.CHIP, source))
                return "".join(out) + ending, State("", further - 1, end)
            source = body[found.start() : end]
            start = end
            name = found_name[1] if (found_name := _NAME.match(source)) else ""
            if name in ("raw", "comment"):
                block = name
                if name == "comment":
                    out.append(self._tokens.char(Kind.CHIP, source))
            elif name == "highlight":
                alone = not "".join(out).strip() and not body[end:].strip()
                if alone:
                    language = [*source.strip("{}%- \t").split(None, 2), ""][1]
                    return "".join(out) + _FENCE + " " + language + ending, State(name)
                out.append(self._code(body, source, end))
                if (last := _END[name].search(body, end)) is not None:
                    start = last.end()
            elif name == "" and source.startswith("{{"):
                out.append(self._output(source))
            else:
                out.append(self._tokens.char(Kind.CHIP, source))

    def _code(self, body: str, source: str, end: int) -> str:
        if (last := _END["highlight"].search(body, end)) is None:
            return self._tokens.char(Kind.CHIP, source)
        return self._tokens.char(Kind.CODE, body[end : last.start()])

    def _output(self, source: str) -> str:
        value = self._value(source[2:].rstrip("}").strip("- \t"))
        if value is None:
            return self._tokens.char(Kind.CHIP, source)
        return self._tokens.protect(value)

    def _value(self, expression: str) -> str | None:
        head, *filters = expression.split("|")
        value = self._operand(head.strip())
        for each in filters:
            name, colon, rest = each.partition(":")
            argument = self._operand(rest.strip()) if colon else None
            match name.strip():
                case _ if value is None:
                    return None
                case "relative_url":
                    value = self._urls.relative(value)
                case "absolute_url":
                    value = self._urls.absolute(value)
                case "prepend" if argument is not None:
                    value = argument + value
                case "append" if argument is not None:
                    value += argument
                case _:
                    return None
        return value

    def _operand(self, text: str) -> str | None:
        if (
            len(text) >= 2
            and text[0] == text[-1]
            and text[0] in "'\""
            and text[0] not in text[1:-1]
        ):
            return text[1:-1]
        known: Mapping[str, str] = {"site.baseurl": self._urls.base, "site.url": self._urls.site}
        return known.get(text)


def _close(
    lines: Sequence[str], index: int, body: str, start: re.Match[str] | None
) -> tuple[int, int] | None:
    """Return on which line after `index` and at which column a tag ends."""
    if start is None:
        return None
    mark = "%}" if start[0] == "{%" else "}}"
    at = body.find(mark, start.end())
    if at >= 0:
        return 0, at + 2
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
