"""The page round a post's body: its layouts rendered and cleaned, when there is time for it."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editor.liquid.errors import BudgetExceeded
from editor.preview.messages import PageNote, Shell
from editor.preview.shell import CleanPage, PageCleaner, is_too_much

if TYPE_CHECKING:
    from editor.theme import Note
    from editor.theme.live import LivePost, Surround

QUICK_S = 0.004
"""What takes longer waits until the keys are quiet."""
_TOO_MUCH = (
    "The site's layouts make a page that is too long or too deep to show, so the post is shown in "
    "the reading view."
)
_STOPPED = "The site's layouts take too long, so the post is shown in the reading view."


class Mode(enum.Enum):
    """How a post is shown just now."""

    READING = 1
    SHELL = 2  # blocks, and the page round them
    WHOLE = 3  # one page, in which the body cannot be told apart


@dataclass(frozen=True, slots=True)
class State:
    """What is shown round a body.

    Attributes:
        mode: How.
        shell: The page round it.
        whole: The whole page.
        reason: Why it is not shown in its layouts, though that was asked for.
        settled: It is as new as the body.
        notes: What the page lacks.
    """

    mode: Mode = Mode.READING
    shell: Shell | None = None
    whole: str | None = None
    reason: str = ""
    settled: bool = True
    notes: tuple[PageNote, ...] = ()


class PageRound:
    """The page round one body.

    Attributes:
        state: What is shown.
        stopped: The layouts are not run, because they hung a worker.
    """

    def __init__(
        self,
        cleaner: PageCleaner,
        key: str,
        may_run: Callable[[bytes], bool],
        *,
        wanted: bool,
        live: LivePost | None,
    ) -> None:
        """Make one; nothing is rendered yet.

        Args:
            cleaner: Of the site.
            key: Random letters for the comments round the body.
            may_run: Told of the layouts before they are run, by a digest; says whether they may.
            wanted: Whether the post is to be shown in its layouts at all.
            live: The post; None where its site makes no page of it.
        """
        self.state = State()
        self.stopped = False
        self._cleaner = cleaner
        self._key = key
        self._may_run = may_run
        self._wanted = wanted
        self._live = live
        self._failure = ""
        self._last: Surround | None = None
        self._last_url = ""
        self._costs: tuple[float, float] = (0.0, 0.0)

    def follow(self, live: LivePost | None) -> None:
        """Take the post of a site that has changed: what failed is tried again."""
        self._live = live
        self._failure = ""
        self._last = None
        self._costs = (0.0, 0.0)

    @property
    def is_quick(self) -> bool:
        """Whether rendering it is expected to be over before anyone could notice."""
        return self.state.mode is Mode.READING or min(self._costs) <= QUICK_S

    def leave_for_later(self) -> None:
        """Say that the page is older than its body now."""
        self.state = replace(self.state, settled=False)

    def bring(self, body_html: Callable[[], str]) -> None:
        """Bring the page up to date with its body.

        Args:
            body_html: Returns the converted body.
        """
        start = time.perf_counter()
        self.state = self._made(body_html)
        self._costs = (self._costs[1], time.perf_counter() - start)

    def _made(self, body_html: Callable[[], str]) -> State:
        if not self._wanted:
            return State()
        if self._live is None:
            return State(reason="Jekyll makes no page of this file here, so it is shown as text.")
        self.stopped = False
        reason = self._failure or self._live.layout_problem
        if not reason and not self._may_run(self._live.layouts_digest):
            self.stopped = True
            reason = _STOPPED
        if reason:
            return State(reason=reason)
        try:
            around = self._live.surround(body_html)
        except BudgetExceeded as error:
            self._failure = error.sentence
            return State(reason=self._failure)
        url = self._live.url
        # What is told apart from its body is the same when its own pieces are.
        is_apart = self.state.mode is Mode.SHELL or around.whole is not None
        if self._last == around and self._last_url == url and is_apart:
            return replace(self.state, settled=True)
        notes = page_notes(around.notes, self._live.path)
        cleaned = self._cleaned(around, body_html)
        if cleaned is None:
            self._failure = _TOO_MUCH
            return State(reason=_TOO_MUCH, notes=notes)
        self._last, self._last_url = around, url
        notes = (*notes, *cleaned.notes)
        if cleaned.before:
            shell = Shell(self._key, url, cleaned.before, cleaned.after)
            return State(Mode.SHELL, shell, notes=notes)
        return State(Mode.WHOLE, whole=cleaned.whole, notes=notes)

    def _cleaned(self, around: Surround, body_html: Callable[[], str]) -> CleanPage | None:
        if around.whole is None:
            if is_too_much(around.before) or is_too_much(around.after):
                return None
            found = self._cleaner.split(around.before, around.after, self._key)
            if found is not None:
                return found
            page = around.before + body_html() + around.after
        else:
            page = around.whole
        return None if is_too_much(page) else self._cleaner.whole(page)


def page_notes(notes: Sequence[Note], path: str) -> tuple[PageNote, ...]:
    """Return what a theme noted as the window is told of it.

    Args:
        notes: The theme's.
        path: The post's site path: a note of its own says nothing of where.
    """
    return tuple(
        PageNote(_kind(each), each.text, "" if each.path == path else each.path, each.line)
        for each in notes
    )


def _kind(note: Note) -> str:
    if note.kind == "liquid":
        is_missing = note.text.startswith("Could not locate the included file")
        return "missing-include" if is_missing else "liquid-error"
    if note.kind == "plugin":
        return "unknown-tag" if " is unknown: " in note.text else "plugin-tag"
    # A tag that shows something of the network names no single address.
    return "frame" if note.kind == "network" else note.kind
