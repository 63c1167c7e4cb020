"""The text being parsed and the place in it (`utils/string_scanner.rb`).

Ruby's scanner sees each place as the start of its string: its `^` matches there, and no look-behind
reaches further back. The patterns of this folder are written for `Pattern.match(text, pos)`
instead: a `^` at the start of one of kramdown's patterns is left out here.

Searches that may run to the end of the text go through `find`, which remembers what is not there:
that keeps any number of unclosed constructs linear, and tells `incremental.py` that the result
depends on text far away.
"""

from __future__ import annotations

import re
from bisect import bisect_left

WHITESPACE = " \t\n\v\f\r\0"
"""What Ruby's `strip` takes off."""

_FENCE_END = re.compile(r"^ {0,3}([~`]{3,})[ \t\r\f\v]*\n", re.MULTILINE)
_IAL_TAIL = re.compile(r"[ \t\r\f\v]*\n")


class Scanner:
    """A text and a place in it."""

    __slots__ = ("_absent", "_braces", "_fences", "far", "pos", "text")

    def __init__(self, text: str, pos: int = 0) -> None:
        """Start at `pos` of `text`."""
        self.text = text
        self.pos = pos
        self.far = 0
        """How far a search looked; past the text when something was not found."""
        self._absent: dict[str, int] = {}
        self._braces: tuple[int, int] = (-1, -1)
        self._fences: dict[str, list[int]] | None = None

    @property
    def at_end(self) -> bool:
        """Whether all has been read."""
        return self.pos >= len(self.text)

    def find(self, needle: str, pos: int) -> int:
        """Return where `needle` starts at or after `pos`, -1 when it is not there.

        Remembers that nothing was found, so asking again costs nothing.
        """
        absent = self._absent.get(needle)
        if absent is not None and pos >= absent:
            self.far = len(self.text) + 1
            return -1
        found = self.text.find(needle, pos)
        if found < 0:
            self._absent[needle] = pos
            self.far = len(self.text) + 1
        else:
            self.far = max(self.far, found + len(needle))
        return found

    def brace(self, pos: int) -> int:
        r"""Return where the first `}` without a backslash before it stands, -1 for nowhere."""
        start, found = self._braces
        if start >= 0 and start <= pos and (found < 0 or pos <= found):
            self.far = max(self.far, found if found >= 0 else len(self.text) + 1)
            return found
        at = pos
        while True:
            at = self.find("}", at)
            if at < 0 or at == pos or self.text[at - 1] != "\\":
                break
            at += 1
        self._braces = (pos, at)
        return at

    def braced(self, pos: int) -> int:
        r"""Return the end of `(\\\}|[^\}])+\}` at `pos`, -1 when it does not match."""
        end = self.brace(pos)
        if end > pos:
            return end + 1
        stop = len(self.text) if end < 0 else end
        last = self.text.rfind("\\}", pos, stop) if end < 0 else -1
        return last + 2 if last >= pos else -1

    def braced_line(self, pos: int) -> int:
        r"""Return the end of the braces of `(\\\}|[^\}])+\}\s*?\n` at `pos`, or -1.

        Kramdown's pattern takes an escaped brace for the end when nothing better makes the
        line end behind it; so does this.
        """
        end = self.brace(pos)
        if end > pos and self._line_ends(end + 1):
            return end + 1
        if end == pos:
            return -1
        stop = len(self.text) if end < 0 else end
        for _ in range(20):
            last = self.text.rfind("\\}", pos, stop)
            if last < pos:
                return -1
            if self._line_ends(last + 2):
                return last + 2
            stop = last
        return -1

    def _line_ends(self, pos: int) -> bool:
        return _IAL_TAIL.match(self.text, pos) is not None

    def line_end(self, pos: int) -> int:
        """Return the place behind the line that holds `pos`, its line end included."""
        end = self.text.find("\n", pos)
        return len(self.text) if end < 0 else end + 1

    def fence_end(self, fence: str, pos: int) -> tuple[int, int] | None:
        """Return start and end of the line that closes `fence` at or after `pos`.

        A closing line is the fence, perhaps longer by its last character.
        """
        if self._fences is None:
            self._fences = {}
            for match in _FENCE_END.finditer(self.text):
                self._fences.setdefault(match[1], []).append(match.start())
        best = -1
        for run, starts in self._fences.items():
            if run.startswith(fence) and run.strip(fence[-1]) == fence.strip(fence[-1]):
                index = bisect_left(starts, pos)
                if index < len(starts) and (best < 0 or starts[index] < best):
                    best = starts[index]
        if best < 0:
            self.far = len(self.text) + 1
            return None
        end = self.line_end(best)
        self.far = max(self.far, end)
        return best, end
