"""The one text of record of an open post: every view, the form and the journal follow it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.document.coding import Coding, decode
from editor.document.errors import ReadOnlyDocument
from editor.document.history import History
from editor.document.text import ViewedLines
from editor.edit import Change, Edit, Origin
from editor.storage import Digest, Journal, JournalKey, Saved
from editor.text_lines import content_of, single_edit, split_lines

if TYPE_CHECKING:
    from editor.post import Post, Style

log = logging.getLogger(__name__)

Path_ = str | tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a save writes.

    Attributes:
        revision: The document's revision at that moment.
        data: The exact bytes for the disk.
        state: The place in the history, for `Document.mark_saved`.
    """

    revision: int
    data: bytes
    state: int = 0


class Document:
    """A post open for editing. Lives in one thread; a snapshot may go to another.

    Attributes:
        id: Names this open document for as long as it is open; results that come later carry it.
        revision: Grows by 1 with every edit, undo and redo included; never goes back.
        saved_revision: The revision whose bytes are on the disk; -1 when none are.
        saved_digest: Digest of the bytes last read from or written to the disk; None for a new
            post. It is what `storage.save` is to expect there.
        saved_data: Those bytes: the base of a three-way merge.
        read_only_reason: Why nothing may be changed, as a sentence; empty when it may.
    """

    def __init__(
        self,
        text: str = "",
        coding: Coding | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a document of a text; use `from_bytes` or `new`.

        Args:
            text: The exact text, without byte order mark.
            coding: How it stands in bytes; UTF-8 without byte order mark by default.
            clock: Tells seconds; decides where a pause ends an undo step.
        """
        self.id = uuid.uuid4().hex
        self.revision = 0
        self.saved_revision = -1
        self.saved_digest: Digest | None = None
        self.saved_data = b""
        self._coding = coding or Coding()
        self.read_only_reason = self._coding.problem
        self._lines = ViewedLines(text)
        self._history = History(saved=-1)
        self._clock = clock
        self._subscribers: list[Callable[[Change], None]] = []
        self._journal: Journal | None = None
        self._post: Post | None = None
        self._post_revision = -1

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        *,
        encoding: str = "utf-8",
        clock: Callable[[], float] = time.monotonic,
    ) -> Document:
        """Open a file's bytes. Never raises: what is no text is opened for reading only.

        Args:
            data: The whole file.
            encoding: The site's; a byte order mark overrules it.
            clock: See `__init__`.
        """
        text, coding = decode(data, encoding)
        document = cls(text, coding, clock=clock)
        document.saved_revision = 0
        document.saved_digest = Digest.of(data)
        document.saved_data = data
        document._history.saved = 0
        return document

    @classmethod
    def new(cls, text: str = "") -> Document:
        """Make a post that has never been saved; it counts as modified."""
        return cls(text)

    @classmethod
    def recovered(cls, text: str, data: bytes, encoding: str, base: bytes | None) -> Document:
        """Make a post of words that a crash left, unsaved; undo takes them back.

        A save expects `base` on the disk, and the journal names it, for after another crash too.

        Args:
            text: The recovered text.
            data: The same as bytes, which tell whether there is a byte order mark.
            encoding: Of those bytes.
            base: What the words were added to; None where it is not known or never was.
        """
        coding = Coding(encoding, decode(data, encoding)[1].bom)
        if base is None:
            return cls(text, coding)
        document = cls.from_bytes(base, encoding=encoding)
        document.read_only_reason = ""
        document.restore(text, coding=coding)
        return document

    # What it holds

    @property
    def text(self) -> str:
        """The exact text, line ends included. Joined when asked for, kept until the next edit."""
        return self._lines.text

    @property
    def lines(self) -> Sequence[str]:
        """Every line with its own ending; the last has none. Do not keep it over an edit."""
        return self._lines.all

    @property
    def line_count(self) -> int:
        """How many lines there are; a text that ends in a line end has an empty last one."""
        return len(self._lines.all)

    def content(self, line: int) -> str:
        """Return a line as views know it: without its ending."""
        return content_of(self._lines.all[line])

    @property
    def coding(self) -> Coding:
        """How the text stands in bytes."""
        return self._coding

    @property
    def modified(self) -> bool:
        """Whether the text is elsewhere in its history than at the last save."""
        return self._history.state != self._history.saved

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed; `read_only_reason` says why."""
        return bool(self.read_only_reason)

    @property
    def post(self) -> Post:
        """The text as a post, parsed when asked for and kept until the next edit."""
        if self._post is None or self._post_revision != self.revision:
            self._post = self._parse()
            self._post_revision = self.revision
        return self._post

    # Changing it

    def replace(
        self,
        line: int,
        column: int,
        end_line: int,
        end_column: int,
        text: str,
        origin: Origin = Origin.TYPING,
    ) -> Change | None:
        r"""Replace a span as a view knows it; the line ends are filled in as the text has them.

        Runs on every key (`tests/benchmarks/bench_document.py`): costs the touched lines.

        Args:
            line: First line, from 0.
            column: Code points from the line's start, line endings not counted.
            end_line: Last line.
            end_column: As `column`, in the last line.
            text: What comes in, lines separated by `\n`.
            origin: Who asks.

        Returns:
            The change with its exact line ends; None when nothing would change.

        Raises:
            StaleEdit: There is no such place.
            ReadOnlyDocument: The post is open for reading only.
        """
        edit = self._lines.edit_of(line, column, end_line, end_column, text)
        return self.apply(edit, origin) if edit is not None else None

    def apply(self, edit: Edit, origin: Origin) -> Change:
        r"""Apply an exact edit.

        An edit that would start or end between the CR and the LF of a line end, which no view
        can show, is widened to the whole line end; the change says so.

        Raises:
            StaleEdit: The text to remove is not there; nothing was changed.
            ReadOnlyDocument: The post is open for reading only.
        """
        self._refuse_read_only()
        edit = self._lines.whole(edit)
        self._lines.apply(edit)
        self._history.record(edit, origin, self._clock())
        return self._changed(edit, origin)

    def apply_all(self, edits: Iterable[Edit], origin: Origin) -> list[Change]:
        """Apply edits one after the other as one undo step: all of them or none.

        Args:
            edits: Each in the coordinates of the text after the ones before it.
            origin: Who asks.

        Raises:
            StaleEdit: One does not fit; nothing was changed.
            ReadOnlyDocument: The post is open for reading only.
        """
        self._refuse_read_only()
        wanted = list(edits)
        if len(wanted) > 1:
            trial = ViewedLines(self.text)
            for edit in wanted:
                trial.apply(trial.whole(edit))
        return self._apply_step(wanted, origin)

    def break_undo(self) -> None:
        """End the undo step: the next key starts a new one (the cursor moved, focus changed)."""
        self._history.close_step()

    def undo(self) -> list[Change]:
        """Take the last step back; returns the changes in order, none when there is no step."""
        self._refuse_read_only()
        step = self._history.undo()
        if step is None:
            return []
        if step.coding:
            self._coding = step.coding[0]
        return [self._move(edit.inverse(), Origin.UNDO) for edit in reversed(step.edits)]

    def redo(self) -> list[Change]:
        """Do the step again that was last taken back."""
        self._refuse_read_only()
        step = self._history.redo()
        if step is None:
            return []
        if step.coding:
            self._coding = step.coding[1]
        return [self._move(edit, Origin.REDO) for edit in step.edits]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._history.can_redo

    # Front matter

    def set_field(
        self,
        path: Path_,
        value: object,
        *,
        before: str | None = None,
        style: Style | None = None,
        origin: Origin = Origin.FORM,
    ) -> list[Change]:
        """Write one value of the front matter as one undo step; see `Post.set`.

        Raises:
            PostError: It cannot be written without changing more; nothing was changed.
            ReadOnlyDocument: The post is open for reading only.
        """
        self._refuse_read_only()
        return self._apply_step(self._parse().set(path, value, before=before, style=style), origin)

    def delete_field(self, path: Path_, *, origin: Origin = Origin.FORM) -> list[Change]:
        """Delete one key of the front matter; raises as `set_field`."""
        self._refuse_read_only()
        return self._apply_step(self._parse().delete(path), origin)

    def rename_field(self, old: Path_, new: str, *, origin: Origin = Origin.FORM) -> list[Change]:
        """Give one key of the front matter another name; raises as `set_field`."""
        self._refuse_read_only()
        return self._apply_step(self._parse().rename(old, new), origin)

    def move_field(
        self, key: str, before: str | None, *, origin: Origin = Origin.FORM
    ) -> list[Change]:
        """Move one key before another, or to the end; raises as `set_field`."""
        self._refuse_read_only()
        return self._apply_step(self._parse().move(key, before), origin)

    # Disk

    def snapshot(self) -> Snapshot:
        """Return the bytes to save. Keys typed afterwards stay unsaved.

        Raises:
            NotEncodable: The encoding cannot hold a character of the text.
        """
        self._history.close_step()
        return Snapshot(self.revision, self._coding.encode(self.text), self._history.state)

    def mark_saved(self, snapshot: Snapshot, saved: Saved) -> None:
        """Say that a snapshot's bytes are on the disk now."""
        self.saved_revision = snapshot.revision
        self.saved_digest = saved.digest
        self.saved_data = snapshot.data
        self._history.saved = snapshot.state
        if self._journal is not None:
            self._journal.mark_saved(snapshot.revision, saved.digest, saved.path)

    def reload(self, data: bytes) -> list[Change]:
        """Take over what another program wrote, as one undoable step; clean afterwards.

        Args:
            data: The file's bytes as they are on the disk now.
        """
        text, coding = decode(data, self._coding.encoding)
        changes = self._take_over(text, coding, Origin.RELOAD)
        self.saved_revision = self.revision
        self.saved_digest = Digest.of(data)
        self.saved_data = data
        self._history.saved = self._history.state
        if self._journal is not None:
            self._journal.mark_saved(self.revision, self.saved_digest, None, bom=coding.bom)
        return changes

    def merge_in(self, text: str, base: bytes) -> list[Change]:
        """Take over a merge of this text and the disk's, as one undoable, unsaved step.

        Args:
            text: The merged text.
            base: The bytes now on the disk, which the next save is to expect.
        """
        changes = self._take_over(text, self._coding, Origin.RELOAD)
        self.saved_digest = Digest.of(base)
        self.saved_data = base
        # What was saved is on no disk any more, so no place in the history is clean.
        self._history.saved = -1
        if self._journal is not None:
            self._journal.mark_saved(-1, self.saved_digest, None)
        return changes

    def restore(self, text: str, *, coding: Coding | None = None) -> list[Change]:
        """Put a recovered or an older text in place of this one, as one undoable, unsaved step.

        Args:
            text: The whole text.
            coding: How it stands in bytes; None for as before.
        """
        self._refuse_read_only()
        return self._take_over(text, coding or self._coding, Origin.RECOVERY)

    def mark_missing(self) -> None:
        """Say that the file is on the disk no more: the buffer is all there is."""
        self._history.saved = -1
        self.saved_digest = None
        if self._journal is not None:
            self._journal.mark_missing()

    # Who follows

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Have every change told, in order; returns what ends that.

        A follower that raises is logged and passed over: no view may keep a word from the text.
        """
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    @property
    def journal(self) -> Journal | None:
        """Where the words go before they are saved; it is told of each change first."""
        return self._journal

    def open_journal(
        self, path: Path | None, *, site: Path | None = None, folder: Path | None = None
    ) -> Journal:
        """Write every change into a recovery journal from now on.

        Args:
            path: The post; None while it has never been saved.
            site: Its site.
            folder: Where journals are kept; by default in the user's state folder.

        Returns:
            The journal; it closes with `close_journal`.
        """
        is_new = self.saved_digest is None
        coding = self._coding
        key = JournalKey(path, site, coding.encoding, bom=coding.bom, is_new=is_new, id=self.id)
        journal = Journal.open(key, self.saved_data, revision=self.revision, folder=folder)
        if is_new or self.modified:
            journal.write_whole(self.text, self.revision)
        self._journal = journal
        return journal

    def close_journal(self, *, discard: bool = False) -> None:
        """End the journal: the post is closed.

        Args:
            discard: The user chose to drop unsaved words; they are kept for 30 days all the same.
        """
        journal, self._journal = self._journal, None
        if journal is not None and discard:
            journal.discard()
        elif journal is not None:
            journal.close(keep=self.modified)

    # Inside

    def _parse(self) -> Post:
        from editor.post import Post

        return Post.from_text(self.text, bom=self._coding.bom, encoding=self._coding.encoding)

    def _take_over(self, text: str, coding: Coding, origin: Origin) -> list[Change]:
        edit = single_edit(self._lines.all, split_lines(text))
        edits = [] if edit is None else [edit]
        both = None if coding == self._coding else (self._coding, coding)
        if self.read_only_reason == self._coding.problem:
            self.read_only_reason = coding.problem
        self._coding = coding
        return self._apply_step(edits, origin, both)

    def _apply_step(
        self,
        edits: Sequence[Edit],
        origin: Origin,
        coding: tuple[Coding, Coding] | None = None,
    ) -> list[Change]:
        if not edits and coding is None:
            return []
        done: list[Edit] = []
        changes = []
        self._history.close_step()
        for edit in edits:
            exact = self._lines.whole(edit)
            self._lines.apply(exact)
            done.append(exact)
            # The step is in the history before anyone hears of it, so that a follower that asks
            # `modified` is told the truth.
            if len(done) == 1:
                self._history.record_all(done, origin, coding)
            changes.append(self._changed(exact, origin))
        if not done:
            self._history.record_all(done, origin, coding)
        return changes

    def _move(self, edit: Edit, origin: Origin) -> Change:
        self._lines.apply(edit)
        return self._changed(edit, origin)

    def _changed(self, edit: Edit, origin: Origin) -> Change:
        self.revision += 1
        change = Change(self.revision, edit, origin)
        if self._journal is not None:
            self._journal.append(change)
        for follower in tuple(self._subscribers):
            try:
                follower(change)
            except Exception as error:  # noqa: BLE001 - a broken view must not cost a word
                # Not log.exception: the error's own words may quote the post.
                log.error(  # noqa: TRY400
                    "a follower of document %s failed: %s", self.id, type(error).__name__
                )
        return change

    def _refuse_read_only(self) -> None:
        if self.read_only_reason:
            raise ReadOnlyDocument(self.read_only_reason)
