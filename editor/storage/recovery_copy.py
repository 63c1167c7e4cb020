"""The words in a second place while a file is written in place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from editor.storage.errors import SaveFailed


class Safekeeping(Protocol):
    """Where the words are while the file is written: the recovery journal."""

    def sync(self) -> int:
        """Make all that was written durable; returns the last revision that is."""

    @property
    def is_safe(self) -> bool:
        """Whether the journal is on a disk and holds everything."""


@contextlib.contextmanager
def recovery_copy(path: Path, data: bytes, journal: Safekeeping | None) -> Iterator[None]:
    """Make sure that the new content is durable elsewhere until the block is over.

    Where no journal holds it, one is made for the moment; after a crash it is offered like any
    other. It stays when the block ends by an error that may have damaged the file.

    Raises:
        SaveFailed: There is no such place; nothing was written.
    """
    if journal is not None:
        journal.sync()
        if journal.is_safe:
            yield
            return
    from editor.storage.journal import Journal, JournalKey

    copy = Journal.open(JournalKey(path), b"", durable=True)
    copy.write_whole(data.decode("utf-8", "surrogateescape"))
    copy.sync()
    if not copy.is_safe:
        copy.discard()
        raise SaveFailed(
            path, "it can only be written in place, and there is no room for a recovery copy"
        )
    try:
        yield
    except SaveFailed as error:
        copy.close(keep=not error.safe)
        raise
    except BaseException:
        copy.close(keep=False)
        raise
    copy.close(keep=False)
