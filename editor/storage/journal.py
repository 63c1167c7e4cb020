"""The recovery journal: words not yet saved, in the user's state folder, from the first key.

Each change is written at once (a killed process loses nothing) and synced by a helper thread
within a second (a power cut loses at most that second). Whatever the disk refuses is kept in
memory, written to a second place, and tried again; the state says so.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import logging
import os
import platform
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from editor.dirs import state_dir
from editor.edit import Change
from editor.storage.errors import reason_of
from editor.storage.files import CLOEXEC, Digest, boot_id, sync_folder, write_all
from editor.storage.journal_sync import JournalSync, shared_sync
from editor.storage.locking import try_lock
from editor.storage.records import (
    MAGIC,
    Kind,
    data_record,
    edit_record,
    json_record,
    records,
    text_record,
)
from editor.storage.replay import encoded, replay_records

log = logging.getLogger(__name__)

SUFFIX = ".journal"
BESIDE = ".~standfirst-"
COMPACT_BYTES = 1_000_000
_RETRY_S = 5.0


class JournalState(enum.Enum):
    """Where the words are."""

    OK = "ok"
    BESIDE = "beside the post"
    MEMORY = "in memory only"


@dataclass(frozen=True, slots=True)
class JournalKey:
    """Whose words a journal holds.

    Attributes:
        path: The post; None while it has never been saved.
        site: Its site, if it is of one.
        encoding: Of the post.
        bom: Whether the post starts with UTF-8's byte order mark.
        is_new: Whether it was never saved.
        id: Names the open document.
    """

    path: Path | None
    site: Path | None = None
    encoding: str = "utf-8"
    bom: bool = False
    is_new: bool = False
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


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
        self._file = folder / f"{key.id}{SUFFIX}"
        self._syncer = syncer
        self._handle = -1
        self._is_broken = False
        self._is_closed = False
        self._retry_at = 0.0
        self._first_unsynced: float | None = None
        self._last_append = 0.0
        self._latest = revision
        self._saved_revision = -1 if key.is_new else revision
        self._is_name_synced = False
        # Everything in the file, so that it can be written anew elsewhere at any time.
        self._opening = [self._head(revision), data_record(Kind.BASE, revision, time.time(), base)]
        self._records: list[bytes] = []
        self._size = 0
        self._limit = max(COMPACT_BYTES, 4 * len(base))
        self._lock = threading.Lock()  # short: never held over a sync
        self._sync_lock = threading.Lock()

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
            durable: Sync only when asked, without the helper thread.
            syncer: The helper thread; by default the process's own.
        """
        folder = folder or journals_folder()
        thread = None if durable else syncer or shared_sync()
        journal = cls(key, base, revision, folder, thread)
        with journal._sync_lock:
            journal._write_anew()
        if thread is not None:
            thread.add(journal)
        return journal

    @property
    def file(self) -> Path:
        """Where the journal is now."""
        return self._file

    @property
    def is_safe(self) -> bool:
        """Whether all that was appended is on a disk, synced."""
        with self._lock:
            return self.state is not JournalState.MEMORY and self.synced >= self._latest

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
            revision: Of the text; may be older than the last change.
            digest: Of the bytes.
            path: Where; None when it has not changed.
            bom: Whether they start with a byte order mark; None when that has not changed.
        """
        self._path = path or self._path
        values = {
            "revision": revision,
            "sha256": digest.sha256,
            "size": digest.size_bytes,
            "path": _text(self._path),
        }
        if bom is not None:
            values["bom"] = bom
        self._saved_revision = revision
        self._append(json_record(Kind.SAVED, self._latest, time.time(), values), self._latest)

    def mark_moved(self, path: Path) -> None:
        """Say that the post has another name now."""
        self._path = path
        values = {"path": _text(path)}
        self._append(json_record(Kind.MOVED, self._latest, time.time(), values), self._latest)

    def sync(self) -> int:
        """Make all that was appended survive a power cut. Waits for the disk; never raises.

        Returns:
            The last revision that does.
        """
        with self._sync_lock:
            if self._is_closed:
                return self.synced
            self._retry()
            with self._lock:
                handle, revision, started = self._handle, self.written, time.monotonic()
                is_due = self._first_unsynced is not None
            if is_due and not self._is_broken and handle >= 0:
                try:
                    _sync_data(handle)
                    if not self._is_name_synced:
                        sync_folder(self._file.parent)
                        self._is_name_synced = True
                except OSError as error:
                    # A failed sync is not tried again on the same file: written anew instead.
                    self._fail(error)
                    self._write_anew()
                else:
                    self._mark_synced(revision, started)
            if self._size > self._limit:
                self._compact()
            return self.synced

    def due_s(self, now_s: float) -> float | None:
        """Return in how many seconds a sync is due; None when there is nothing to sync."""
        with self._lock:
            if self._is_closed:
                return None
            due = []
            if self._is_broken or self.state is not JournalState.OK:
                due.append(self._retry_at)
            if self._first_unsynced is not None and not self._is_broken:
                due.append(min(self._first_unsynced + 0.75, self._last_append + 0.15))
            return max(min(due) - now_s, 0.0) if due else None

    def close(self, *, keep: bool) -> None:
        """End the journal.

        Args:
            keep: There are unsaved words: leave the file for the next start to offer.
        """
        self._end()
        if not keep:
            with contextlib.suppress(OSError):
                os.unlink(self._file)

    def discard(self) -> None:
        """End the journal of a post whose unsaved words were dropped; kept for 30 days."""
        has_words = self._latest != self._saved_revision
        self._end()
        if has_words and self.state is not JournalState.MEMORY:
            put_aside(self._file, self._folder)
        with contextlib.suppress(OSError):
            os.unlink(self._file)

    # Inside

    def _end(self) -> None:
        if self._syncer is not None:
            self._syncer.remove(self)
        with self._sync_lock, self._lock:
            self._is_closed = True
            handle, self._handle = self._handle, -1
        if handle >= 0:
            with contextlib.suppress(OSError):
                os.close(handle)

    def _append(self, record: bytes, revision: int) -> None:
        now = time.monotonic()
        wake = False
        with self._lock:
            self._records.append(record)
            self._size += len(record)
            self._latest = revision
            self._last_append = now
            if self._first_unsynced is None:
                self._first_unsynced = now
                wake = True
            if not self._is_broken:
                try:
                    if os.write(self._handle, record) != len(record):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                    self.written = revision
                except OSError as error:
                    self._is_broken = True
                    self._retry_at = 0.0
                    log.warning("journal: %s", errno.errorcode.get(error.errno or 0, "?"))
                    wake = True
        if wake and self._syncer is not None:
            self._syncer.wake()

    def _mark_synced(self, revision: int, started: float) -> None:
        with self._lock:
            self.synced = max(self.synced, revision)
            has_more = self._last_append > started or self.written > revision
            self._first_unsynced = started if has_more else None

    def _fail(self, error: OSError) -> None:
        log.warning("journal sync: %s", errno.errorcode.get(error.errno or 0, "?"))
        with self._lock:
            self._is_broken = True
            self._retry_at = 0.0

    def _retry(self) -> None:
        if not self._is_broken and self.state is JournalState.OK:
            return
        if time.monotonic() >= self._retry_at:
            self._write_anew()

    def _write_anew(self) -> None:
        """Write the whole journal to the first place that takes it."""
        places = [(JournalState.OK, self._folder / f"{self._key.id}{SUFFIX}")]
        if self._path is not None:
            beside = self._path.parent / f"{BESIDE}{self._key.id}{SUFFIX}"
            places.append((JournalState.BESIDE, beside))
        refused: OSError | None = None
        for state, file in places:
            if state is not JournalState.OK and self.state is state and not self._is_broken:
                break  # the first place still refuses; the second goes on as it was
            try:
                self._write_to(file)
            except OSError as error:
                refused = refused or error
                continue
            self._retry_at = time.monotonic() + _RETRY_S
            self._set_state(state, refused)
            return
        else:
            with self._lock:
                self._is_broken = True
            self._set_state(JournalState.MEMORY, refused)
        self._retry_at = time.monotonic() + _RETRY_S

    def _write_to(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_name(file.name + ".new")
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | CLOEXEC | _APPEND, 0o600)
        try:
            try_lock(handle)
            with self._lock:
                count, revision = len(self._records), self._latest
                content = b"".join([MAGIC, *self._opening, *self._records])
            write_all(handle, content)
            # Making a file at opening must not wait for the disk: the first sync does that.
            is_first = count == 0 and self._handle < 0
            if not is_first:
                _sync_data(handle)
            with self._lock:
                write_all(handle, b"".join(self._records[count:]))
                old = self._handle
                if sys.platform == "win32":  # untested: open files cannot be renamed there
                    os.close(handle)
                    if old >= 0:
                        os.close(old)
                    os.replace(fresh, file)
                    handle, old = os.open(file, os.O_RDWR | _APPEND), -1
                    try_lock(handle)
                else:
                    os.rename(fresh, file)
                self._handle = handle
                old_file, self._file = self._file, file
                self._is_broken = False
                self.written = self._latest
        except BaseException:
            with contextlib.suppress(OSError):
                os.close(handle)
            with contextlib.suppress(OSError):
                os.unlink(fresh)
            raise
        if old >= 0:
            with contextlib.suppress(OSError):
                os.close(old)
        if old_file != file:
            with contextlib.suppress(OSError):
                os.unlink(old_file)
        if is_first:
            self._first_unsynced = time.monotonic()
        else:
            sync_folder(file.parent)
            self._is_name_synced = True
            self._mark_synced(revision, time.monotonic() if self._latest == revision else 0.0)

    def _compact(self) -> None:
        """Write the journal anew with what is still needed only."""
        with self._lock:
            count = len(self._records)
            content = b"".join([*self._opening, *self._records])
        try:
            now = replay_records(records(content))
        except ValueError:
            log.exception("a journal in memory does not hold")
            return
        saved = now.last_saved
        revision = int(now.saved.get("revision", -1)) if now.saved else -1
        stamp = time.time()
        opening = list(self._opening)
        fresh: list[bytes] = []
        if now.saved and saved is not None:
            opening = [self._head(revision), data_record(Kind.BASE, revision, stamp, saved)]
        if now.saved:
            fresh.append(json_record(Kind.SAVED, revision, stamp, now.saved))
        if not now.is_saved or saved is None:
            fresh.append(text_record(now.revision, now.time or stamp, now.text))
        with self._lock:
            before = self._opening, self._records, self._size
            self._opening = opening
            self._records = fresh + self._records[count:]
            self._size = sum(map(len, self._records))
        self._limit = max(COMPACT_BYTES, 4 * len(encoded(now.text, now.head)), 2 * self._size)
        try:
            self._write_to(self._file)
        except OSError as error:
            # The file on the disk still holds everything, and so does what was before.
            log.warning("journal not compacted: %s", type(error).__name__)
            with self._lock:
                grown = self._records[len(fresh) :]
                self._opening, self._records, self._size = before
                self._records = self._records[:count] + grown
            self._limit *= 2

    def _head(self, revision: int) -> bytes:
        now = time.time()
        return json_record(
            Kind.HEAD,
            revision,
            now,
            {
                "id": self._key.id,
                "site": _text(self._key.site),
                "path": _text(self._path),
                "encoding": self._key.encoding,
                "bom": self._key.bom,
                "is_new": self._saved_revision < 0,
                "pid": os.getpid(),
                "host": platform.node(),
                "boot": boot_id(),
                "started": now,
            },
        )

    def _set_state(self, state: JournalState, refused: OSError | None) -> None:
        if state is self.state:
            return
        self.state = state
        reason = reason_of(refused) if refused is not None else ""
        self.problem = {
            JournalState.OK: "",
            JournalState.BESIDE: (
                f"The recovery journal cannot be written to your own folder: {reason}. "
                "For now it stands beside the post; save soon."
            ),
            JournalState.MEMORY: (
                f"The recovery journal cannot be written: {reason}. What you type now would be "
                "lost in a crash: save now, or save elsewhere."
            ),
        }[state]
        if self.on_state is not None:
            self.on_state(self)


_APPEND = os.O_APPEND | getattr(os, "O_BINARY", 0)


def journals_folder() -> Path:
    """Return where journals are kept; a place that takes none where there is no state folder."""
    try:
        return state_dir() / "journals"
    except OSError:
        return Path(os.devnull) / "journals"


def put_aside(file: Path, folder: Path) -> None:
    """Move a journal among the discarded ones, which are kept for 30 days."""
    aside = folder / "discarded"
    target = aside / f"{int(time.time())}-{file.name.removeprefix(BESIDE)}"
    with contextlib.suppress(OSError):
        aside.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.utime(file)
        try:
            os.replace(file, target)
        except OSError:  # it stood beside the post, on another disk
            target.write_bytes(file.read_bytes())
            os.unlink(file)


def _sync_data(handle: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def _text(path: Path | None) -> str:
    return "" if path is None else str(path)
