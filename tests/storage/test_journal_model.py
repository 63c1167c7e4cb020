"""Random work on a post, on a disk that refuses now and then, with other programs and crashes.

Whatever the order: the next start has the text of the window, no save overwrites what it has not
seen, and a post that was closed leaves nothing.
"""

from __future__ import annotations

import codecs
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from editor.document import Document, conflict, decode
from editor.storage import (
    ChangedOnDisk,
    Digest,
    Journal,
    JournalState,
    TargetExists,
    move,
    pending,
    save,
)
from editor.storage import journal as journal_module
from editor.storage.journal_sync import JournalSync, Syncable
from editor.storage.replay import replay

# The disk's own speed is not what is tried here.
RAM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
TEXTS = st.text(alphabet="ab\n\r\u00e9\U0001f600 ", max_size=5)
FILES = st.builds(
    lambda bom, text: (codecs.BOM_UTF8 if bom else b"") + text.encode(), st.booleans(), TEXTS
)


class Disk:
    """Lets the next calls on the files of a folder fail."""

    def __init__(self, folder: Path) -> None:
        self.refusals = 0
        self._folder = str(folder)
        self._patches = [
            mock.patch.object(os, name, self._refusing(getattr(os, name)))
            for name in ("write", "fdatasync")
        ]
        for patch in self._patches:
            patch.start()

    def stop(self) -> None:
        for patch in self._patches:
            patch.stop()

    def _refusing(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(handle: int, *arguments: object) -> object:
            if self.refusals and self._is_in_folder(handle):
                self.refusals -= 1
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(handle, *arguments)

        return call

    def _is_in_folder(self, handle: int) -> bool:
        return str(Path(f"/proc/self/fd/{handle}").readlink()).startswith(self._folder)


class NoThread(JournalSync):
    """Syncs when the model says so: what the thread does by itself cannot be played again."""

    def add(self, journal: Syncable) -> None:
        pass

    def end(self, journal: Syncable) -> None:
        while not journal.finish():
            pass


class JournalModel(RuleBasedStateMachine):
    """One post in one window, again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sf-model-", dir=RAM))
        self.journals = self.folder / "journals"
        self.path = self.folder / "site" / "post.md"
        self.path.parent.mkdir()
        self.disk = Disk(self.journals)
        self.thread = mock.patch.object(journal_module, "shared_sync", NoThread)
        self.thread.start()
        self.document = Document.new()
        self.document.open_journal(self.path, folder=self.journals)

    @property
    def journal(self) -> Journal:
        journal = self.document.journal
        assert journal is not None
        return journal

    @property
    def there(self) -> bytes | None:
        return self.path.read_bytes() if self.path.exists() else None

    # In the window

    @rule(text=TEXTS, where=st.floats(0, 1), length=st.integers(0, 3))
    def edit(self, text: str, where: float, length: int) -> None:
        line = int(where * (self.document.line_count - 1))
        content = len(self.document.content(line))
        column = int(where * content)
        self.document.replace(line, column, line, min(content, column + length), text)

    @rule()
    def undo(self) -> None:
        self.document.undo()

    @rule()
    def redo(self) -> None:
        self.document.redo()

    @rule(typed_meanwhile=TEXTS)
    def save(self, typed_meanwhile: str) -> None:
        there, expected = self.there, self.document.saved_digest
        snapshot = self.document.snapshot()
        self.document.replace(0, 0, 0, 0, typed_meanwhile)
        is_known = expected == (None if there is None else Digest.of(there))
        try:
            saved = save(self.path, snapshot.data, expected=expected, journal=self.journal)
        except (ChangedOnDisk, TargetExists):
            assert not is_known
            assert self.there == there
        else:
            assert is_known or there == snapshot.data
            assert self.there == snapshot.data
            self.document.mark_saved(snapshot, saved)

    @rule(number=st.integers(0, 2))
    @precondition(lambda self: self.path.exists())
    def rename(self, number: int) -> None:
        target = self.path.with_name(f"post-{number}.md")
        if not target.exists():
            move(self.path, target)
            self.path = target
            self.journal.mark_moved(target)

    @rule()
    def look_at_the_disk(self) -> None:
        there, document = self.there, self.document
        if there is None:
            if document.saved_digest is not None:
                document.mark_missing()
        elif Digest.of(there) != document.saved_digest:
            if not document.modified:
                document.reload(there)
                return
            base, _ = decode(document.saved_data)
            theirs, _ = decode(there)
            merged = conflict.merge_texts(
                base, document.text, theirs, disk=there, revision=document.revision
            )
            document.merge_in(merged.text(), there)

    # Other programs, and the disk

    @rule(data=FILES)
    @precondition(lambda self: self.path.exists())
    def another_program_writes(self, data: bytes) -> None:
        self.path.write_bytes(data)

    @rule()
    @precondition(lambda self: self.path.exists())
    def another_program_deletes(self) -> None:
        self.path.unlink()

    @rule(count=st.integers(1, 3))
    def the_disk_refuses(self, count: int) -> None:
        self.disk.refusals = count

    @rule()
    def sync(self) -> None:
        self.disk.refusals = 0
        self.journal._retry_at = 0.0
        assert self.journal.sync() == self.document.revision
        assert self.journal.is_safe
        assert self.journal.state is JournalState.OK

    @rule()
    def compact(self) -> None:
        with self.journal._sync_lock:
            if not self.journal._is_refused:
                self.journal._compact()

    # The end, and the next start

    @rule()
    def crash(self) -> None:
        self.disk.refusals = 0
        text, there, modified = self.document.text, self.there, self.document.modified
        is_changed = self.document.saved_digest != (None if there is None else Digest.of(there))
        self.journal.close(keep=True)
        found = pending(self.journals, beside=[self.path.parent])
        assert len(found) <= 1
        if found:
            assert found[0].text == text
            assert found[0].path == self.path
            assert found[0].disk == there
            assert found[0].is_disk_changed == is_changed
        else:
            is_there = there is not None and decode(there)[0] == text
            assert is_there or not text.strip() or not modified
        self._start()
        if found:
            self.document.restore(text)
            assert self._offered() == [text]
            assert found[0].taken_over(self.journal)
        assert self._offered() == []

    @rule(discard=st.booleans())
    def close(self, discard: bool) -> None:
        self.disk.refusals = 0
        self.sync()
        text, modified = self.document.text, self.document.modified
        self.document.close_journal(discard=discard or modified)
        assert self._offered() == []
        assert list(self.journals.glob("*.journal*")) == []
        if modified:
            assert text in [replay(file).text for file in (self.journals / "discarded").iterdir()]
        self._start()

    def _offered(self) -> list[str]:
        return [found.text for found in pending(self.journals, beside=[self.path.parent])]

    def _start(self) -> None:
        there = self.there
        self.document = Document.new() if there is None else Document.from_bytes(there)
        self.document.open_journal(self.path, folder=self.journals)

    def teardown(self) -> None:
        self.disk.stop()
        self.document.close_journal(discard=True)
        self.thread.stop()
        left = sorted(self.path.parent.iterdir())
        is_there = self.path.exists()
        shutil.rmtree(self.folder)
        assert left == ([self.path] if is_there else [])


class TestJournalModel(JournalModel.TestCase):  # type: ignore[misc,valid-type]
    settings = settings(max_examples=200, stateful_step_count=30, deadline=None)


@pytest.mark.ci
class TestJournalModelLong(JournalModel.TestCase):  # type: ignore[misc,valid-type]
    settings = settings(max_examples=2_000, stateful_step_count=50, deadline=None)
