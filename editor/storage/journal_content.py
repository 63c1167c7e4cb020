"""What a journal holds, kept in memory so that it can be written anew elsewhere at any time."""

from __future__ import annotations

import logging
import os
import platform
import time
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.storage.files import boot_id
from editor.storage.records import MAGIC, Kind, data_record, json_record, records, text_record
from editor.storage.replay import encoded, replay_records

log = logging.getLogger(__name__)

COMPACT_BYTES = 1_000_000


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


class JournalContent:
    """The head, the base and the records of a journal. Not locked: who holds it sees to that.

    Attributes:
        records: All after the base, in order.
        size: Their length in bytes.
        limit: The size from which on `compacted` is worth its while.
    """

    def __init__(self, head: bytes, base: bytes, revision: int) -> None:
        """Begin one.

        Args:
            head: The HEAD record.
            base: The bytes on the disk that the records build on.
            revision: Of the document when it has that text.
        """
        self.records: list[bytes] = []
        self.size = 0
        self.limit = max(COMPACT_BYTES, 4 * len(base))
        self._head = head
        self._base = base
        self._revision = revision
        self._when = time.time()

    def add(self, record: bytes) -> None:
        """Hold one record more. Runs on every key."""
        self.records.append(record)
        self.size += len(record)

    def snapshot(self) -> JournalContent:
        """Return what it holds now; later records do not get into that."""
        copy = JournalContent(self._head, self._base, self._revision)
        copy.records = self.records[:]
        copy.size = self.size
        copy.limit = self.limit
        copy._when = self._when
        return copy

    def to_bytes(self, *, is_quick: bool = False) -> bytes:
        """Return the whole file.

        Args:
            is_quick: Store the base as it is: packing 500 KB takes longer than writing them.
        """
        base = data_record(
            Kind.BASE, self._revision, self._when, self._base, level=0 if is_quick else 1
        )
        return b"".join((MAGIC, self._head, base, *self.records))

    def compacted(self, key: JournalKey, path: Path | None) -> JournalContent | None:
        """Return the same words in fewer records; None where they cannot be read.

        Args:
            key: Whose words.
            path: Where the post is now.
        """
        try:
            now = replay_records(records(self.to_bytes(is_quick=True)[len(MAGIC) :]))
        except ValueError:
            log.exception("a journal in memory does not hold")
            return None
        saved = now.last_saved if now.saved else None
        stamp = time.time()
        revision = int(now.saved["revision"]) if saved is not None else self._revision
        # What the head said at first may have changed since, and the records that said so go.
        key = replace(key, bom=bool(now.head.get("bom")))
        head = head_record(key, revision, path, is_new=bool(now.head.get("is_new")))
        small = JournalContent(head, self._base if saved is None else saved, revision)
        if now.saved:
            values = now.saved | {"path": path_text(path)}
            small.records.append(json_record(Kind.SAVED, revision, stamp, values))
        if not now.is_saved or (now.saved and saved is None):
            small.records.append(text_record(now.revision, now.time or stamp, now.text))
        small.size = sum(map(len, small.records))
        whole = len(encoded(now.text, now.head))
        small.limit = max(COMPACT_BYTES, 4 * whole, 2 * small.size)
        return small


def head_record(key: JournalKey, revision: int, path: Path | None, *, is_new: bool) -> bytes:
    """Return the HEAD of a journal that this process writes.

    Args:
        key: Whose words.
        revision: Of the base.
        path: Where the post is now; None when it was never saved.
        is_new: Whether it was never saved.
    """
    now = time.time()
    values = {
        "id": key.id,
        "site": path_text(key.site),
        "path": path_text(path),
        "encoding": key.encoding,
        "bom": key.bom,
        "is_new": is_new,
        "pid": os.getpid(),
        "host": platform.node(),
        "boot": boot_id(),
        "started": now,
    }
    return json_record(Kind.HEAD, revision, now, values)


def path_text(path: Path | None) -> str:
    """Return a path for a record; empty for none."""
    return "" if path is None else str(path)
