r"""A three-way merge by lines (diff3) that loses nothing and does not care who is who.

Works on lines with their own endings, over diff-match-patch's line mode. What both sides changed
in the same place differently is a conflict: all three texts are kept, none is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.text_lines import split_lines

_TIMEOUT_S = 0.5
_MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the merge.

    Attributes:
        base: What stood there before.
        ours: What one side has there.
        theirs: What the other side has there.
    """

    base: str
    ours: str
    theirs: str

    @property
    def is_conflict(self) -> bool:
        """Whether both sides changed it, differently."""
        return self.ours != self.theirs and self.base not in (self.ours, self.theirs)

    @property
    def text(self) -> str:
        """The text that is not in conflict."""
        return self.theirs if self.ours == self.base else self.ours


@dataclass(frozen=True, slots=True)
class Merge:
    """Both sides in one.

    Attributes:
        chunks: From the top of the text to its end.
    """

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """What has to be decided."""
        return tuple(chunk for chunk in self.chunks if chunk.is_conflict)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to decide."""
        return not self.conflicts

    def text(self, choices: Sequence[str] | None = None) -> str:
        """Return the merged text.

        Args:
            choices: One text for each conflict, in order; by default both sides one after the
                other between markers, so that no word of either is lost.
        """
        parts = []
        decided = iter(choices or ())
        for chunk in self.chunks:
            if not chunk.is_conflict:
                parts.append(chunk.text)
            elif choices is not None:
                parts.append(next(decided))
            else:
                parts.append(_marked(chunk))
        return "".join(parts)


def merge3(base: str, ours: str, theirs: str) -> Merge:
    """Merge two texts that come from one.

    Swapping `ours` and `theirs` swaps them in every chunk and changes nothing else.

    Args:
        base: What both come from.
        ours: The text in the window.
        theirs: The text on the disk.
    """
    old = _lines(base)
    sides = (_lines(ours), _lines(theirs))
    changes = [(_changes(old, side), side) for side in sides]
    chunks: list[Chunk] = []
    place = 0
    for start, end in _regions(changes[0][0], changes[1][0]):
        _add(chunks, _same(old[place:start]))
        texts = [_side_text(*change, start, end) for change in changes]
        _add(chunks, Chunk("".join(old[start:end]), texts[0], texts[1]))
        place = end
    _add(chunks, _same(old[place:]))
    return Merge(tuple(chunks))


Span = tuple[int, int, int, int]
"""Lines `[0:1]` of the base became lines `[2:3]` of a side."""


def line_changes(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Return what changed between two lists of lines.

    Always right; not always the smallest: texts that have nothing in common are given half a
    second.
    """
    return _changes(old, new)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    from diff_match_patch import diff_match_patch

    if len(old) == len(new) and list(old) == list(new):
        return []
    if len(old) + len(new) > _MOST_LINES:
        return [(0, len(old), 0, len(new))]
    tool = diff_match_patch()
    tool.Diff_Timeout = _TIMEOUT_S
    codes: dict[str, str] = {}
    first, second = (_coded(lines, codes) for lines in (old, new))
    spans: list[Span] = []
    here = there = 0
    for operation, text in tool.diff_main(first, second, False):
        count = len(text)
        if operation == 0:
            here, there = here + count, there + count
            continue
        if spans and spans[-1][1] == here and spans[-1][3] == there:
            start, _, from_, _ = spans.pop()
        else:
            start, from_ = here, there
        if operation < 0:
            here += count
        else:
            there += count
        spans.append((start, here, from_, there))
    return spans


def _coded(lines: Sequence[str], codes: dict[str, str]) -> str:
    """Return one character for each line; the same for equal lines. Surrogates are left out."""
    out = []
    for line in lines:
        code = codes.get(line)
        if code is None:
            number = len(codes) + 1
            code = codes[line] = chr(number if number < 0xD800 else number + 0x800)
        out.append(code)
    return "".join(out)


def _regions(ours: list[Span], theirs: list[Span]) -> list[tuple[int, int]]:
    """Return the stretches of the base that a side changed; what touches is one stretch.

    Changes that only touch (one side changed line 4, the other line 5) are taken together:
    neither side saw the other's text beside its own.
    """
    regions: list[tuple[int, int]] = []
    for start, end, _, _ in sorted([*ours, *theirs], key=lambda span: span[:2]):
        if regions and start <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(regions[-1][1], end))
        else:
            regions.append((start, end))
    return regions


def _side_text(spans: list[Span], side: Sequence[str], start: int, end: int) -> str:
    """Return what a side has in place of the base's lines `start:end`."""
    # Whatever touches a region is in it, so a span is before it, inside it, or after it.
    before = after = 0
    for span in spans:
        if span[1] < start:
            before = after = span[3] - span[1]
        elif span[0] >= start and span[1] <= end:
            after = span[3] - span[1]
        else:
            break
    return "".join(side[start + before : end + after])


def _same(lines: Sequence[str]) -> Chunk:
    text = "".join(lines)
    return Chunk(text, text, text)


def _add(chunks: list[Chunk], chunk: Chunk) -> None:
    if chunk.base or chunk.ours or chunk.theirs:
        chunks.append(chunk)


def _lines(text: str) -> list[str]:
    lines = split_lines(text)
    if not lines[-1]:
        lines.pop()
    return lines


def _marked(chunk: Chunk) -> str:
    ending = "\r\n" if "\r\n" in chunk.ours + chunk.theirs else "\n"
    parts = [f"<<<<<<< mine{ending}", _ended(chunk.ours, ending), f"======={ending}"]
    parts += [_ended(chunk.theirs, ending), f">>>>>>> on the disk{ending}"]
    return "".join(parts)


def _ended(text: str, ending: str) -> str:
    return text if not text or text.endswith("\n") else text + ending
