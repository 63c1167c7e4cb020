"""Shows Markdown as what it is: headings heavier, bold bold, quotes set off, addresses dimmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from editor.ui.text.positions import utf16_length

_PLAIN, _FENCE = 0, 1
_KIND = 1  # the bit that says which of the two
_DONE = 2  # the bit that says that a block has been formatted
_AHEAD = 120  # blocks formatted before and behind what is seen
_FENCE_LINE = re.compile(r"[ ]{0,3}(?:`{3,}[^`]*|~{3,}.*)$")
_SPANS = re.compile(
    r"(?P<liquid>\{\{[^}\n]{0,500}\}\}|\{%[^\n]{0,500}?%\})"
    r"|(?P<attributes>\{:[^}\n]{0,300}\})"
    r"|(?P<code>(?P<ticks>`{1,3})(?!`).{1,500}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<picture>!?\[(?P<words>[^\]\n]{0,500})\](?P<address>\([^)\n]{0,1000}\)|\[[^\]\n]{0,200}\]))"
    r"|(?P<html></?[A-Za-z][^>\n]{0,300}>)"
    r"|(?P<url>https?://[^\s<>()]{1,500})"
    r"|(?P<strong>(?P<two>\*\*|__)(?=\S).{1,500}?(?<=\S)(?P=two))"
    r"|(?P<emphasis>(?<![\w*])(?P<one>[*_])(?=[^\s*_]).{1,500}?(?<=\S)(?P=one)(?![\w*]))"
)
_LINE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class HighlightColors:
    """The colours of the pane, as `#rrggbb`."""

    text: str = "#1f1f1f"
    muted: str = "#6b6b6b"
    accent: str = "#0b57a8"
    liquid: str = "#8a4b08"
    code_back: str = "#f0efec"


class MarkdownHighlighter(QSyntaxHighlighter):
    """Formats one block at a time; a line's look depends on it and on an open fence above.

    Only what is seen, and some blocks round it, is formatted: a whole text of 5 MB would take
    seconds. Of the rest only the fences are followed.
    """

    def __init__(self, document: QTextDocument) -> None:
        """Attach to a document."""
        super().__init__(document)
        self._size = 0
        self._first = 0
        self._last = _AHEAD
        self._is_anew = False
        self._formats: dict[str, QTextCharFormat] = {}
        self.set_colors(HighlightColors())

    def set_colors(self, colors: HighlightColors) -> None:
        """Use these colours from now on."""
        self._colors = colors
        self._make_formats()
        self.start_anew()

    def set_font(self, font: QFont) -> None:
        """Take the sizes of headings from this font."""
        size = font.pixelSize() if font.pixelSize() > 0 else int(font.pointSizeF() * 4 / 3)
        if size != self._size:
            self._size = size
            self._make_formats()
            self.start_anew()

    def start_anew(self) -> None:
        """Forget every format, and format what is seen."""
        self._is_anew = True
        self.rehighlight()
        self._is_anew = False

    def show(self, first: int, last: int) -> None:
        """Format what is seen, if it has not been formatted yet.

        Args:
            first: Number of the first block that is seen.
            last: Of the last.
        """
        self._first, self._last = first - _AHEAD, last + _AHEAD
        block = self.document().findBlockByNumber(max(0, self._first))
        while block.isValid() and block.blockNumber() <= self._last:
            if not max(0, block.userState()) & _DONE:
                # Goes on with the following blocks by itself, as their states change.
                self.rehighlightBlock(block)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        """Format one line. Runs on every key, for the touched lines."""
        above = self.previousBlockState()
        is_inside = above > 0 and bool(above & _KIND)
        fence = text.lstrip(" ")[:3] in ("```", "~~~") and _FENCE_LINE.match(text)
        kind = _FENCE if is_inside != bool(fence) else _PLAIN
        number = self.currentBlock().blockNumber()
        if not self._first <= number <= self._last:
            before = self.currentBlockState()
            if self._is_anew or before <= 0 or not before & _DONE:
                self.setCurrentBlockState(kind)
                return
        self.setCurrentBlockState(kind | _DONE)
        if len(text) > _LINE_LIMIT:
            return
        if is_inside or fence:
            self._format(text, 0, len(text), "muted" if fence else "code")
            return
        heading = re.match(r"(#{1,6})[ \t]", text)
        if heading:
            name = f"heading{len(heading[1])}"
            self._format(text, 0, len(text), name)
            self._format(text, 0, len(heading[1]), f"{name}mark")
            return
        quote = re.match(r"[ ]{0,3}>", text)
        if quote:
            self._format(text, 0, len(text), "quote")
        mark = re.match(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])", text)
        if mark:
            self._format(text, 0, mark.end(), "accent")
        elif re.fullmatch(r"[ ]{0,3}(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}|=+[ \t]*", text):
            self._format(text, 0, len(text), "muted")
        for start, end, name in _spans(text):
            self._format(text, start, end, name)

    def _format(self, text: str, start: int, end: int, name: str) -> None:
        if text.isascii():
            self.setFormat(start, end - start, self._formats[name])
        else:
            begin = utf16_length(text[:start])
            self.setFormat(begin, utf16_length(text[start:end]), self._formats[name])

    def _make_formats(self) -> None:
        colors = self._colors

        def made(color: str, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
            format_ = QTextCharFormat()
            format_.setForeground(QColor(color))
            if bold:
                format_.setFontWeight(QFont.Weight.Bold)
            if italic:
                format_.setFontItalic(True)
            return format_

        code = made(colors.text)
        code.setBackground(QColor(colors.code_back))
        self._formats = {
            "muted": made(colors.muted),
            "accent": made(colors.accent),
            "liquid": made(colors.liquid),
            "code": code,
            "quote": made(colors.muted, italic=True),
            "strong": made(colors.text, bold=True),
            "emphasis": made(colors.text, italic=True),
            "link": made(colors.accent),
        }
        for level, grown in enumerate((1.5, 1.3, 1.15, 1.0, 1.0, 1.0), start=1):
            heading = made(colors.text, bold=True)
            mark = made(colors.muted)
            if self._size:
                for format_ in (heading, mark):
                    format_.setProperty(
                        QTextCharFormat.Property.FontPixelSize, round(self._size * grown)
                    )
            self._formats[f"heading{level}"] = heading
            self._formats[f"heading{level}mark"] = mark


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what stands out in a line: start, end, name of the format; later ones lie on top."""
    if not any(sign in text for sign in "*_`[<{:"):
        return
    for found in _SPANS.finditer(text):
        kind = next(name for name in _KINDS if found[name] is not None)
        if kind == "picture":
            yield *found.span(), "muted"
            yield *found.span("words"), "link"
        else:
            yield *found.span(), kind if kind in _OWN_LOOK else "muted"


_KINDS = ("liquid", "attributes", "code", "picture", "html", "url", "strong", "emphasis")
_OWN_LOOK = frozenset({"liquid", "code", "strong", "emphasis"})
