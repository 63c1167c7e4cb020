"""Tell when another program changes something in a folder."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver, ObservedWatch

log = logging.getLogger(__name__)


class FolderWatch:
    """Watches folders; what happened is told from a thread of its own.

    `want` asks the disk, so it is called where one may wait for that; `stop` never waits for it.
    """

    def __init__(self, on_event: Callable[[FileSystemEvent], None]) -> None:
        """Make a watch that watches nothing yet.

        Args:
            on_event: Called with what was made, written, moved or removed; reading tells nothing.
        """
        self._on_event = on_event
        self._observer: BaseObserver | None = None
        self._watches: dict[tuple[Path, bool], tuple[ObservedWatch, tuple[int, int]]] = {}
        self._lock = threading.Lock()
        self._is_stopped = False

    def want(self, folders: Mapping[Path, bool]) -> bool:
        """Watch these folders and no others; what is watched already stays so without a gap.

        Args:
            folders: Each with whether the folders inside it are meant too. One that is not there
                is passed over.

        Returns:
            Whether one is watched now that was not before.
        """
        with self._lock:
            try:
                return not self._is_stopped and self._change(folders)
            finally:
                self._end_if_stopped()

    def stop(self) -> None:
        """Watch nothing any more; `on_event` is not called afterwards."""
        self._is_stopped = True
        if self._lock.acquire(blocking=False):  # else the thread in `want` sees to it
            try:
                self._end_if_stopped()
            finally:
                self._lock.release()

    @property
    def is_watching(self) -> bool:
        """Whether the system tells of at least one folder (a network drive may not)."""
        return bool(self._watches) and not self._is_stopped

    def _change(self, folders: Mapping[Path, bool]) -> bool:
        wanted: dict[tuple[Path, bool], tuple[int, int]] = {}
        for folder, is_deep in folders.items():
            try:
                status = os.stat(folder)
            except OSError:
                continue
            wanted[folder, is_deep] = (status.st_dev, status.st_ino)
        for key, (watch, identity) in list(self._watches.items()):
            if wanted.get(key) != identity:  # or another folder came in its place
                del self._watches[key]
                self._observed.unschedule(watch)
        has_new = False
        for key, identity in wanted.items():
            if key not in self._watches and not self._is_stopped:
                has_new = self._add(key, identity) or has_new
        return has_new

    def _add(self, key: tuple[Path, bool], identity: tuple[int, int]) -> bool:
        from watchdog.events import (
            DirCreatedEvent,
            DirDeletedEvent,
            DirMovedEvent,
            FileCreatedEvent,
            FileDeletedEvent,
            FileModifiedEvent,
            FileMovedEvent,
            FileSystemEventHandler,
        )

        watch = self

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                if not watch._is_stopped:
                    watch._on_event(event)

        kinds: list[type[FileSystemEvent]] = [
            FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
            DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
        ]  # fmt: skip
        folder, is_deep = key
        try:
            made = self._observed.schedule(
                Handler(), str(folder), recursive=is_deep, event_filter=kinds
            )
        except (OSError, RuntimeError) as error:  # no more watches, a drive that tells nothing
            log.warning("folder not watched: %s", type(error).__name__)
            return False
        self._watches[key] = (made, identity)
        return True

    @property
    def _observed(self) -> BaseObserver:
        from watchdog.observers import Observer

        if self._observer is None:
            self._observer = Observer()
            self._observer.start()
        return self._observer

    def _end_if_stopped(self) -> None:
        if self._is_stopped and self._observer is not None:
            observer, self._observer = self._observer, None
            self._watches.clear()
            observer.stop()
            if observer is not threading.current_thread():
                observer.join()
