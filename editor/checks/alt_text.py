"""Pictures are described for those who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity

_MARKDOWN = re.compile(r"(?<!\\)!\[\s*\](?=\(|\[|\s*\n?\{:)")
_HTML = re.compile(r"<img\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
# `alt=""` says that a picture is decoration: that is a description too.
_ALT = re.compile(r"""\salt\s*=|\salt(?=[\s/>])|\saria-hidden\s*=\s*["']?true""", re.IGNORECASE)
_SENTENCE = (
    "The picture has no alternative text; say in a few words what it shows, "
    "for those who cannot see it."
)


def _find(subject: Subject) -> Iterable[Found]:
    text = "\n".join(subject.prose)
    places = [found.start() for found in _MARKDOWN.finditer(text)]
    places += [found.start() for found in _HTML.finditer(text) if not _ALT.search(found[0])]
    body_line = subject.post.body_line
    line = begin = 0
    for place in sorted(places):
        line += text.count("\n", begin, place)
        begin = text.rfind("\n", 0, place) + 1
        yield Found(_SENTENCE, body_line + line, place - begin)


CHECK = Check("alt-text", "Pictures have alternative text", Severity.WARNING, _find)
