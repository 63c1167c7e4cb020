"""The likely repair of broken front matter, as a preview; nothing is ever applied by itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editor.edit import Edit
from editor.post import emit
from editor.post.fields import Problem, ProblemKind
from editor.post.plan import Splice, apply
from editor.post.reading import Reading, read

_FIELD = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]+)?)(?P<key>[^\s:#'\"\[{&*!|>-][^:]*?)[ \t]*:[ \t]+(?P<value>.*)"
)

# Each try reads the front matter again; the window may be waiting.
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Mend:
    """A repair to be shown and asked about.

    Attributes:
        sentence: What it would do.
        edits: The edits of the post's text, in their order.
        before: The line as it stands (of the first edit).
        after: That line, or those lines, as they would stand.
        line: 0-based line of the text.
    """

    sentence: str
    edits: tuple[Edit, ...]
    before: str
    after: str
    line: int


def suggest(problem: Problem) -> Mend | None:
    """Find the smallest repair after which the front matter can be read.

    Every candidate is tried on a copy; one that does not help, or that would lose a field that
    could be read before, is not offered.

    Args:
        problem: One of `Post.problems`.

    Returns:
        The repair, or None where none is likely.
    """
    text = problem.source
    if not text or not problem.kind.breaks:
        return None
    for sentence, splice in itertools.islice(_candidates(problem, text), _TRIES):
        mended = apply(text, [splice])
        reading = read(mended)
        if _helps(reading, problem):
            return _mend(sentence, text, splice)
    return None


def _helps(reading: Reading, problem: Problem) -> bool:
    if reading.parts is None or not reading.entries:
        return False
    broken = [one for one in reading.problems if one.kind.breaks]
    # One repair at a time: it may uncover the next mistake further down.
    return not broken or (
        problem.kind in {ProblemKind.BROKEN_YAML, ProblemKind.RUBY_REFUSES}
        and broken[0].line > problem.line
    )


def _mend(sentence: str, text: str, splice: Splice) -> Mend:
    line = text.count("\n", 0, splice.start)
    begin = text.rfind("\n", 0, splice.start) + 1
    edit = Edit(line, splice.start - begin, text[splice.start : splice.end], splice.text)
    end = text.find("\n", splice.end)
    end = len(text) if end < 0 else end
    after = apply(text, [splice], begin, end)
    return Mend(sentence, (edit,), text[begin:end].rstrip("\r"), after.rstrip("\r"), line)


def _candidates(problem: Problem, text: str) -> Iterator[tuple[str, Splice]]:
    if problem.kind is ProblemKind.UNCLOSED_FENCE:
        yield from _close_fence(text)
        return
    if problem.kind is ProblemKind.ALMOST_FENCE:
        yield from _open_fence(text)
        return
    starts = _line_starts(text)
    # A mistake is often noticed only on the line after it; an unclosed quote far below.
    for number in range(problem.line, max(problem.line - 3, 0), -1):
        if number >= len(starts):
            continue
        start = starts[number]
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = text[start:stop].rstrip("\r")
        for repair in _REPAIRS:
            yield from repair(line, start)
    if problem.kind is ProblemKind.BROKEN_YAML:
        for start in starts[1:200]:
            stop = text.find("\n", start)
            line = text[start : len(text) if stop < 0 else stop].rstrip("\r")
            if re.match(r"(?:---|\.\.\.)\s*$", line):
                break
            yield from _close_quote(line, start)


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _close_fence(text: str) -> Iterator[tuple[str, Splice]]:
    eol = "\r\n" if text.startswith("---\r\n") else "\n"
    at = text.find("\n") + 1
    end = at
    for found in re.finditer(r"(?m)^([ \t]*)(-{2,}|\.{3})([^\n]*)$", text[at:]):
        # A fence that is nearly one: indented, too long, or with something behind it.
        sentence = "Make this line the closing fence (---)."
        stop = at + found.end() - (1 if found[0].endswith("\r") else 0)
        yield sentence, Splice(at + found.start(), stop, "---")
        break
    for found in re.finditer(r"[^\n]*\n?", text[at:]):
        line = found[0].rstrip("\r\n")
        is_field = re.match(r"[\w\"'][^:]*:(?:\s|$)|\s+\S|-\s|#", line)
        if not line or not is_field:
            break
        end = at + found.end()
    if end > at:
        lead = "" if text[end - 1] == "\n" else eol
        yield (
            "Close the front matter with --- below this line.",
            Splice(end, end, f"{lead}---{eol}"),
        )


def _open_fence(text: str) -> Iterator[tuple[str, Splice]]:
    found = re.match(r"[ \t\r\n\ufeff]*-{3,}[^\r\n]*", text)
    if found:
        yield "Begin the post with a line of exactly ---.", Splice(0, found.end(), "---")


def _quote_value(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = _FIELD.fullmatch(line)
    if found is None:
        return
    value = found["value"].rstrip()
    if not value or value[0] in "\"'|>":
        return
    written = emit.double(value) if "\\" not in value else emit.single(value)
    if '"' in value and "'" not in value:
        written = emit.single(value)
    at = start + found.start("value")
    yield "Put the value in quotes.", Splice(at, at + len(value), written)


def _quote_item(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.fullmatch(r"[ ]*-[ ]+(?P<value>[^\"'\s].*?)\s*", line)
    if found:
        at = start + found.start("value")
        value = found["value"]
        yield "Put the item in quotes.", Splice(at, at + len(value), emit.double(value))


def _requote(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    """Quotes inside of quotes: `title: "A "good" day"`."""
    found = re.fullmatch(r"[^:]*:[ \t]+(?P<value>(?P<quote>[\"']).+(?P=quote))\s*", line)
    if found:
        at = start + found.start("value")
        inner = found["value"][1:-1]
        if found["quote"] == '"':
            inner = inner.replace('\\"', '"')
            written = '"' + inner.replace("\\", "\\\\").replace('"', '\\"') + '"'
        else:
            written = emit.single(inner.replace("''", "'"))
        yield (
            "Write the quotation marks inside so that YAML keeps them.",
            Splice(at, at + len(found["value"]), written),
        )
    found = re.fullmatch(
        r"[^:]*:[ \t]+(?P<value>\"[^\"]*\"|'[^']*')(?P<rest>\s*[^\s#].*?)\s*", line
    )
    if found:
        at = start + found.start("value")
        whole = line[found.start("value") :].rstrip()
        yield (
            "Put the whole value in quotes.",
            Splice(at, at + len(whole), emit.single(whole) if '"' in whole else emit.double(whole)),
        )


def _close_quote(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.fullmatch(r"[^:]*:[ \t]+(?P<quote>[\"'])(?P<inner>.*?)\s*", line)
    if found is None:
        found = re.fullmatch(r"[ ]*-[ ]+(?P<quote>[\"'])(?P<inner>.*?)\s*", line)
    if found is None:
        return
    inner, quote = found["inner"], found["quote"]
    if inner.replace("\\" + quote, "").replace(quote * 2, "").count(quote):
        return
    at = start + found.end("inner")
    yield f"Close the quotation mark ({quote}) at the end of the line.", Splice(at, at, quote)


def _close_bracket(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    for opener, closer in ("[]", "{}"):
        if line.count(opener) > line.count(closer):
            at = start + len(line.rstrip())
            yield f"Close the bracket ({closer}) at the end of the line.", Splice(at, at, closer)


def _without_tab(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    lead = re.match(r"[ \t]*", line)
    if lead and "\t" in lead[0]:
        for width in (2, 4):
            spaces = lead[0].replace("\t", " " * width)
            yield "Replace the tab by blanks.", Splice(start, start + lead.end(), spaces)
        yield "Remove the tab.", Splice(start, start + lead.end(), "")
    found = re.search(r"(?:(?<=[:-])|(?<=[:-] ))\t+", line)
    if found:
        yield "Replace the tab by a blank.", Splice(start + found.start(), start + found.end(), " ")


def _add_blank(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.match(r"[ ]*(?:-[ ]+)?[\w-]+:(?=[^\s/])", line)
    if found:
        at = start + found.end()
        yield "Put a blank after the colon.", Splice(at, at, " ")


def _add_colon(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.match(r"\w[\w-]*(?=[ \t]+\S|\s*$)", line)
    if found:
        at = start + found.end()
        yield "Put a colon after the field's name.", Splice(at, at, ":")


def _unindent(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.match(r"[ ]+(?=[\w\"'-]+[ ]*:)", line)
    if found:
        yield "Remove the blanks before the field.", Splice(start, start + found.end(), "")


def _quote_key(line: str, start: int) -> Iterator[tuple[str, Splice]]:
    found = re.match(r"(?P<key>[:@%`&*!][^\s:]*)[ \t]*:(?=\s|$)", line)
    if found:
        yield (
            "Put the field's name in quotes.",
            Splice(start, start + found.end("key"), emit.double(found["key"])),
        )


_REPAIRS: tuple[Callable[[str, int], Iterator[tuple[str, Splice]]], ...] = (
    _without_tab,
    _requote,
    _close_quote,
    _close_bracket,
    _quote_value,
    _quote_key,
    _quote_item,
    _add_blank,
    _unindent,
    _add_colon,
)
