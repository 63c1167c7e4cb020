"""The recovery journal: words not yet saved, in the user's state folder, from the first key.

Each change is written at once (a killed process loses nothing) and synced by a helper thread
within a second (a power cut loses at most that second). Whatever the disk refuses is kept in
memory, written to a second place, and tried again; the state says so.

Who types or closes a post never waits for a sync or a rename: `_lock` is held for moments only,
and the thread that holds `_sync_lock` does what takes long, endings included.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from editor.edit import Change
from editor.storage.files import Digest
from editor.storage.journal_content import JournalContent, JournalKey, head_record, path_text
from editor.storage.journal_file import JournalFile
from editor.storage.journal_places import (
    BESIDE,
    SUFFIX,
    JournalState,
    journals_folder,
    problem_of,
    put_aside,
)
from editor.storage.journal_sync import JournalSync, shared_sync
from editor.storage.records import Kind, edit_record, json_record, text_record

__all__ = [
    "BESIDE",
    "SUFFIX",
    "Journal",
    "JournalKey",
    "JournalState",
    "journals_folder",
    "put_aside",
]

log = logging.getLogger(__name__)

_RETRY_S = 5.0
_LATEST_S = 0.75
_REST_S = 0.15


class _Ending(enum.Enum):
    """What becomes of the file when the post is closed."""

    KEEP = enum.auto()
    REMOVE = enum.auto()
    PUT_ASIDE = enum.auto()


class Journal:
    """The journal of one open post. `append` never raises and never waits for the disk to sync.

    Attributes:
        written: The last revision that was handed to the system.
        synced: The last revision that survives a power cut.
        state: Where the words are.
        problem: Why they are not where they should be, as a sentence; empty when they are.
        on_state: Called with the journal when `state` changed, from any thread.
    """

    def __init__(
        self, key: JournalKey, base: bytes, revision: int, folder: Path, syncer: JournalSync | None
    ) -> None:
        """Use `open`."""
        self.written = revision
        self.synced = revision
        self.state = JournalState.OK
        self.problem = ""
        self.on_state: Callable[[Journal], None] | None = None
        self._key = key
        self._path = key.path
        self._folder = folder
        self._syncer = syncer
        self._name = f"{uuid.uuid4().hex}{SUFFIX}"
        self._lock = threading.Lock()
        self._sync_lock = threading.Lock()
        self._file = JournalFile(folder / self._name, self._lock)
        head = head_record(key, revision, key.path, is_new=key.is_new)
        self._content = JournalContent(head, base, revision)
        self._latest = revision
        self._saved_revision = -1 if key.is_new else revision
        self._must_rewrite = False  # what was written may not survive, whatever a later sync says
        self._retry_at = 0.0
        self._first_unsynced: float | None = None
        self._last_append = 0.0
        self._ending: _Ending | None = None
        self._is_let_go = False  # ended, and the next start may have the file already
        self._is_finished = False

    @classmethod
    def open(
        cls,
        key: JournalKey,
        base: bytes,
        *,
        revision: int = 0,
        folder: Path | None = None,
        durable: bool = False,
        syncer: JournalSync | None = None,
    ) -> Journal:
        """Begin a journal. Never raises: where no file can be made, `state` says so.

        Args:
            key: Whose words.
            base: The bytes on the disk that the changes build on; empty for a new post.
            revision: The document's revision that has the text of `base`.
            folder: Where journals are kept; by default in the user's state folder.
            durable: Sync and end at once and only when asked, without the helper thread.
            syncer: The helper thread; by default the process's own.
        """
        folder = folder or journals_folder()
        thread = None if durable else syncer or shared_sync()
        journal = cls(key, base, revision, folder, thread)
        journal._create()
        if thread is not None:
            thread.add(journal)
        return journal

    @property
    def file(self) -> Path:
        """Where the journal is now."""
        return self._file.path

    @property
    def is_safe(self) -> bool:
        """Whether all that was appended is on a disk, synced, and stays there."""
        with self._lock:
            return (
                self._ending is None
                and self.state is not JournalState.MEMORY
                and self.synced >= self._latest
            )

    def append(self, change: Change) -> None:
        """Write one change. Runs on every key (`tests/benchmarks/bench_journal.py`)."""
        record = edit_record(change.revision, time.time(), change.edit)
        self._append(record, change.revision)

    def write_whole(self, text: str, revision: int | None = None) -> None:
        """Write a whole text that does not come from changes of the base."""
        revision = self._latest + 1 if revision is None else revision
        self._append(text_record(revision, time.time(), text), revision)

    def mark_saved(
        self, revision: int, digest: Digest, path: Path | None, *, bom: bool | None = None
    ) -> None:
        """Say that the text of a revision is on the disk now.

        Args:
            revision: Of the text; may be older than the last change. -1 where the disk holds what
                the text was merged with: then all of it is unsaved.
            digest: Of the bytes.
            path: Where; None when it has not changed.
            bom: Whether they start with a byte order mark; None when that has not changed.
        """
        self._path = path or self._path
        values = {
            "revision": revision,
            "sha256": digest.sha256,
            "size": digest.size_bytes,
            "path": path_text(self._path),
        }
        if bom is not None:
            values["bom"] = bom
        self._saved_revision = revision
        self._append(json_record(Kind.SAVED, self._latest, time.time(), values), self._latest)

    def mark_missing(self) -> None:
        """Say that the post is on the disk no more: all of its text is unsaved."""
        self._saved_revision = -1
        values = {"revision": -1, "missing": True, "path": path_text(self._path)}
        self._append(json_record(Kind.SAVED, self._latest, time.time(), values), self._latest)

    def mark_moved(self, path: Path) -> None:
        """Say that the post has another name now."""
        self._path = path
        values = {"path": path_text(path)}
        self._append(json_record(Kind.MOVED, self._latest, time.time(), values), self._latest)

    def sync(self) -> int:
        """Make all that was appended survive a power cut. Waits for the disk; never raises.

        Returns:
            The last revision that does.
        """
        try:
            with self._sync_lock:
                if self._ending is None:
                    self._sync()
        finally:
            self.finish()  # it may have ended meanwhile, and left that to this thread
        return self.synced

    def due_s(self, now_s: float) -> float | None:
        """Return in how many seconds a sync is due; None when there is nothing to sync."""
        with self._lock:
            if self._ending is not None:
                return None
            due = []
            if self._is_refused or self.state is not JournalState.OK:
                due.append(self._retry_at)
            if self._first_unsynced is not None and not self._is_refused:
                due.append(min(self._first_unsynced + _LATEST_S, self._last_append + _REST_S))
            return max(min(due) - now_s, 0.0) if due else None

    def close(self, *, keep: bool) -> None:
        """End the journal; what that asks of the disk is left to the helper thread.

        Args:
            keep: There are unsaved words: leave the file for the next start to offer.
        """
        self._end(_Ending.KEEP if keep else _Ending.REMOVE)

    def discard(self) -> None:
        """End the journal of a post whose unsaved words were dropped; kept for 30 days."""
        has_words = self._latest != self._saved_revision
        self._end(_Ending.PUT_ASIDE if has_words else _Ending.REMOVE)

    def finish(self, *, wait: bool = False) -> bool:
        """Do with the file what the ending asks for; nothing while there is none.

        Args:
            wait: Wait for a thread that syncs at this moment, instead of leaving it to that.

        Returns:
            Whether it is done.
        """
        if self._ending is None or not self._sync_lock.acquire(blocking=wait):
            return self._is_finished
        try:
            if not self._is_finished:
                self._finish(self._ending)
        finally:
            self._is_finished = True
            self._sync_lock.release()
        if self._syncer is not None:
            self._syncer.wake()
        return True

    # Inside: the thread that types

    @property
    def _is_refused(self) -> bool:
        return self._file.is_torn or self._must_rewrite

    def _append(self, record: bytes, revision: int) -> None:
        now = time.monotonic()
        wake = False
        with self._lock:
            if self._ending is not None:
                return
            self._content.add(record)
            self._latest = revision
            self._last_append = now
            if self._first_unsynced is None:
                self._first_unsynced = now
                wake = True
            was_torn = self._file.is_torn
            try:
                self._file.write(record)
                self.written = revision
            except OSError as error:
                if not was_torn:
                    self._retry_at = 0.0
                    log.warning("journal: %s", errno.errorcode.get(error.errno or 0, "?"))
                    wake = True
        if wake and self._syncer is not None:
            self._syncer.wake()

    def _end(self, ending: _Ending) -> None:
        with self._lock:
            if self._ending is not None:
                return
            self._ending = ending
            if ending is _Ending.KEEP and not (self._is_refused or self._file.is_being_replaced):
                self._file.unlock()
                self._is_let_go = True
        if self._syncer is not None:
            self._syncer.end(self)
        else:
            self.finish(wait=True)

    # Inside: the thread that holds the sync

    def _finish(self, ending: _Ending) -> None:
        if ending is _Ending.KEEP:
            self._sync_last()
        elif ending is _Ending.REMOVE or self.state is JournalState.MEMORY:
            with contextlib.suppress(OSError):
                os.unlink(self._file.path)
        else:
            put_aside(self._file.path, self._folder)  # where that fails it is offered again
        self._file.close()

    def _sync_last(self) -> None:
        if self._is_let_go:
            with contextlib.suppress(OSError):
                self._file.sync()
        else:
            self._retry_at = 0.0
            self._sync()

    def _sync(self) -> None:
        if self._is_refused or self.state is not JournalState.OK:
            self._retry()
        with self._lock:
            revision, started = self.written, time.monotonic()
            is_due = self._first_unsynced is not None and not self._is_refused
        if is_due:
            try:
                self._file.sync()
            except OSError as error:
                log.warning("journal sync: %s", errno.errorcode.get(error.errno or 0, "?"))
                # A failed sync is not tried again on the same file: written anew instead.
                self._must_rewrite = True
                self._write_anew()
            else:
                self._mark_synced(revision, started)
        if self._content.size > self._content.limit and not self._is_refused:
            self._compact()

    def _mark_synced(self, revision: int, started: float) -> None:
        with self._lock:
            self.synced = max(self.synced, revision)
            has_more = self._last_append > started or self.written > revision
            self._first_unsynced = started if has_more else None

    def _retry(self) -> None:
        if time.monotonic() >= self._retry_at:
            self._write_anew()

    def _create(self) -> None:
        """Make the file, in the first place that takes it.

        Who opens a post waits for the user's own folder only: the place beside the post may be a
        share that hangs, and is left to the helper thread, which tries at once.
        """
        content = self._content.to_bytes(is_quick=True)
        refused: OSError | None = None
        self._first_unsynced = time.monotonic()
        for state, path in self._places() if self._syncer is None else self._places()[:1]:
            try:
                self._file.create(path, content)
            except OSError as error:
                refused = refused or error
                continue
            self._set_state(state, refused)
            self._retry_at = time.monotonic() + _RETRY_S
            return
        self._set_state(JournalState.MEMORY, refused)
        if self._syncer is None:
            self._retry_at = time.monotonic() + _RETRY_S

    def _write_anew(self) -> None:
        """Write the whole journal, synced, to the first place that takes it."""
        refused: OSError | None = None
        for state, path in self._places():
            if state is not JournalState.OK and self.state is state and not self._is_refused:
                break  # the first place still refuses; the second goes on as it was
            try:
                self._rewrite(path)
            except OSError as error:
                refused = refused or error
                continue
            self._set_state(state, refused)
            if self._file.is_torn:  # the disk filled up meanwhile
                return
            break
        else:
            self._must_rewrite = True
            self._set_state(JournalState.MEMORY, refused)
        self._retry_at = time.monotonic() + _RETRY_S

    def _places(self) -> list[tuple[JournalState, Path]]:
        places = [(JournalState.OK, self._folder / self._name)]
        if self._path is not None:
            beside = self._path.parent / f"{BESIDE}{self._name}"
            places.append((JournalState.BESIDE, beside))
        return places

    def _rewrite(self, path: Path) -> None:
        """Let a fresh file take the journal's place, here or elsewhere; raises as `replace`."""
        with self._lock:
            content = self._content.snapshot()
            revision, started = self._latest, time.monotonic()
        self._replace(path, content.to_bytes(), len(content.records))
        self._mark_synced(revision, started)

    def _replace(self, path: Path, data: bytes, count: int) -> None:
        self._file.replace(path, data, lambda: self._missed(count))
        with self._lock:
            self._must_rewrite = False
            if not self._file.is_torn:
                self.written = self._latest

    def _missed(self, count: int) -> bytes:
        if self._is_let_go:  # the next start may have taken it away: never make it again
            raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
        return b"".join(self._content.records[count:])

    def _compact(self) -> None:
        """Write the journal anew with what is still needed only."""
        with self._lock:
            content = self._content.snapshot()
            revision, started = self._latest, time.monotonic()
        small = content.compacted(self._key, self._path)
        if small is None:
            self._content.limit *= 2
            return
        count = len(content.records)
        try:
            self._replace(self._file.path, small.to_bytes(), count)
        except OSError as error:
            # The file and what is in memory still hold everything.
            log.warning("journal not compacted: %s", type(error).__name__)
            self._content.limit *= 2
            return
        with self._lock:
            for record in self._content.records[count:]:
                small.add(record)
            self._content = small
        self._mark_synced(revision, started)

    def _set_state(self, state: JournalState, refused: OSError | None) -> None:
        if state is self.state:
            return
        self.state = state
        self.problem = problem_of(state, refused)
        if self.on_state is not None and self._ending is None:
            self.on_state(self)
