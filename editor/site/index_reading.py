"""Reading many posts for the index: by this process, and by a second one where it pays."""

from __future__ import annotations

import contextlib
import datetime
import logging
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.errors import StandfirstError
from editor.site.collecting import no_collecting
from editor.site.index_file import digest_of
from editor.site.index_rows import Listed, Row, RowMaker
from editor.site.site import Site

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from editor.processes import WorkerProcess

log = logging.getLogger(__name__)

# As many as are read while an answer of the other process waits; and an answer fits into its pipe.
_PORTION = 100
_AHEAD = 6

Answer = tuple[int, list[Row]]
"""How many posts were read, and their rows; a post that has vanished has none."""


class PostsReading:
    """Reads posts of one site; to be closed at the end."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._now = site.now()
        self._helper: _Helper | None = None
        self._early: list[Answer] = []
        self._given: set[str] = set()

    def get_help(self) -> None:
        """Start the second process; returns at once."""
        if self._helper is None:
            self._helper = _Helper(self._site, self._now)

    def offer(self, part: Sequence[Listed]) -> None:
        """Give the second process posts while the others are still being listed, if it is there."""
        if self._helper is not None:
            self._early += self._helper.answers()
            if self._helper.takes(part):
                self._given.update(each[0] for each in part)

    def read(self, todo: Sequence[Listed]) -> Iterator[Answer]:
        """Read posts; what is read first comes first, in no order.

        Args:
            todo: As a listing gives them; those that were offered are among them.
        """
        yield from self._early
        maker = RowMaker(self._site, self._now)
        helper = self._helper
        if self._given:
            todo = [each for each in todo if each[0] not in self._given]
        start, end = 0, len(todo)
        while start < end:
            if helper is not None:
                while end - start > _PORTION and helper.takes(todo[end - _PORTION : end]):
                    end -= _PORTION
                yield from helper.answers()
            part = todo[start : min(start + _PORTION, end)]
            start += len(part)
            yield len(part), maker.rows(part)
        if helper is not None:
            yield from helper.answers(wait=True)
            for part in helper.unanswered:
                yield len(part), maker.rows(part)

    def close(self) -> None:
        """End what was started."""
        if self._helper is not None:
            self._helper.close()


class _Helper:
    """The second process. It may never come, or go at any time: `unanswered` is what it leaves."""

    def __init__(self, site: Site, now: datetime.datetime) -> None:
        self.unanswered: deque[Sequence[Listed]] = deque()
        self._worker: WorkerProcess | None = None
        self._is_over = False
        call = (str(site.root), digest_of(site), now)
        # Beside the reading: the first worker of a process waits for an interpreter to load.
        self._thread = threading.Thread(target=self._start, args=call, daemon=True)
        self._thread.start()

    def takes(self, part: Sequence[Listed]) -> bool:
        """Give it a part of the list; False while it has enough, or is not there."""
        worker = self._worker
        if worker is None or self._is_over or len(self.unanswered) >= _AHEAD:
            return False
        try:
            worker.connection.send(part)
        except OSError:
            self._is_over = True
            return False
        self.unanswered.append(part)
        return True

    def answers(self, *, wait: bool = False) -> Iterator[Answer]:
        """Give what it has read; with `wait` all that it was given."""
        from msgspec import MsgspecError
        from msgspec.msgpack import decode

        while self.unanswered and not self._is_over and self._worker is not None:
            connection = self._worker.connection
            try:
                if not wait and not connection.poll():
                    return
                data = connection.recv_bytes()
                with no_collecting():
                    rows = decode(data, type=list[tuple[Any, ...]])
            except (OSError, EOFError, MsgspecError) as error:
                log.warning("no help with reading: %s", type(error).__name__)
                self._is_over = True
                return
            yield len(self.unanswered.popleft()), rows

    def close(self) -> None:
        """End it, or see to it that it ends as soon as it has begun."""
        self._is_over = True
        if self._worker is not None:
            self._worker.kill()

    def _start(self, root: str, digest: str, now: datetime.datetime) -> None:
        from editor.processes import prepare_workers, start_worker

        try:
            prepare_workers(__name__)
            worker = start_worker(help_reading, root, digest, now)
        except OSError as error:
            log.warning("no second process: %s", type(error).__name__)
            return
        self._worker = worker
        if self._is_over:
            worker.kill()


def help_reading(connection: Connection, root: str, digest: str, now: datetime.datetime) -> None:
    """Read posts for another process: it sends listings, and gets rows.

    Args:
        connection: To the other process; at its end this one ends.
        root: The site's folder.
        digest: Of the site as the other process has read it; if it has changed there is no help.
        now: The time of the build.
    """
    from msgspec.msgpack import Encoder

    with contextlib.suppress(EOFError, OSError, StandfirstError):
        site = Site.open(Path(root))
        if digest_of(site) != digest:
            return
        maker = RowMaker(site, now)
        encode = Encoder().encode
        while True:
            connection.send_bytes(encode(maker.rows(connection.recv())))
