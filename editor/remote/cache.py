"""The cache of what one site's theme takes from the network, and the only way to fill it.

Nothing is fetched but by `fetch`, whose caller has shown every address to the person first.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path

from editor.dirs import cache_dir
from editor.processes import WorkerProcess, start_worker
from editor.remote.addresses import RemoteAddress, normal_address
from editor.remote.bounds import Bounds
from editor.remote.entries import CachedFile, Entries, Entry
from editor.remote.errors import Refused, RemoteError
from editor.remote.fetching import Fetched, Fetching, FetchReport, fetching, new_wants
from editor.remote.worker import Answer
from editor.storage import StorageError

log = logging.getLogger(__name__)

_MOVES = 5

Progress = Callable[[int, int, str], None]
"""Told before each address, and once at the end: how many are done, of how many, which is next."""


def _never() -> bool:
    return False


class RemoteCache:
    """What was fetched for one site.

    Args:
        folder: The site's own folder in the cache; made when something is fetched.
        bounds: How much of time and bytes one fetch may take.
        start: Starts the worker.
        loopback: For tests alone: host and port, as the addresses name them, that may be asked
            though they are not on the public network.
    """

    def __init__(
        self,
        folder: Path,
        *,
        bounds: Bounds | None = None,
        start: Callable[..., WorkerProcess] = start_worker,
        loopback: Iterable[tuple[str, int]] = (),
    ) -> None:
        self._entries = Entries(folder)
        self._bounds = bounds or Bounds()
        self._start = start
        self._loopback = frozenset(loopback)

    @classmethod
    def of_site(cls, root: Path) -> RemoteCache:
        """Return the cache of the site in this folder, among the program's own."""
        name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
        return cls(cache_dir() / "remote" / name)

    def lookup(self, address: str) -> CachedFile | None:
        """Return the file that was fetched from an address; None for none, or a damaged one.

        Its bytes are read and compared with their digest each time. No one is asked.

        Args:
            address: Absolute, in any form: as the author wrote it or as the page asks for it.
        """
        try:
            known = normal_address(address)
        except Refused:
            return None
        for _ in range(_MOVES):
            entry = self._entries.read(known)
            if entry is None:
                return None
            if not entry.moved_to:
                return self._entries.file_of(entry)
            known = entry.moved_to
        return None

    def entries(self) -> list[Entry]:
        """Return the record of every address that was fetched, by address."""
        return self._entries.all()

    def wanted(self) -> tuple[RemoteAddress, ...]:
        """Return what the fetched files name in turn and is not there (yet), each once."""
        named = [each for entry in self.entries() for each in entry.wanted_addresses]
        return new_wants(named, (), self._is_there)

    def forget(self) -> None:
        """Delete all that was fetched for this site.

        Raises:
            RemoteError: The system refused; a part may still be there.
        """
        folder = self._entries.folder
        try:
            if folder.is_symlink():  # what it leads to is not ours
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise RemoteError(
                "What was fetched for this site could not be deleted altogether; nothing of the "
                "site has changed. Try again.",
                f"{type(error).__name__} {error.errno}",
            ) from error

    def fetch(
        self,
        addresses: Sequence[RemoteAddress],
        on_progress: Progress | None = None,
        is_cancelled: Callable[[], bool] = _never,
    ) -> FetchReport:
        """Fetch these addresses and no other, each once; takes as long as the bounds allow.

        Belongs on a thread that may wait: it does not compute, a worker does. What is there
        already is fetched anew, and stays where nothing comes.

        Args:
            addresses: What the person has seen and agreed to.
            on_progress: Called from this thread.
            is_cancelled: Asked ten times a second; what has come by then is kept.

        Raises:
            RemoteError: No worker could be started, or the cache cannot be written.
        """
        results: list[Fetched] = []
        named: list[RemoteAddress] = []
        asked: dict[str, Fetched] = {}
        with fetching(self._bounds, self._loopback, self._start, is_cancelled) as under_way:
            for each in addresses:
                if on_progress is not None:
                    on_progress(len(results), len(addresses), each.address)
                result, wants = self._fetch_one(each, under_way, asked)
                if result is None:
                    return self._report(results, named, asked, is_cancelled=True)
                results.append(result)
                named += wants
        if on_progress is not None:
            on_progress(len(results), len(addresses), "")
        return self._report(results, named, asked, is_cancelled=False)

    def _fetch_one(
        self, wish: RemoteAddress, under_way: Fetching, asked: dict[str, Fetched]
    ) -> tuple[Fetched | None, list[RemoteAddress]]:
        try:
            address = normal_address(wish.address)
        except Refused as error:
            return Fetched(wish.address, error.sentence), []
        if not wish.kind.is_fetchable:
            problem = f"A {wish.kind.value} is never fetched, so the page is shown without it."
            return Fetched(address, problem), []
        if address in asked:
            return asked[address], []
        if len(asked) >= self._bounds.files:
            problem = "More addresses than one fetch takes; fetch again for what is missing."
            return Fetched(address, problem), []
        answer = under_way.ask(address, wish.kind)
        if answer is None:
            return None, []
        asked[address] = self._kept(address, answer)
        return asked[address], list(answer.wanted)

    def _kept(self, address: str, answer: Answer) -> Fetched:
        if answer.problem:
            log.info("an address was not fetched")
            return Fetched(address, answer.problem)
        try:
            for entry in _records(address, answer):
                self._entries.write(entry, answer.data)
        except StorageError as error:
            raise RemoteError(
                "What was fetched cannot be kept, so the fetch was stopped; look whether the disk "
                "is full.",
                error.detail,
            ) from error
        if answer.moved_to:
            problem = (
                "It has moved to another host, which was not asked; fetch again to agree to that."
            )
            return Fetched(address, problem, moved_to=answer.moved_to)
        return Fetched(address, "", answer.type, len(answer.data))

    def _report(
        self,
        results: list[Fetched],
        named: list[RemoteAddress],
        asked: Container[str],
        *,
        is_cancelled: bool,
    ) -> FetchReport:
        return FetchReport(tuple(results), new_wants(named, asked, self._is_there), is_cancelled)

    def _is_there(self, address: str) -> bool:
        return self.lookup(address) is not None


def _records(address: str, answer: Answer) -> list[Entry]:
    """Return what to keep: the file's record last but for the address that led to it."""
    now = time.time()
    wanted = tuple((each.address, each.kind) for each in answer.wanted)
    if answer.moved_to:
        return [Entry(address, "", 0, "", answer.moved_to, wanted, now)]
    digest = hashlib.sha256(answer.data).hexdigest()
    size = len(answer.data)
    kept = [Entry(answer.final, answer.type, size, digest, "", wanted, now)]
    if answer.final != address:
        kept.append(Entry(address, "", 0, "", answer.final, (), now))
    return kept
