"""YAML's tokens as Rouge names them (`lexers/yaml.rb`, from which Pygments' lexer comes too)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Token = tuple[str, str]
"""Class and text."""

_ANCHORED = re.compile(r"(?P<anchor>&[\w-]+)(?P<gap>[ ]+)(?P<key>.*)", re.DOTALL)
_WORD = re.compile(r"(?P<no>true|false|null)|(?P<m>\d+(?:\.\d+)?\Z)|(?P<s>[ ]+|:\S+|[^\s:]+|:)")


def adapt_yaml(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give keys, indicators, scalars and quotes the classes of Rouge."""
    depth = 0
    quote = ""
    for name, text in tokens:
        if quote:
            yield ("se" if name == "se" else name if name == "nv" else "s" if name else ""), text
            if name.startswith("s") and name != "se" and text.endswith(quote):
                quote = ""
        elif name in ("s", "s1", "s2") and text[:1] in ("'", '"'):
            quote = text[0]
            yield ("s1" if quote == "'" else "s2"), quote
            if text[1:]:
                yield "s", text[1:]
                if text.endswith(quote):
                    quote = ""
        elif name == "nt":
            anchored = _ANCHORED.fullmatch(text)
            if anchored:
                yield "nl", anchored["anchor"]
                yield "", anchored["gap"]
                text = anchored["key"]  # noqa: PLW2901
            yield ("nv" if depth else "na"), text
        elif name == "p":
            depth += text.count("[") + text.count("{") - text.count("]") - text.count("}")
            yield "pi", text
        elif name == "l":
            yield from _plain(text)
        elif name == "no":
            yield "s", text
        else:
            yield name, text


def _plain(text: str) -> Iterator[Token]:
    """Split a plain scalar: words that mean something to YAML, and a number at its end."""
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        if word is None:
            yield "s", text[place:]
            return
        yield str(word.lastgroup), word[0]
        place = word.end()
