"""Liquid is closed: Jekyll stops the build on a tag or block that is not.

Cut into tokens as Liquid's own `TemplateParser` does it; blocks are those of Liquid and Jekyll.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity

_TOKEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{%|\{\{", re.DOTALL)
_TAG = re.compile(r"\{%-?\s*(\w+)")
_BLOCKS = frozenset(
    {"if", "unless", "case", "for", "capture", "comment", "raw", "highlight", "tablerow"}
    | {"ifchanged"}
)
# Inside these nothing else is read but their own end.
_VERBATIM = {
    "raw": re.compile(r"\{%-?\s*endraw\s*-?%\}"),
    "comment": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
}


def _find(subject: Subject) -> Iterable[Found]:
    if subject.data.get("render_with_liquid") is False:
        return
    body = subject.post.body
    for place, sentence in _problems(body):
        line = body.count("\n", 0, place)
        column = place - (body.rfind("\n", 0, place) + 1)
        yield Found(sentence, subject.post.body_line + line, column)


def _problems(body: str) -> Iterable[tuple[int, str]]:
    opened: list[tuple[str, int]] = []
    at = 0
    while found := _TOKEN.search(body, at):
        at = found.end()
        cut = found[0]
        if cut in ("{{", "{%"):
            closing = "}}" if cut == "{{" else "%}"
            yield (
                found.start(),
                f"This “{cut}” is never closed by “{closing}”; Jekyll stops on it.",
            )
            continue
        tag = _TAG.match(cut)
        if not tag:
            continue
        name = tag[1]
        if name in _VERBATIM:
            end = _VERBATIM[name].search(body, at)
            if not end:
                yield found.start(), _unclosed(name)
                return
            at = end.end()
        elif name in _BLOCKS:
            opened.append((name, found.start()))
        elif name.startswith("end") and name[3:] in _BLOCKS:
            if opened and opened[-1][0] == name[3:]:
                opened.pop()
            else:
                sentence = f"Nothing is open here that “{{% {name} %}}” closes; Jekyll stops on it."
                yield found.start(), sentence
    for name, place in opened:
        yield place, _unclosed(name)


def _unclosed(name: str) -> str:
    return f"“{{% {name} %}}” has no “{{% end{name} %}}”; Jekyll stops the build on it."


CHECK = Check("liquid", "Liquid is closed", Severity.ERROR, _find, overridable=False)
