"""The body of a post that is edited after its Liquid: its lines for kramdown, and whose they are.

An edit inside of literal text is passed straight on; any other has the body's template read and
printed again, and what it prints compared. Printed lines remember the source line that they come
from, for the preview scrolls with the text.

Runs on every key (`tests/benchmarks/bench_preview.py`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editor.liquid import Kind, Literal, live_tokens
from editor.liquid.errors import BudgetExceeded
from editor.liquid.ruby import to_s
from editor.text_lines import split_lines
from editor.theme.live import LivePost
from editor.theme.notes import Note
from editor.theme.prepared import Replaced
from editor.theme.tokens import Tokens
from editor.theme.words import count_words

if TYPE_CHECKING:
    from editor.liquid.engine import Template

_STOPPED = "The Liquid of this post takes too long, so it is shown as it is written."


@dataclass(slots=True)
class _Literal:
    """Lines of literal text, whole ones: source line `first` to `end` is printed at `printed`."""

    first: int
    end: int
    printed: int


class LiveBody:
    """The lines of one body as kramdown gets them.

    Attributes:
        tokens: What the stand-ins in the lines stand for.
        lines: The lines; changed in place.
        starts: The source line at which each line begins, counted from the body's first; None
            where every line is its own.
        words: How many words they have.
        notes: What its Liquid could not do.
        stopped: Its Liquid is not run, because that took too long.
    """

    def __init__(
        self, post: LivePost, may_run: Callable[[bytes], bool], tokens: Tokens | None = None
    ) -> None:
        """Make one without lines.

        Args:
            post: Whose body it is.
            may_run: Told of the Liquid before it is run, by a digest; says whether it may.
            tokens: Those of the same document before.
        """
        self.tokens = tokens or Tokens()
        self.lines: list[str] = []
        self.starts: list[int] | None = None
        self.words = 0
        self.notes: tuple[Note, ...] = ()
        self.stopped = False
        self._post = post
        self._may_run = may_run
        self._literals: list[_Literal] = []
        self._template: Template | None = None
        self._failed: tuple[bytes, str] | None = None
        self._reads_itself = False
        self._has_liquid = False
        self._source_count = 0

    def fill(self, source: Sequence[str], first: int) -> None:
        """Take all lines of a text from `first` on."""
        self._template = None
        self._print(source[first:])
        self.words = sum(map(count_words, self.lines))

    def again(self, source: Sequence[str], first: int) -> Replaced:
        """Print the same text again, since the front matter or the site is another."""
        if not self._has_liquid:
            return Replaced(0, [], [])
        return self._printed_again(source[first:])

    def replace(
        self, source: Sequence[str], first: int, start: int, gone: int, came: int
    ) -> Replaced:
        """Follow an edit; as `BodyLines.replace`."""
        found = self._literal_at(start, gone)
        fresh = source[first + start : first + start + came]
        if (
            found is None
            or self._reads_itself
            or any("{{" in each or "{%" in each for each in fresh)
        ):
            self._template = None
            return self._printed_again(source[first:])
        return self._pass_on(found, start, gone, [self.tokens.protect(each) for each in fresh])

    def source_line(self, line: int) -> int:
        """Return the source line at which a line begins; `line` may be the end."""
        if self.starts is None:
            return line
        return self.starts[line] if line < len(self.starts) else self._source_count

    # -- an edit of literal text

    def _literal_at(self, start: int, gone: int) -> int | None:
        at = bisect_right(self._literals, start, key=lambda each: each.first) - 1
        if at < 0 or start + gone > self._literals[at].end:
            return None
        return at

    def _pass_on(self, at: int, start: int, gone: int, now: list[str]) -> Replaced:
        literal = self._literals[at]
        low = literal.printed + start - literal.first
        before = self.lines[low : low + gone]
        self.lines[low : low + gone] = now
        self._template = None  # its lines are others now; read again when it is printed again
        gained = len(now) - gone
        if gained:
            literal.end += gained
            for each in self._literals[at + 1 :]:
                each.first += gained
                each.end += gained
                each.printed += gained
            self._source_count += gained
            if self.starts is not None:
                came = list(range(start, start + len(now)))
                behind = [each + gained for each in self.starts[low + gone :]]
                self.starts[low:] = came + behind
            self.notes = tuple(
                replace(each, line=each.line + gained) if self._is_below(each, start) else each
                for each in self.notes
            )
        self.words += sum(map(count_words, now)) - sum(map(count_words, before))
        return Replaced(low, before, now)

    def _is_below(self, note: Note, start: int) -> bool:
        return note.path == self._post.path and note.line > self._post.first_line + start

    # -- any other

    def _printed_again(self, source: Sequence[str]) -> Replaced:
        old = self.lines
        self._print(source)
        new = self.lines
        low, shorter = 0, min(len(old), len(new))
        while low < shorter and old[low] == new[low]:
            low += 1
        end = 0
        while end < shorter - low and old[-1 - end] == new[-1 - end]:
            end += 1
        before, now = old[low : len(old) - end], new[low : len(new) - end]
        old[low : len(old) - end] = now
        self.lines = old  # whoever holds the list sees it change
        self.words += sum(map(count_words, now)) - sum(map(count_words, before))
        return Replaced(low, before, now)

    def _print(self, source: Sequence[str]) -> None:
        """Have the body's Liquid print its lines."""
        self.notes = ()
        self.stopped = False
        self._source_count = len(source)
        text = "".join(source)
        self._has_liquid = "{{" in text or "{%" in text
        if not self._has_liquid or not self._post.uses_liquid:
            self._take_plain(source)
            return
        digest = _digest_of(text)
        if not self._may_run(digest):
            self.stopped = True
            self._take_plain(source)
            self._literals = []
            self.notes = (Note("liquid", _STOPPED),)
            return
        if self._failed is not None and self._failed[0] == digest:
            self._give_up(source, digest, self._failed[1])
            return
        try:
            if self._template is None:
                self._template = self._post.template(text)
            pieces, self._reads_itself, self.notes = self._post.print_body(self._template)
        except BudgetExceeded as error:
            self._give_up(source, digest, error.sentence)
            return
        self._failed = None
        self._take(pieces, self._template, text)

    def _give_up(self, source: Sequence[str], digest: bytes, sentence: str) -> None:
        """Show the text as it is written; the same Liquid is not tried again."""
        self._failed = digest, sentence
        self._take_plain(source)
        self._literals = []
        self.notes = (Note("liquid", sentence),)

    def _take_plain(self, source: Sequence[str]) -> None:
        self.lines = [self.tokens.protect(each) for each in source]
        self.starts = None
        self._reads_itself = False
        self._literals = [_Literal(0, len(source), 0)]

    def _take(self, pieces: list[object], template: Template, source: str) -> None:
        """Take what was printed, with the source line of every line."""
        # An opening that nothing closes is text, until a brace anywhere below closes it.
        top = set() if template.problems else {id(each) for each in template.literals}
        last = pieces[-1] if pieces and template.ends_with_text else None
        parts: list[str] = []
        starts = [0]
        literals: list[_Literal] = []
        here = 0
        for piece in pieces:
            text = piece if isinstance(piece, str) else to_s(piece)
            count = text.count("\n")
            if isinstance(piece, Literal) and not piece.template:
                at = piece.line - 1
                if id(piece) in top:
                    is_first = not parts and at == 0 and source.startswith(piece)
                    is_last = piece is last
                    begin = at + (not is_first)
                    end = at + count + is_last
                    if end > begin:
                        printed = len(starts) - 1 + (not is_first)
                        literals.append(_Literal(begin, end, printed))
                if at >= here:
                    starts.extend(range(at + 1, at + count + 1))
                else:  # a loop goes over the same text again
                    starts.extend(max(here, each) for each in range(at + 1, at + count + 1))
                here = max(here, at + count)
            elif count:
                starts.extend([here] * count)
            parts.append(text)
        self.lines = split_lines(self.tokens.protect("".join(parts)))
        is_flat = len(starts) == self._source_count and starts[-1] == self._source_count - 1
        self.starts = None if is_flat and starts == list(range(len(starts))) else starts
        self._literals = literals


def _digest_of(text: str) -> bytes:
    """Return what names the Liquid of a text, whatever stands between it."""
    digest = hashlib.blake2b(digest_size=12)
    for token in live_tokens(text):
        if token.kind is not Kind.TEXT:
            digest.update(text[token.start : token.end].encode("utf-8", "surrogatepass"))
    return digest.digest()
