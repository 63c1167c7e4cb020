"""The lines of a post's body with Liquid replaced, kept right while the text is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.site import SiteUrls
from editor.theme.liquid import LOOKAHEAD, PLAIN, LiquidLines, State
from editor.theme.notes import Note
from editor.theme.tokens import Tokens
from editor.theme.words import count_words


@dataclass(frozen=True, slots=True)
class Replaced:
    """Which lines an edit changed.

    Attributes:
        low: The first one.
        before: Those from there on, as they were.
        now: What they are.
    """

    low: int
    before: Sequence[str]
    now: Sequence[str]


class BodyLines:
    """The lines of one body as kramdown gets them; as many as the source has.

    Attributes:
        tokens: What the stand-ins in the lines stand for.
        lines: The lines; changed in place.
        words: How many words they have.
        starts: None: every line is its own, as Liquid's stand-ins keep their number.
        notes: None.
        stopped: Never.
    """

    starts = None
    notes: tuple[Note, ...] = ()
    stopped = False

    def __init__(self, urls: SiteUrls, *, with_liquid: bool, tokens: Tokens | None = None) -> None:
        """Make one without lines.

        Args:
            urls: Of the site.
            with_liquid: Whether Liquid runs over the text.
            tokens: Those of the same document before, so that what is the same stays the same.
        """
        self.tokens = tokens or Tokens()
        self.lines: list[str] = []
        self.words = 0
        self._liquid = LiquidLines(self.tokens, urls) if with_liquid else None
        self._states: list[State] = [PLAIN]  # at the start of each line, and at the end

    def fill(self, source: Sequence[str], first: int) -> None:
        """Take all lines of a text from `first` on."""
        self.lines = []
        self._states = [PLAIN]
        for index in range(first, len(source)):
            line, state = self._converted(source, index, self._states[-1])
            self.lines.append(line)
            self._states.append(state)
        self.words = sum(map(count_words, self.lines))

    def source_line(self, line: int) -> int:
        """Return the source line at which a line begins."""
        return line

    def replace(
        self, source: Sequence[str], first: int, start: int, gone: int, came: int
    ) -> Replaced:
        """Follow an edit. Runs on every key (`tests/benchmarks/bench_preview.py`).

        Args:
            source: The whole text after it.
            first: Where the body begins in it.
            start: The first body line that the edit touched.
            gone: How many went.
            came: How many came in their place.
        """
        old = self.lines[start : start + gone]
        self.lines[start : start + gone] = [""] * came
        self._states[start + 1 : start + gone] = [PLAIN] * (came - 1)
        end = start + came
        others: dict[int, str] = {}  # lines round the edit that changed, as they were
        index = self._first_affected(start)
        while index < len(self.lines):
            line, state = self._converted(source, first + index, self._states[index])
            if not start <= index < end and line != self.lines[index]:
                others[index] = self.lines[index]
            self.lines[index] = line
            index += 1
            # What comes after depends on the state alone, which is the one it had.
            settled = index >= end and self._states[index] == state
            self._states[index] = state
            if settled:
                break
        low, high = min([start, *others]), max([end, *(each + 1 for each in others)])
        before = [
            *(others.get(each, self.lines[each]) for each in range(low, start)),
            *old,
            *(others.get(each, self.lines[each]) for each in range(end, high)),
        ]
        now = self.lines[low:high]
        self.words += sum(map(count_words, now)) - sum(map(count_words, before))
        return Replaced(low, before, now)

    def _first_affected(self, start: int) -> int:
        """Return the first line that may turn into something else: a tag may go on for a while."""
        index = max(start - LOOKAHEAD, 0) if self._liquid is not None else start
        while index > 0 and self._states[index].skip_to >= 0:
            index -= 1
        return index

    def _converted(self, source: Sequence[str], index: int, state: State) -> tuple[str, State]:
        if self._liquid is None:
            return self.tokens.protect(source[index]), PLAIN
        return self._liquid.convert(source, index, state)
