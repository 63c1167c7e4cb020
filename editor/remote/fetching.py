"""One fetch: the addresses that the person agreed to, one after another, by a worker."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from editor.processes import WorkerProcess
from editor.remote.addresses import Kind, RemoteAddress
from editor.remote.bounds import Bounds
from editor.remote.errors import RemoteError
from editor.remote.worker import Answer, Job, serve_fetches

log = logging.getLogger(__name__)

_MEMORY_BYTES = 768 * 1024 * 1024
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address.

    Attributes:
        address: In its one form; as given where it has none.
        problem: One sentence why there is no file; empty where there is one.
        type: Its media type; empty without a file.
        size_bytes: Its size.
        moved_to: The other host's address to which it has moved; see `FetchReport.wanted`.
    """

    address: str
    problem: str = ""
    type: str = ""
    size_bytes: int = 0
    moved_to: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the file is in the cache now."""
        return bool(self.type)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of a fetch.

    Attributes:
        results: One for each address, in the order given.
        wanted: What the fetched sheets name in turn, and where files have moved to, as far as it
            is not in the cache and was not asked for now: to be shown before a second fetch.
        is_cancelled: The person stopped it; what had come is kept.
    """

    results: tuple[Fetched, ...]
    wanted: tuple[RemoteAddress, ...] = ()
    is_cancelled: bool = False


class Fetching:
    """The worker of one fetch, with what is left of time and bytes.

    Args:
        bounds: Of the whole fetch.
        loopback: See `editor.remote.request.Limits`.
        start: Starts the worker.
        is_cancelled: Asked ten times a second.
    """

    def __init__(
        self,
        bounds: Bounds,
        loopback: frozenset[tuple[str, int]],
        start: Callable[..., WorkerProcess],
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._bounds = bounds
        self._loopback = loopback
        self._start = start
        self._is_cancelled = is_cancelled
        self._worker: WorkerProcess | None = None
        self._end_s = time.monotonic() + bounds.total_s
        self._left_bytes = bounds.total_bytes

    def ask(self, address: str, kind: Kind) -> Answer | None:
        """Fetch one file; None when the person stopped it.

        Raises:
            RemoteError: No worker could be started.
        """
        if self._is_cancelled():
            return None
        rest_s = min(self._bounds.file_s, self._end_s - time.monotonic())
        if rest_s <= 0:
            return Answer(
                problem="The fetch has taken as long as it may; fetch again for what is missing."
            )
        size = min(self._bounds.file_bytes, self._left_bytes)
        if size <= 0:
            return Answer(
                problem="As much has come as one fetch may take; fetch again for what is missing."
            )
        job = Job(address, kind, size, rest_s, self._bounds, self._loopback)
        try:
            answer = self._answer(job, time.monotonic() + rest_s + self._bounds.grace_s)
        except (EOFError, OSError) as error:
            log.warning("the worker that fetches ended: %s", type(error).__name__)
            self.close()
            return Answer(problem="The fetch ended by a fault of its own; nothing was kept of it.")
        if answer is not None:
            self._left_bytes -= len(answer.data)
        return answer

    def close(self) -> None:
        """End the worker, whatever it does."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _answer(self, job: Job, end_s: float) -> Answer | None:
        connection = self._running().connection
        connection.send(job)
        while not connection.poll(_LOOK_S):
            if self._is_cancelled():
                self.close()
                return None
            if time.monotonic() > end_s:
                self.close()
                return Answer(problem="The host takes too long, so nothing was kept of it.")
        answer: Any = connection.recv()
        return answer if isinstance(answer, Answer) else Answer(problem="Nothing came.")

    def _running(self) -> WorkerProcess:
        if self._worker is None:
            try:
                self._worker = self._start(serve_fetches, memory_bytes=_MEMORY_BYTES)
            except OSError as error:
                raise RemoteError(
                    "The system has no process to fetch with, so nothing was asked; close some "
                    "programs and try again.",
                    type(error).__name__,
                ) from error
        return self._worker


@contextlib.contextmanager
def fetching(
    bounds: Bounds,
    loopback: frozenset[tuple[str, int]],
    start: Callable[..., WorkerProcess],
    is_cancelled: Callable[[], bool],
) -> Iterator[Fetching]:
    """Yield a fetch whose worker ends with the block."""
    made = Fetching(bounds, loopback, start, is_cancelled)
    try:
        yield made
    finally:
        made.close()


def new_wants(
    named: Sequence[RemoteAddress], asked: Container[str], is_there: Callable[[str], bool]
) -> tuple[RemoteAddress, ...]:
    """Return what is worth showing of what files name: each once, and nothing that is known."""
    found: dict[str, RemoteAddress] = {}
    for each in named:
        if each.address not in asked and each.address not in found and not is_there(each.address):
            found[each.address] = each
    return tuple(found.values())
