"""From a journal's records back to the text."""

from __future__ import annotations

import codecs
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.regular_files import read_bytes
from editor.storage.errors import JournalDamaged
from editor.storage.files import Digest
from editor.storage.records import MAGIC, Kind, Record, records
from editor.text_lines import TextLines


@dataclass(slots=True)
class Replayed:
    """What a journal holds.

    Attributes:
        head: The header's values.
        base: The bytes that were on the disk when the journal began.
        text: The text after the last record that holds.
        revision: Its revision.
        time: When the last word was written, seconds since 1970.
        saved: What the last save said (`revision`, `sha256`, `size`, `path`); empty when there
            was none.
        saved_text: The text at that save; None where it cannot be had any more.
        path: Where the post was last; empty while it has never been saved.
        edits: How many changes there were.
    """

    head: dict[str, Any]
    base: bytes
    text: str
    revision: int = 0
    time: float = 0.0
    saved: dict[str, Any] = field(default_factory=dict)
    saved_text: str | None = None
    path: str = ""
    edits: int = 0

    @property
    def is_saved(self) -> bool:
        """Whether nothing was written after the last save."""
        if self.saved:
            return bool(self.saved["revision"] == self.revision)
        return not self.edits

    @property
    def data(self) -> bytes:
        """The text as bytes of the post's own encoding."""
        return encoded(self.text, self.head)

    @property
    def base_digest(self) -> Digest | None:
        """What the disk held when the journal last heard of it; None for a new post."""
        if self.saved:
            return Digest(str(self.saved["sha256"]), int(self.saved["size"]))
        return None if self.head.get("is_new") else Digest.of(self.base)

    @property
    def last_saved(self) -> bytes | None:
        """The bytes of `base_digest`, where they can be had."""
        if not self.saved:
            return None if self.head.get("is_new") else self.base
        if self.saved_text is None:
            return None
        data = encoded(self.saved_text, self.head)
        return data if Digest.of(data) == self.base_digest else None


def replay(path: Path) -> Replayed:
    """Read a journal and apply all that holds.

    Raises:
        JournalDamaged: Not even its beginning can be read.
    """
    try:
        content = read_bytes(path)
    except OSError as error:
        raise JournalDamaged(
            "A recovery file could not be read. It is left where it is.",
            type(error).__name__,
            path=path,
        ) from error
    if not content.startswith(MAGIC):
        raise _damaged(path)
    try:
        return replay_records(records(content[len(MAGIC) :]))
    except (ValueError, KeyError, zlib.error, LookupError) as error:
        raise _damaged(path) from error


def replay_records(source: Iterable[Record]) -> Replayed:
    """Apply records; those after one that does not fit are left out.

    Raises:
        ValueError: The head or the base is missing.
    """
    rows = list(source)
    if len(rows) < 2 or rows[0].kind is not Kind.HEAD or rows[1].kind is not Kind.BASE:
        raise ValueError("a journal begins with its head and base")
    head = rows[0].values()
    result = Replayed(head, rows[1].data(), "", rows[1].revision, rows[1].time)
    result.path = str(head.get("path") or "")
    wanted = [row for row in rows if row.kind is Kind.SAVED]
    saved_revision = int(wanted[-1].values()["revision"]) if wanted else -1
    lines = TextLines(decoded(result.base, head))
    if result.revision == saved_revision:
        result.saved_text = lines.text
    for row in rows[2:]:
        try:
            _apply(row, lines, result)
        except (ValueError, KeyError, zlib.error):
            break
        if row.revision == saved_revision and row.kind in {Kind.EDIT, Kind.WHOLE}:
            result.saved_text = lines.text
    result.text = lines.text
    return result


def _apply(row: Record, lines: TextLines, result: Replayed) -> None:
    if row.kind is Kind.EDIT:
        if row.revision != result.revision + 1:
            raise ValueError("a change is missing")
        lines.apply(row.edit())
        result.edits += 1
    elif row.kind is Kind.WHOLE:
        lines.set(row.text())
        result.edits += 1
    else:
        values = row.values()
        result.path = str(values.get("path") or result.path)
        if row.kind is Kind.SAVED:
            _note_save(values, result)
            result.head["bom"] = bool(values.get("bom", result.head.get("bom")))
        return
    result.revision = row.revision
    result.time = row.time


def _note_save(values: dict[str, Any], result: Replayed) -> None:
    if values.get("missing"):
        # What was saved is on no disk any more: all of the text is unsaved, as a new post's is.
        result.saved = {}
        result.head["is_new"] = True
        result.edits += 1
    else:
        result.saved = {"revision": int(values["revision"])} | values


def decoded(data: bytes, head: dict[str, Any]) -> str:
    """Return a post's text, without byte order mark."""
    if head.get("bom"):
        data = data.removeprefix(codecs.BOM_UTF8)
    return data.decode(str(head.get("encoding", "utf-8")), "surrogateescape")


def encoded(text: str, head: dict[str, Any]) -> bytes:
    """Return a post's bytes; in UTF-8 where its own encoding cannot hold them."""
    try:
        data = text.encode(str(head.get("encoding", "utf-8")), "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
    return codecs.BOM_UTF8 + data if head.get("bom") else data


def _damaged(path: Path) -> JournalDamaged:
    return JournalDamaged(
        "A recovery file is damaged at its beginning, so nothing can be read from it. "
        "It is left where it is.",
        os.path.basename(path),
        path=path,
    )
