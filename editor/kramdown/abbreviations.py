"""Abbreviations in the finished tree (`abbreviation.rb`, `replace_abbreviations`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor.kramdown.element import Element

_BLANKS = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", re.ASCII)


class Abbreviations:
    """The abbreviations of a text, ready to be found."""

    def __init__(self, names: Iterable[str], *, is_25: bool) -> None:
        """Make the patterns: the longest name first; 2.5 takes any blanks between words."""
        self._names = set(names)
        self._is_25 = is_25
        ordered = sorted(self._names, key=lambda name: (-len(name), name))
        parts = [re.escape(name) for name in ordered]
        if is_25:
            parts = [re.sub(r"\\\s", lambda _: _BLANKS.pattern, part) for part in parts]
        self.pattern = "|".join(parts)
        self._any = re.compile(self.pattern, re.ASCII)
        self._here = re.compile(rf"(?:{self.pattern})(?!\w)", re.ASCII)
        self._next = re.compile(rf"(?=(?:\W|^)(?:{self.pattern})(?!\w))", re.ASCII | re.MULTILINE)

    def name_of(self, found: str) -> str:
        """Return the name under which what was found is defined."""
        if found in self._names or not self._is_25:
            return found
        plain = _BLANKS.sub(" ", found)
        return plain if plain in self._names else found

    def replace(self, element: Element, used: set[str]) -> None:
        """Put elements for the abbreviations below `element`; adds their names to `used`."""
        children: list[Element] = []
        raw = element.options.get("content_model") == "raw"
        for child in element.children:
            if child.type == "text" and not raw:
                children.extend(self._split(child, used))
            else:
                self.replace(child, used)
                children.append(child)
        element.children = children

    def _split(self, child: Element, used: set[str]) -> list[Element]:
        text: str = child.value
        if self._any.search(text) is None:
            return [child]
        found: list[Element] = []
        pos = 0
        while True:
            match = self._find(text, pos)
            if match is None:
                break
            name = self.name_of(match[0])
            used.add(name)
            found.append(Element("text", text[pos : match.start()]))
            found.append(Element("abbreviation", match[0], name=name))
            pos = match.end()
        found.append(Element("text", text[pos:]))
        return found

    def _find(self, text: str, pos: int) -> re.Match[str] | None:
        """Find the next abbreviation as Ruby's scanner does.

        It stops where one follows a non-word character or the start of a line, takes one that
        starts right there, else the one behind that character.
        """
        start = pos
        if self._here.match(text, pos) is None:
            place = self._next.search(text, pos)
            if place is None:
                return None
            start = place.start()
        return self._any.match(text, start) or self._any.match(text, start + 1)
