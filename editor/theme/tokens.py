"""One character in the Markdown stands for a piece of Liquid, and becomes a label in the HTML.

A single character cannot be torn apart by the Markdown grammar or by a highlighter, keeps the
line count, and is the same for the same Liquid, so that an unchanged block stays unchanged. The
characters are of private-use plane 16; one that the writer typed is kept by a stand-in of its own.
"""

from __future__ import annotations

import enum
import html
import re

_FIRST = 0x100000
_LAST = 0x10FFFD
_SPECIAL = re.compile("[\U00100000-\U0010fffd]")
# The sanitiser writes every attribute in double quotes and escapes < and > inside them.
_TAG = re.compile(r"(<[^<>]*>)")
_LABEL_LENGTH = 60
_SHOWN_LENGTH = 2_000


class Kind(enum.Enum):
    """What a stand-in turns into."""

    CHIP = "chip"  # a label that shows the Liquid
    CODE = "code"  # inline code
    LITERAL = "literal"  # the character that the writer typed
    NOTHING = "nothing"  # holds a line open
    STOPPED = "stopped"  # a passage that took too long


class Tokens:
    """The stand-ins handed out for one document."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Kind, str], int] = {}
        self._tokens: list[tuple[Kind, str]] = []
        self.nothing = self.char(Kind.NOTHING, "")

    @property
    def exhausted(self) -> bool:
        """Tell whether so many were handed out that the document should be started afresh."""
        return len(self._tokens) > (_LAST - _FIRST) // 2

    def char(self, kind: Kind, source: str) -> str:
        """Return the character that stands for `source`; the same for the same."""
        key = (kind, source)
        number = self._numbers.get(key)
        if number is None:
            number = len(self._tokens)
            if _FIRST + number > _LAST:
                return ""
            self._numbers[key] = number
            self._tokens.append(key)
        return chr(_FIRST + number)

    def protect(self, text: str) -> str:
        """Return `text` with the writer's own characters of that plane replaced by stand-ins."""
        if text.isascii():
            return text
        return _SPECIAL.sub(lambda found: self.char(Kind.LITERAL, found[0]), text)

    def has(self, text: str) -> bool:
        """Tell whether `text` holds a stand-in."""
        return not text.isascii() and _SPECIAL.search(text) is not None

    def plain(self, text: str) -> str:
        """Return `text` with each stand-in replaced by its source."""
        return _SPECIAL.sub(lambda found: self._at(found[0])[1], text)

    def fill(self, markup: str) -> str:
        """Replace the stand-ins in sanitised HTML: by labels in text, by their source in tags.

        A picture whose address holds Liquid becomes its label, as there is nothing to load.
        """
        if not self.has(markup):
            return markup
        parts = _TAG.split(markup)
        for index, part in enumerate(parts):
            if not self.has(part):
                continue
            if index % 2 == 0:
                parts[index] = _SPECIAL.sub(self._label, part)
            elif part.startswith("<img ") and (found := re.search(r' src="([^"]*)"', part)):
                address = html.unescape(found[1])
                if self.has(address):
                    parts[index] = chip(self.plain(address))
                else:
                    parts[index] = _SPECIAL.sub(self._value, part)
            else:
                parts[index] = _SPECIAL.sub(self._value, part)
        return "".join(parts)

    def _at(self, character: str) -> tuple[Kind, str]:
        number = ord(character) - _FIRST
        if number < len(self._tokens):
            return self._tokens[number]
        return Kind.LITERAL, character

    def _value(self, found: re.Match[str]) -> str:
        return html.escape(self._at(found[0])[1])

    def _label(self, found: re.Match[str]) -> str:
        kind, source = self._at(found[0])
        if kind is Kind.CHIP:
            return chip(source)
        if kind is Kind.CODE:
            return f"<code>{html.escape(source)}</code>"
        if kind is Kind.STOPPED:
            return (
                '<span class="sf-stopped"><strong>This passage takes too long to show. '
                "It is shown again when it changes.</strong>"
                f'<span class="sf-source">{html.escape(source[:_SHOWN_LENGTH])}</span></span>'
            )
        return html.escape(source)


def chip(source: str) -> str:
    """Return the label that stands for a piece of Liquid: an include by its name."""
    inner = source.strip("{}%- \t\r\n")
    words = inner.split(None, 2)
    if source.startswith("{%") and len(words) > 1 and words[0].startswith("include"):
        label = f"{words[0]} {words[1]}"
    else:
        label = " ".join(source.split())
    if len(label) > _LABEL_LENGTH:
        label = label[: _LABEL_LENGTH - 1] + "…"
    title = html.escape(source[:_SHOWN_LENGTH])
    return f'<span class="sf-liquid" title="{title}">{html.escape(label)}</span>'
