"""Liquid is closed: Jekyll stops the build on a tag or block that is not.

Blocks are those of Liquid and Jekyll; inside of `raw` and `comment` nothing is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.liquid import Kind, live_tokens

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
    for token in live_tokens(body):
        name = token.name
        if token.problem:
            opener = body[token.start : token.start + 2]
            closer = "}}" if opener == "{{" else "%}"
            if body.endswith(closer, token.start + 2, token.end):
                yield (
                    token.start,
                    f"This “{opener} {closer}” has no name in it; Jekyll stops on it.",
                )
            else:
                sentence = f"This “{opener}” is never closed by “{closer}”; Jekyll stops on it."
                yield token.start, sentence
        elif token.kind is not Kind.TAG:
            continue
        elif name in _BLOCKS:
            opened.append((name, token.start))
        elif name.startswith("end") and name[3:] in _BLOCKS:
            if opened and opened[-1][0] == name[3:]:
                opened.pop()
            else:
                sentence = f"Nothing is open here that “{{% {name} %}}” closes; Jekyll stops on it."
                yield token.start, sentence
    for name, place in opened:
        yield place, _unclosed(name)


def _unclosed(name: str) -> str:
    return f"“{{% {name} %}}” has no “{{% end{name} %}}”; Jekyll stops the build on it."


CHECK = Check("liquid", "Liquid is closed", Severity.ERROR, _find, overridable=False)
