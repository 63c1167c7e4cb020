"""Pictures are described for those who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor.checks.check import Check, Found, Subject
from editor.checks.finding import Severity
from editor.kramdown import Fate, Role

_MARKDOWN = re.compile(r"!\[(?=\s*\])")
_HTML = re.compile(r"<img\s[^<>\"']*=\s*[\"']", re.IGNORECASE)
_SENTENCE = (
    "The picture has no alternative text; say in a few words what it shows, "
    "for those who cannot see it."
)


def _find(subject: Subject) -> Iterable[Found]:
    text = subject.post.body
    pictures = [(found.start(), found.end()) for found in _MARKDOWN.finditer(text)]
    pictures += [(found.start(), found.end()) for found in _HTML.finditer(text)]
    pictures.sort()
    fates = subject.body.fates([inside for _, inside in pictures])
    for (place, _), fate in zip(pictures, fates, strict=True):
        if fate.tag == "img" and fate.role is Role.ATTRIBUTE and not _is_described(fate):
            yield Found(_SENTENCE, *subject.place_of(place))


def _is_described(fate: Fate) -> bool:
    """Tell whether a picture has a description; an empty one in HTML says that it needs none."""
    attributes = fate.attributes or {}
    if fate.is_markdown:
        return bool((attributes.get("alt") or "").strip())
    return "alt" in attributes or attributes.get("aria-hidden") == "true"


CHECK = Check("alt-text", "Pictures have alternative text", Severity.WARNING, _find)
