"""What a crash left: words that were typed and not saved, offered at the next start."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from editor.storage.errors import JournalDamaged
from editor.storage.files import CLOEXEC, Digest, read_bytes
from editor.storage.journal import BESIDE, SUFFIX, Journal, journals_folder, put_aside
from editor.storage.lines import split_lines
from editor.storage.locking import try_lock
from editor.storage.replay import Replayed, decoded, replay

log = logging.getLogger(__name__)

KEEP_DAYS = 30


@dataclass(frozen=True, slots=True)
class Recovery:
    """The unsaved words of one post.

    Attributes:
        file: The journal.
        path: The post; None when it was never saved.
        site: Its site, if it was of one.
        when: When the last word was typed, seconds since 1970.
        text: The whole text with them.
        data: The same as bytes, as a save would write it.
        encoding: Of those bytes.
        base: The bytes that the words were added to; None for a new post or where they are gone.
        disk: The bytes on the disk now; None when there is no such file.
        is_disk_changed: Whether another program changed, made or removed the file since: then a
            three-way merge is called for (`merge3(base, data, disk)`).
    """

    file: Path
    path: Path | None
    site: Path | None
    when: float
    text: str
    data: bytes
    encoding: str
    base: bytes | None
    disk: bytes | None
    is_disk_changed: bool

    @property
    def words(self) -> int:
        """How many words are on the disk nowhere: those of lines that are new or changed."""
        return _new_words(self._disk_text(), self.text)

    def diff(self) -> str:
        """Return a unified diff from the disk to the recovered text."""
        return text_diff(self._disk_text(), self.text)

    def discard(self) -> None:
        """Offer it no more; it is kept among the discarded for 30 days."""
        put_aside(self.file, journals_folder())

    def taken_over(self, journal: Journal) -> bool:
        """Let go of the old journal once the new one holds the words, synced.

        Args:
            journal: Of the document into which they were put.

        Returns:
            Whether it does; if not, this one stays and is offered again.
        """
        journal.sync()
        if not journal.is_safe:
            return False
        self.discard()
        return True

    def _disk_text(self) -> str:
        data = self.disk if self.disk is not None else b""
        # The encoding was known when the journal was written.
        return decoded(data, {"encoding": self.encoding, "bom": True})


def pending(folder: Path | None = None, *, beside: Iterable[Path] = ()) -> list[Recovery]:
    """Return what can be recovered, the newest first.

    The journal of a running window is left alone; one that holds nothing that is not on the disk
    is removed; one that cannot be read stays where it is.

    Args:
        folder: Where journals are kept; by default in the user's state folder.
        beside: Folders of posts, where journals stand that found no room there.
    """
    folder = folder or journals_folder()
    _forget_old(folder / "discarded")
    files = list(_files(folder, ""))
    for each in beside:
        files += _files(each, BESIDE)
    found = []
    for file in files:
        try:
            recovery = _examined(file)
        except JournalDamaged as error:
            log.warning("journal unreadable: %s", error.detail)
            continue
        except OSError as error:
            log.warning("journal unreadable: %s", type(error).__name__)
            continue
        if recovery is not None:
            found.append(recovery)
    found.sort(key=lambda each: each.when, reverse=True)
    return found


def text_diff(old: str, new: str) -> str:
    """Return a unified diff of two texts, without file names."""
    import difflib

    rows = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    return "\n".join(list(rows)[2:])


def _files(folder: Path, prefix: str) -> Iterable[Path]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(prefix):
                continue
            if entry.name.endswith(SUFFIX):
                yield Path(entry.path)
            elif entry.name.endswith(SUFFIX + ".new"):
                _remove_unfinished(Path(entry.path))


def _remove_unfinished(file: Path) -> None:
    """Remove what a crash left while a journal was written anew; the journal itself stays."""
    with contextlib.suppress(OSError):
        handle = os.open(file, os.O_RDWR | CLOEXEC)
        try:
            if try_lock(handle):
                os.unlink(file)
        finally:
            os.close(handle)


def _examined(file: Path) -> Recovery | None:
    handle = os.open(file, os.O_RDWR | CLOEXEC)
    try:
        if not try_lock(handle):
            return None  # a running window's
        replayed = replay(file)
        recovery = _recovery(file, replayed)
        if recovery is None:
            os.unlink(file)
        return recovery
    finally:
        os.close(handle)


def _recovery(file: Path, replayed: Replayed) -> Recovery | None:
    if replayed.is_saved:
        return None
    path = Path(replayed.path) if replayed.path else None
    disk = None
    if path is not None:
        with contextlib.suppress(OSError):
            disk = read_bytes(path)
    data = replayed.data
    if data == disk or (not replayed.text.strip() and disk is None):
        return None
    expected = replayed.base_digest
    base = replayed.last_saved
    if base is None and disk is not None and Digest.of(disk) == expected:
        base = disk
    site = str(replayed.head.get("site") or "")
    return Recovery(
        file,
        path,
        Path(site) if site else None,
        replayed.time,
        replayed.text,
        data,
        str(replayed.head.get("encoding", "utf-8")),
        base,
        disk,
        (None if disk is None else Digest.of(disk)) != expected,
    )


def _new_words(old: str, new: str) -> int:
    known = set(split_lines(old))
    return sum(len(line.split()) for line in split_lines(new) if line not in known)


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEEP_DAYS * 86400
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.stat(follow_symlinks=False).st_mtime < oldest:
                    os.unlink(entry.path)
