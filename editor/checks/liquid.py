"""Liquid is closed: Jekyll stops the build on a tag or block that is not.

Blocks are those of Liquid and Jekyll; inside of `raw` nothing is looked at, inside
of `comment` Liquid wants what is opened to be closed, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.liquid import tokens
from editor.liquid.lexer import raw_end

_BLOCKS = frozenset(
    {"if", "unless", "case", "for", "capture", "comment", "raw", "highlight", "tablerow"}
    | {"ifchanged"}
)


def _find(subject: Subject) -> Iterable[Found]:
    if not subject.reading.with_liquid:
        return
    body = subject.post.body
    for place, sentence in _problems(body):
        yield Found(sentence, *subject.place_of(place))


def _problems(body: str) -> Iterable[tuple[int, str]]:
    opened: list[tuple[str, int]] = []
    in_raw = False
    for token in tokens(body):
        name = token.name
        if in_raw:
            if raw_end(body[token.start : token.end]) >= 0:
                in_raw = False
                opened.pop()
        elif token.problem:
            opener = body[token.start : token.start + 2]
            closer = "}}" if opener == "{{" else "%}"
            if body.endswith(closer, token.start + 2, token.end):
                sentence = f"This “{opener} {closer}” has no name in it; Jekyll stops on it."
            else:
                sentence = f"This “{opener}” is never closed by “{closer}”; Jekyll stops on it."
            yield token.start, sentence
        elif name in _BLOCKS:
            opened.append((name, token.start))
            in_raw = name == "raw"
        elif name.startswith("end") and name[3:] in _BLOCKS:
            inside = opened[-1][0] if opened else ""
            if inside == name[3:]:
                opened.pop()
            elif inside != "comment":  # which takes any other tag, but has its blocks closed
                sentence = f"Nothing is open here that “{{% {name} %}}” closes; Jekyll stops on it."
                yield token.start, sentence
    for name, place in opened:
        yield place, _unclosed(name)


def _unclosed(name: str) -> str:
    return f"“{{% {name} %}}” has no “{{% end{name} %}}”; Jekyll stops the build on it."


CHECK = Check("liquid", "Liquid is closed", Severity.ERROR, _find, overridable=False)
