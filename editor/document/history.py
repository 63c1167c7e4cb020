"""Undo: what one step takes back, and where in the past the saved state stands.

Limits: steps are kept for as long as the post is open, older ones packed; they are not kept over a
restart (the journal keeps the words, not the steps).
"""

from __future__ import annotations

import itertools
import marshal
import zlib
from dataclasses import dataclass, field

from editor.document.coding import Coding
from editor.edit import Edit, Origin

PAUSE_S = 1.5
"""Typing that rests for longer than this starts a new step."""

STEP_LENGTH = 80
"""A step of typing holds at most this many code points, so that one undo never takes a page."""

_PACK = 512
_ORIGINS = tuple(Origin)


@dataclass(slots=True)
class Step:
    """What one undo takes back.

    Attributes:
        edits: In the order in which they were applied.
        origin: Who made them.
        identity: Name of the state after the step; 0 is the state at opening.
        coding: The coding before and after, where the step changed it (a reload may).
        last_s: When the last edit of the step was made, by the history's clock.
        is_open: Whether more typing may join.
    """

    edits: list[Edit]
    origin: Origin
    identity: int
    last_s: float = 0.0
    is_open: bool = False
    coding: tuple[Coding, Coding] | None = None


@dataclass(slots=True)
class History:
    """The steps of one document. Runs on every key: cost does not grow with the text."""

    saved: int = 0
    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)
    _packed: list[bytes] = field(default_factory=list)
    _identities: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def state(self) -> int:
        """Name of the present state; comes back when undo or redo comes back to it."""
        self._unpack()
        return self._done[-1].identity if self._done else 0

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done or self._packed)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    def record(self, edit: Edit, origin: Origin, now_s: float) -> None:
        """Add an edit, to the step before where it is the same stroke of typing.

        Typing starts a new step when the writer paused, went elsewhere, changed between writing
        and deleting, began a new word or a new line, replaced a selection, or when the step is
        full. Anything that is not typing is a step of its own.
        """
        self._undone.clear()
        step = self._done[-1] if self._done else None
        if step is not None and step.is_open and origin is Origin.TYPING:
            joined = _joined(step.edits[-1], edit) if now_s - step.last_s <= PAUSE_S else None
            if joined is not None:
                step.edits[-1] = joined
                step.last_s = now_s
                return
        self._push(Step([edit], origin, next(self._identities), now_s, _stays_open(edit, origin)))

    def record_all(
        self, edits: list[Edit], origin: Origin, coding: tuple[Coding, Coding] | None = None
    ) -> None:
        """Add one closed step."""
        self._undone.clear()
        self._push(Step(edits, origin, next(self._identities), coding=coding))

    def close_step(self) -> None:
        """Let nothing more join the last step."""
        if self._done:
            self._done[-1].is_open = False

    def undo(self) -> Step | None:
        """Move one step back and return it."""
        self._unpack()
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        self._unpack()
        self.close_step()
        return self._undone[-1]

    def redo(self) -> Step | None:
        """Move one step forward and return it."""
        if not self._undone:
            return None
        self._push(self._undone.pop())
        self.close_step()
        return self._done[-1]

    def _push(self, step: Step) -> None:
        self._done.append(step)
        if len(self._done) >= 2 * _PACK:
            # Long sessions: a step as objects takes ~400 bytes, packed ~20.
            old, self._done = self._done[:_PACK], self._done[_PACK:]
            self._packed.append(_packed(old))

    def _unpack(self) -> None:
        if not self._done and self._packed:
            self._done = _unpacked(self._packed.pop())


def _joined(before: Edit, edit: Edit) -> Edit | None:
    """Return both edits as one if they are one stroke of typing."""
    if not _is_stroke(edit) or len(before.inserted) + len(before.removed) >= STEP_LENGTH:
        return None
    if edit.inserted and before.inserted:
        line, column = _after(before.line, before.column, before.inserted)
        if edit.removed or (edit.line, edit.column) != (line, column):
            return None
        if edit.inserted == "\n" or edit.inserted == "\r\n":
            return None
        if before.inserted[-1].isspace() and not edit.inserted[0].isspace():
            return None
        return Edit(before.line, before.column, before.removed, before.inserted + edit.inserted)
    if edit.inserted or before.inserted or "\n" in edit.removed:
        return None
    if (edit.line, edit.column) == (before.line, before.column):  # the delete key
        if before.removed[-1].isspace() and not edit.removed[0].isspace():
            return None
        return Edit(before.line, before.column, before.removed + edit.removed, "")
    if _after(edit.line, edit.column, edit.removed) == (before.line, before.column):  # backspace
        if before.removed[0].isspace() and not edit.removed[-1].isspace():
            return None
        return Edit(edit.line, edit.column, edit.removed + before.removed, "")
    return None


def _is_stroke(edit: Edit) -> bool:
    # An input method may bring a few characters at once; a paste brings more, or lines.
    text = edit.inserted or edit.removed
    return len(text) <= 12 and (len(text) <= 2 or not any(map(str.isspace, text)))


def _stays_open(edit: Edit, origin: Origin) -> bool:
    return origin is Origin.TYPING and _is_stroke(Edit(0, 0, "", edit.inserted or edit.removed))


def _after(line: int, column: int, text: str) -> tuple[int, int]:
    breaks = text.count("\n")
    if breaks:
        return line + breaks, len(text) - text.rfind("\n") - 1
    return line, column + len(text)


def _packed(steps: list[Step]) -> bytes:
    rows = [
        (
            [(edit.line, edit.column, edit.removed, edit.inserted) for edit in step.edits],
            _ORIGINS.index(step.origin),
            step.identity,
            [(coding.encoding, coding.bom, coding.problem) for coding in step.coding or ()],
        )
        for step in steps
    ]
    return zlib.compress(marshal.dumps(rows), 1)


def _unpacked(data: bytes) -> list[Step]:
    steps = []
    # Our own memory, written by `_packed` in this process.
    for edits, origin, identity, codings in marshal.loads(zlib.decompress(data)):  # noqa: S302
        pair = tuple(Coding(*values) for values in codings)
        steps.append(
            Step(
                [Edit(*values) for values in edits],
                _ORIGINS[origin],
                identity,
                coding=(pair[0], pair[1]) if pair else None,
            )
        )
    return steps
