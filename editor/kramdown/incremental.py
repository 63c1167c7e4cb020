"""A text kept rendered while it is edited, block by block.

Runs on every key; `tests/benchmarks/bench_kramdown.py` measures it. An edit parses again the parts
it touches and, when it touches the first line of one, the part before; the new parts end where an
old cut is met again. What other parts have to know of the edit is found by name: every part notes
the definitions it looked up, so a changed link renders again only those that use it. Numbers of
footnotes and ids are filled into finished HTML (`fragment.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from editor.edit import Edit, apply_edit
from editor.kramdown.chunks import Parts
from editor.kramdown.collector import resting_collector
from editor.kramdown.document import to_html
from editor.kramdown.fragment import HOLE, Fragment, TocEntry
from editor.kramdown.options import Options
from editor.kramdown.parser import Parser
from editor.kramdown.parts import Block, Part, Unit, cut
from editor.kramdown.registry import Name, Registry
from editor.kramdown.render import (
    Footnotes,
    Numbering,
    PartRenderer,
    filled,
    footnotes_html,
    placed,
    toc_entries,
)

_WORDS = re.compile(r"[A-Za-z0-9]+")
_FAR_TOKENS = ("}", ">", "$$", "```", "~~~", "`~", "~`", '"', "'", "</", "\r")
"""What the searches for a distant end look for; an edit without any of them changes no search."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace `deleted` blocks from `start` on by `blocks`."""

    start: int
    deleted: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BlockPatch:
    """What an edit changed.

    Attributes:
        splices: To be applied in this order; places count after those before.
        tail: What stands behind the last block now, `None` when that is unchanged.
    """

    splices: tuple[Splice, ...]
    tail: str | None


class _OptionsInSpan(Exception):
    """A part sets options within a line: they change what is printed everywhere."""


class _View(Sequence[Block]):
    """The blocks of the parts, in order."""

    def __init__(self, parts: Parts[Part]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[Block]:
        return (part.block for part in self._parts)

    def __getitem__(self, index: int | slice) -> object:  # type: ignore[override]
        if isinstance(index, slice):
            return [part.block for part in self._parts][index]
        return self._parts[index + len(self._parts) if index < 0 else index].block


class Blocks:
    """The blocks of a text, kept right edit by edit."""

    def __init__(self, text: str, options: Mapping[str, object] | None = None) -> None:
        """Render `text`; options as for `to_html`."""
        self._given = options
        self._dialect = Options.of(options)
        self._is_whole = False
        self._options = self._dialect
        self._keys = 0
        self._notes_placed = False
        self._toc: list[TocEntry] = []
        self._notes: dict[str, Unit] = {}
        self._open: set[Part] = set()
        with resting_collector():
            self._build(text)

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks in the order of the text."""
        return _View(self._parts)

    @property
    def tail(self) -> str:
        """What stands behind the last block: the footnotes, unless they have a place."""
        return "" if self._notes_placed else self._footnotes.html

    def html(self) -> str:
        """Return the whole text rendered, the same as `to_html` returns."""
        return "".join([part.block.html for part in self._parts]) + self.tail

    def update(self, edit: Edit) -> BlockPatch:
        """Apply an edit of the text and say which blocks it changed.

        Raises:
            ValueError: The text does not hold what the edit removes at that place.
        """
        if self._is_whole:
            return self._update_whole(edit)
        first, last, changed, old, near = self._locate(edit)
        start = self._restart(first, changed, old, near)
        if start < first:
            lead = "".join(part.raw for part in self._parts.slice(start, first))
            changed = lead + changed
        new, end = self._cut_again(start, last + 1, changed)
        old_parts = self._parts.slice(start, end)
        head, tail = _same_ends(old_parts, new)
        start += head
        old_parts = old_parts[head : len(old_parts) - tail]
        new = new[head : len(new) - tail]
        tail_before = self.tail
        if self._options_after(start, old_parts, new) != self._options:
            splices = self._rebuild_with(start, old_parts, new, spliced=False)
        else:
            try:
                splices = self._replace(start, old_parts, new)
            except _OptionsInSpan:
                splices = self._rebuild_with(start, old_parts, new, spliced=True)
        return BlockPatch(tuple(splices), self.tail if self.tail != tail_before else None)

    def _update_whole(self, edit: Edit) -> BlockPatch:
        tail = self.tail
        text = apply_edit(self._parts[0].raw, edit)
        splices = self._rebuild_all(text, [self._parts[0].block])
        return BlockPatch(tuple(splices), self.tail if self.tail != tail else None)

    # Finding what to parse again

    def _locate(self, edit: Edit) -> tuple[int, int, str, str, bool]:
        """Return first and last part touched, their new source, their old one, and nearness.

        Nearness: whether the edit touches the first line of the first part.

        Raises:
            ValueError: The text does not hold what the edit removes at that place.
        """
        if not len(self._parts):
            raise ValueError("there is no such line")
        index, part, offset = self._parts.find_line(edit.line)
        offset += edit.column
        while offset >= len(part.raw) and index + 1 < len(self._parts):
            offset -= len(part.raw)
            index += 1
            part = self._parts[index]
        if offset > len(part.raw):
            raise ValueError("the text to remove is not at that place")
        last = index
        raw = part.raw
        while offset + len(edit.removed) > len(raw) and last + 1 < len(self._parts):
            last += 1
            raw += self._parts[last].raw
        if raw[offset : offset + len(edit.removed)] != edit.removed:
            raise ValueError("the text to remove is not at that place")
        changed = raw[:offset] + edit.inserted + raw[offset + len(edit.removed) :]
        near = "\n" not in raw[:offset] or not edit.column
        return index, last, changed.replace(HOLE, "\ufffd"), raw, near

    def _restart(self, first: int, changed: str, old: str, near: bool) -> int:
        """Return the part from which on to parse again."""
        start = max(first - 1, 0) if near else first
        if self._open:
            tokens = any(token in changed or token in old for token in _FAR_TOKENS)
            for part in self._open:
                index = self._parts.index(part)
                if index < start and (part.far >= 0 or tokens):
                    start = index
        return start

    def _cut_again(self, start: int, after: int, changed: str) -> tuple[list[Part], int]:
        """Cut the changed source; returns the new parts and the old part where they end."""
        count = 2
        while True:
            behind = self._parts.slice(after, after + count)
            is_all = after + count >= len(self._parts)
            places: dict[int, int] = {}
            size = len(changed)
            for index, part in enumerate(behind):
                places[size] = after + index
                size += len(part.raw)
            raw = changed + "".join(part.raw for part in behind)
            ends_well = is_all or not raw.endswith("\r")
            found = self._cut_window(start, raw, places, is_all=is_all) if ends_well else None
            if found is not None:
                return found
            count *= 4

    def _cut_window(
        self, start: int, raw: str, places: dict[int, int], *, is_all: bool
    ) -> tuple[list[Part], int] | None:
        """Cut up to an old cut; `None` when more source is needed to know."""
        options = self._parts[start].options
        new: list[Part] = []
        end = 0
        for part in cut(raw, options, self._dialect, at_start=start == 0):
            if part.far < 0 and not is_all:
                return None
            new.append(part)
            end += len(part.raw)
            index = places.get(end)
            if (
                index is not None
                and end < len(raw)
                and self._parts[index].options == part.options_after
            ):
                return new, index
        return (new, len(self._parts)) if is_all else None

    def _options_after(self, start: int, old: Sequence[Part], new: Sequence[Part]) -> Options:
        """Return the options at the end of the text once the parts are replaced."""
        if start + len(old) < len(self._parts):
            return self._options
        if new:
            return new[-1].options_after
        return self._parts[start - 1].options_after if start else self._dialect

    # Putting new parts in

    def _build(self, text: str) -> None:
        """Start anew with a text."""
        text = text.replace(HOLE, "\ufffd")
        self._is_whole = False
        try:
            self._build_parts(text)
        except _OptionsInSpan:
            self._build_whole(text)

    def _build_parts(self, text: str) -> None:
        parts = list(cut(text, self._dialect, self._dialect, at_start=True))
        self._options = parts[-1].options_after if parts else self._dialect
        self._parts: Parts[Part] = Parts()
        self._registry = Registry(self._dialect)
        self._renderer = self._new_renderer()
        self._notes = {}
        self._notes_placed = False
        self._open = set()
        self._footnotes = Footnotes()
        self._toc = []
        self._replace(0, [], parts)

    def _build_whole(self, text: str) -> None:
        """Make one block of the text: options set within a line change all that is printed."""
        self._is_whole = True
        part = Part(text, text, self._dialect, after_blank=False)
        lines = part.newlines + (bool(text) and not text.endswith("\n"))
        self._keys += 1
        part.block = Block(self._keys, to_html(text, self._given), lines)
        self._parts = Parts([part])
        self._footnotes = Footnotes()

    def _rebuild_with(
        self, start: int, old: Sequence[Part], new: Sequence[Part], *, spliced: bool
    ) -> list[Splice]:
        """Start anew with parts replaced: options that count everywhere have changed."""
        parts = list(self._parts)
        size = len(new) if spliced else len(old)
        behind = parts[start + size :]
        before = [part.block for part in [*parts[:start], *old, *behind]]
        text = "".join(part.raw for part in [*parts[:start], *new, *behind])
        return self._rebuild_all(text, before)

    def _rebuild_all(self, text: str, before: Sequence[Block]) -> list[Splice]:
        """Start anew; blocks that are the same as before at the start and end are kept."""
        self._build(text)
        after = list(self._parts)
        most = min(len(before), len(after))
        head = 0
        while head < most and _same(before[head], after[head].block):
            after[head].block = before[head]
            head += 1
        tail = 1
        while tail <= most - head and _same(before[-tail], after[-tail].block):
            after[-tail].block = before[-tail]
            tail += 1
        return _difference(0, before, [part.block for part in after])

    def _new_renderer(self) -> PartRenderer:
        return PartRenderer(self._options, self._registry.known, self._dialect)

    def _replace(self, start: int, old: Sequence[Part], new: Sequence[Part]) -> list[Splice]:
        """Put new parts in the place of old ones, and bring all that depends on them up to date."""
        old_blocks = [part.block for part in old]
        old_special = [part for part in old if part.is_special]
        self._parts.splice(start, len(old), new)
        for part in old:
            self._open.discard(part)
            self._registry.forget(part)
        self._open.update(part for part in new if part.far)
        changed = self._registry.replace(old, new, self._parts.index)
        if any(kind == "abbreviation" for kind, _name in changed):
            self._renderer = self._new_renderer()
        units = self._registry.users(changed) | self._newly_abbreviated(changed)
        recount = self._drop_notes(changed, units)
        for part in new:
            self._render(part)
        dirty = dict.fromkeys([*new, *self._ragged(start, len(new))])
        fresh = set(new)
        for unit in units:
            if isinstance(unit, Part) and unit not in fresh:
                before = _signature(unit)
                self._render(unit)
                dirty[unit] = None
                recount = recount or before != _signature(unit)
        special = [part for part in new if part.is_special]
        if recount or list(map(_signature, old_special)) != list(map(_signature, special)):
            dirty |= dict.fromkeys(self._recount())
        else:
            for part, other in zip(special, old_special, strict=True):
                part.numbers = other.numbers
        return self._print(start, old_blocks, new, dirty)

    def _ragged(self, start: int, count: int) -> list[Part]:
        """Return the neighbours whose last line has no line feed: that counts only at the end."""
        parts = [*self._parts.slice(max(start - 1, 0), start), self._parts.last]
        parts += self._parts.slice(start + count, start + count + 1)
        return [part for part in parts if part is not None and not part.raw.endswith("\n")]

    def _newly_abbreviated(self, changed: set[Name]) -> set[Part]:
        """Return the parts that may hold an abbreviation that was not known before."""
        found: set[Part] = set()
        for kind, name in changed:
            if kind == "abbreviation" and name in self._registry.known.abbreviations:
                word = max(_WORDS.findall(name), key=len, default="")
                found.update(part for part in self._parts if word in part.text)
                for note in self._notes.values():
                    self._registry.forget(note)
                self._notes.clear()
        return found

    def _drop_notes(self, changed: set[Name], units: set[Unit]) -> bool:
        """Forget the rendered footnotes that are no longer right; says whether there are any."""
        gone = {name for kind, name in changed if kind == "note"}
        gone |= {unit.name for unit in units if unit.name}
        for name in gone:
            note = self._notes.pop(name, None)
            if note is not None:
                self._registry.forget(note)
        return bool(gone) or any(kind == "abbreviation" for kind, _name in changed)

    def _render(self, part: Part) -> None:
        """Render a part; its holes stay open."""
        self._registry.forget(part)
        parser, tree = part.parse(self._dialect)
        part.fragment = self._renderer.body(
            parser, tree, after_blank=part.after_blank, taken=part.taken
        )
        if parser.options != self._options:
            raise _OptionsInSpan
        part.looked_up = parser.looked_up
        self._registry.use(part)
        if part.chunk is not None:
            part.chunk.special = None

    def _note(self, name: str) -> Fragment | None:
        """Return the rendered content of a footnote."""
        note = self._notes.get(name)
        if note is None:
            part = self._registry.definer(name, self._parts.index)
            content = part.footnote(name, self._dialect) if part else None
            if content is None:
                return None
            parser = Parser(self._dialect)
            note = self._notes[name] = Unit(name)
            note.fragment = self._renderer.footnote(parser, name, content)
            note.looked_up = parser.looked_up
            self._registry.use(note)
        return note.fragment

    def _recount(self) -> Iterator[Part]:
        """Count footnotes and ids again; returns the parts whose HTML is to be filled again.

        Only parts with headers, markers or places are visited.
        """
        taken = ""
        numbering = Numbering(self._options)
        toc: list[TocEntry] = []
        placed_parts: list[Part] = []
        for part in list(self._parts.special()):
            if part.fragment.wants and part.taken != taken:
                part.taken = taken
                self._render(part)
                yield part
            fragment = part.fragment
            if fragment.toc_place or fragment.footnotes_place:
                placed_parts.append(part)
                taken += ("t" if fragment.toc_place else "") + (
                    "n" if fragment.footnotes_place else ""
                )
            numbers = numbering.number(fragment)
            if numbers != part.numbers:
                part.numbers = numbers
                yield part
            if fragment.toc:
                toc += toc_entries(fragment, numbers, self._options)
        self._footnotes = footnotes_html(numbering, self._note, self._options)
        self._toc = toc + self._footnotes.toc
        self._notes_placed = "n" in taken
        yield from placed_parts

    def _print(
        self, start: int, old: Sequence[Block], new: Sequence[Part], dirty: Iterable[Part]
    ) -> list[Splice]:
        """Fill the holes of the parts, and say which blocks are others now."""
        others: list[Part] = []
        fresh = set(new)
        for part in dirty:
            fragment = part.fragment
            html = filled(fragment, fragment.html, part.numbers, self._options)
            if fragment.toc_place or fragment.footnotes_place:
                html = placed(html, self._footnotes, self._toc, fragment, self._options)
            lines = part.newlines
            if part.raw and not part.raw.endswith("\n") and self._is_last(part):
                lines += 1
            block = Block(self._keys + 1, html, lines)
            if not _same(block, part.block) or not part.block.key:
                self._keys += 1
                part.block = block
                if part not in fresh:
                    others.append(part)
        if len(old) == len(new):
            for block, part in zip(old, new, strict=True):
                if _same(block, part.block):
                    part.block = block
        splices = _difference(start, old, [part.block for part in new])
        for part in others:
            splices.append(Splice(self._parts.index(part), 1, (part.block,)))
        return splices

    def _is_last(self, part: Part) -> bool:
        return self._parts.last is part


def _signature(part: Part) -> tuple[object, ...]:
    """Return what other parts depend on."""
    fragment = part.fragment
    return fragment.markers, fragment.ids, fragment.toc, fragment.wants, part.taken


def _same(block: Block, other: Block) -> bool:
    return block.html == other.html and block.lines == other.lines


def _same_ends(old: Sequence[Part], new: Sequence[Part]) -> tuple[int, int]:
    """Return how many parts are the same at the start and at the end."""
    most = min(len(old), len(new))
    head = 0
    while head < most and _is_same_part(old[head], new[head]):
        head += 1
    tail = 0
    while tail < most - head and _is_same_part(old[-1 - tail], new[-1 - tail]):
        tail += 1
    return head, tail


def _is_same_part(old: Part, new: Part) -> bool:
    return (
        old.raw == new.raw
        and old.text == new.text
        and old.options == new.options
        and old.after_blank == new.after_blank
        and old.far == new.far
    )


def _difference(start: int, old: Sequence[Block], new: Sequence[Block]) -> list[Splice]:
    """Return the splice that makes the new blocks of the old ones, if any is needed."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] is new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] is new[-1 - tail]:
        tail += 1
    deleted = len(old) - head - tail
    blocks = tuple(new[head : len(new) - tail])
    return [Splice(start + head, deleted, blocks)] if deleted or blocks else []
