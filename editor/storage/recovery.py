"""What a crash left: words that were typed and not saved, offered at the next start."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from editor.regular_files import read_bytes
from editor.storage.errors import JournalDamaged
from editor.storage.files import CLOEXEC, Digest
from editor.storage.journal import (
    BESIDE,
    SUFFIX,
    Journal,
    JournalState,
    journals_folder,
    put_aside,
)
from editor.storage.locking import try_lock
from editor.storage.merge import Span, line_changes
from editor.storage.replay import Replayed, decoded, replay

log = logging.getLogger(__name__)

KEEP_DAYS = 30
_AROUND = 2


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
        words: How many words are there more often than on the disk.
        put_aside: When they were put aside, seconds since 1970; 0 for words that still wait.
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
    words: int = 0
    put_aside: float = 0.0

    def diff(self) -> str:
        """Return a unified diff from the disk to the recovered text; seconds for the largest."""
        return text_diff(_disk_text(self.disk, self.encoding), self.text)

    def discard(self) -> None:
        """Offer it no more at the start; it is kept among the words put aside for 30 days."""
        if not self.put_aside:
            put_aside(self.file, journals_folder())

    def taken_over(self, journal: Journal) -> bool:
        """Let go of the old journal once the new one holds the words, synced.

        Args:
            journal: Of the document into which they were put.

        Returns:
            Whether it does; if not, this one stays and is offered again. Words put aside stay
            there either way, until their 30 days are over.
        """
        # What is typed meanwhile counts not: only what was written when this was called.
        wanted = journal.written
        if journal.sync() < wanted or journal.state is JournalState.MEMORY:
            return False
        self.discard()
        return True


def pending(folder: Path | None = None, *, beside: Iterable[Path] = ()) -> list[Recovery]:
    """Return what can be recovered, the newest first.

    The journal of a running window is left alone; one that holds nothing that is not on the disk
    is removed; one that cannot be read stays where it is for 30 days.

    Args:
        folder: Where journals are kept; by default in the user's state folder.
        beside: Folders of posts, where journals stand that found no room there.
    """
    folder = folder or journals_folder()
    _forget_old(_aside(folder))
    found = _all_examined(_files(folder, ""), is_aside=False) + pending_beside(beside)
    found.sort(key=lambda each: each.when, reverse=True)
    return found


def pending_beside(folders: Iterable[Path]) -> list[Recovery]:
    """Return what can be recovered of journals that had to stand beside posts; see `pending`.

    Args:
        folders: Folders of posts.
    """
    files = [file for folder in folders for file in _files(folder, BESIDE)]
    return _all_examined(files, is_aside=False)


def put_aside_before(folder: Path | None = None) -> list[Recovery]:
    """Return the words that were put aside in the last 30 days, the last one first.

    Those that stand in the post on the disk word for word are left out for as long as they do;
    what cannot be read is passed over. Nothing is removed but what is older than 30 days.

    Args:
        folder: Where journals are kept; by default in the user's state folder.
    """
    aside = _aside(folder or journals_folder())
    _forget_old(aside)
    found = _all_examined(_files(aside, ""), is_aside=True)
    found.sort(key=lambda each: each.put_aside, reverse=True)
    return found


def text_diff(old: str, new: str) -> str:
    """Return a unified diff of two texts, without file names.

    Texts of 500 KB that have nothing in common take a second, not the minutes of difflib.
    """
    lines = old.splitlines(), new.splitlines()
    rows: list[str] = []
    for group in _near(line_changes(*lines)):
        start, end = max(0, group[0][0] - _AROUND), min(len(lines[0]), group[-1][1] + _AROUND)
        from_, to = max(0, group[0][2] - _AROUND), min(len(lines[1]), group[-1][3] + _AROUND)
        rows.append(f"@@ -{start + 1},{end - start} +{from_ + 1},{to - from_} @@")
        at = start
        for gone_from, gone_to, come_from, come_to in group:
            rows += [f" {line}" for line in lines[0][at:gone_from]]
            rows += [f"-{line}" for line in lines[0][gone_from:gone_to]]
            rows += [f"+{line}" for line in lines[1][come_from:come_to]]
            at = gone_to
        rows += [f" {line}" for line in lines[0][at:end]]
    return "\n".join(rows)


def _near(changes: list[Span]) -> list[list[Span]]:
    """Return changes in groups: those whose surroundings touch are shown in one piece."""
    groups: list[list[Span]] = []
    for change in changes:
        if groups and change[0] - groups[-1][-1][1] <= 2 * _AROUND:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _aside(folder: Path) -> Path:
    return folder / "discarded"


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


def _all_examined(files: Iterable[Path], *, is_aside: bool) -> list[Recovery]:
    found = []
    for file in files:
        try:
            recovery = _examined(file, is_aside=is_aside)
        except JournalDamaged as error:
            log.warning("journal unreadable: %s", error.detail)
            _forget_if_old(file)
        except (OSError, ValueError) as error:
            log.warning("journal unreadable: %s", type(error).__name__)
        else:
            if recovery is not None:
                found.append(recovery)
    return found


def _examined(file: Path, *, is_aside: bool) -> Recovery | None:
    handle = os.open(file, os.O_RDWR | CLOEXEC)
    try:
        if not try_lock(handle):
            return None  # a running window's
        recovery = _recovery(file, replay(file), is_aside=is_aside)
        if is_aside and recovery is not None:
            return replace(recovery, put_aside=os.fstat(handle).st_mtime)
        if recovery is None and not is_aside:
            os.unlink(file)
        return recovery
    finally:
        os.close(handle)


def _recovery(file: Path, replayed: Replayed, *, is_aside: bool) -> Recovery | None:
    path = Path(replayed.path) if replayed.path else None
    disk = None
    if path is not None:
        with contextlib.suppress(OSError):
            disk = read_bytes(path)
    # Where the file of a saved text is gone, another program took it away behind the window's back.
    if replayed.is_saved and (disk is not None or path is None or is_aside):
        return None
    data = replayed.data
    if data == disk or (not replayed.text.strip() and disk is None):
        return None
    expected = replayed.base_digest
    base = replayed.last_saved
    if base is None and disk is not None and Digest.of(disk) == expected:
        base = disk
    site = str(replayed.head.get("site") or "")
    encoding = str(replayed.head.get("encoding", "utf-8"))
    return Recovery(
        file,
        path,
        Path(site) if site else None,
        replayed.time,
        replayed.text,
        data,
        encoding,
        base,
        disk,
        (None if disk is None else Digest.of(disk)) != expected,
        _new_words(_disk_text(disk, encoding), replayed.text),
    )


def _disk_text(disk: bytes | None, encoding: str) -> str:
    # The encoding was known when the journal was written; the file may have another by now.
    try:
        return decoded(disk or b"", {"encoding": encoding, "bom": True})
    except UnicodeDecodeError:
        return (disk or b"").decode("utf-8", "replace")


def _new_words(old: str, new: str) -> int:
    return (Counter(new.split()) - Counter(old.split())).total()


def _forget_old(folder: Path) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            _forget_if_old(Path(entry.path))


def _forget_if_old(file: Path) -> None:
    with contextlib.suppress(OSError):
        if os.lstat(file).st_mtime < time.time() - KEEP_DAYS * 86400:
            os.unlink(file)
