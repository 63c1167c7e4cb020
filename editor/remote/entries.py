"""What is kept of one site: a small record for each address, and the files by their digests.

A record is a file of its own: two windows that fetch at once do not undo each other's, and damage
to one costs that one alone. What does not fit its record any more counts as not there.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

import msgspec

from editor.regular_files import NOFOLLOW, read_bytes
from editor.remote.addresses import Kind, RemoteAddress
from editor.remote.media_types import TYPES
from editor.storage import write_output

log = logging.getLogger(__name__)

_RECORD_BYTES = 4 * 1024 * 1024
_RECORD = ".json"


@dataclass(frozen=True, slots=True)
class CachedFile:
    """A file that was fetched, ready to be served.

    Attributes:
        path: Its bytes, in the cache.
        type: Media type, one of `media_types.TYPES`; serve it as that and as nothing else.
        size_bytes: Its size.
        address: Where it came from in the end; what a sheet names is relative to this, so a page
            that asked for another address has to be sent on to this one.
    """

    path: Path
    type: str
    size_bytes: int
    address: str


class Entry(msgspec.Struct, frozen=True):
    """The record of one address.

    Attributes:
        address: In its one form.
        type: Media type; empty where it has moved.
        size_bytes: Size of the file.
        digest: SHA-256 of the file, which is its name; empty where it has moved.
        moved_to: Where its server sends instead, whose record is one of its own.
        wanted: What it names in turn, or what it has moved to; as address and kind.
        fetched_s: When, in seconds since 1970.
    """

    address: str
    type: str
    size_bytes: int
    digest: str
    moved_to: str
    wanted: tuple[tuple[str, Kind], ...]
    fetched_s: float

    @property
    def wanted_addresses(self) -> list[RemoteAddress]:
        """What it names in turn."""
        return [RemoteAddress(each, kind, self.address) for each, kind in self.wanted]


class Entries:
    """The records and files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, address: str) -> Entry | None:
        """Return the record of an address; None where there is none that can be read."""
        entry = self._record(self.folder / _record_name(address))
        return entry if entry is not None and entry.address == address else None

    def all(self) -> list[Entry]:
        """Return every record, by address."""
        try:
            paths = [each for each in self.folder.iterdir() if each.suffix == _RECORD]
        except OSError:
            return []
        found = [self._record(path) for path in paths]
        return sorted((each for each in found if each is not None), key=lambda each: each.address)

    def file_of(self, entry: Entry) -> CachedFile | None:
        """Return the file of a record; None where it is gone or not what it was."""
        path = self.folder / entry.digest
        try:
            data = read_bytes(path, flags=NOFOLLOW, limit_bytes=entry.size_bytes)
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != entry.digest:
            return None
        return CachedFile(path, entry.type, entry.size_bytes, entry.address)

    def write(self, entry: Entry, data: bytes) -> None:
        """Keep a file and its record; the record comes last, so that it is never without its file.

        Raises:
            SaveFailed, NotAllowed: The system refused.
        """
        if entry.digest:
            write_output(self.folder / entry.digest, data, inside=self.folder)
        record = self.folder / _record_name(entry.address)
        write_output(record, msgspec.json.encode(entry), inside=self.folder)

    def _record(self, path: Path) -> Entry | None:
        try:
            data = read_bytes(path, flags=NOFOLLOW, limit_bytes=_RECORD_BYTES)
            entry = msgspec.json.decode(data, type=Entry)
        except OSError:
            return None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            log.info("a record of what was fetched is damaged")
            return None
        is_file = entry.type in TYPES and _is_digest(entry.digest) and not entry.moved_to
        is_move = not entry.type and not entry.digest and bool(entry.moved_to)
        return entry if is_file or is_move else None


def _is_digest(text: str) -> bool:
    """Tell whether it is a name that we give; a record must not name another file."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _record_name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest() + _RECORD
