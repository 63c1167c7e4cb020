"""Tell when another program changes a site's files."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

    from editor.site.site import Site

log = logging.getLogger(__name__)

_COALESCE_S = 0.1
_LONGEST_S = 1.0
_SKIPPED = frozenset((".git", "_site", "node_modules", ".jekyll-cache", ".sass-cache", "vendor"))


class SiteWatch:
    """Watches one site; the callback comes from a thread of its own.

    Many events in a row become one call with the set of site paths. An empty set means that
    events were lost or are not known in detail: look at everything.
    """

    def __init__(self, site: Site, callback: Callable[[frozenset[str]], None]) -> None:
        self._site = site
        self._callback = callback
        self._observer: BaseObserver | None = None
        self._lock = threading.Lock()
        self._paths: set[str] = set()
        self._timer: threading.Timer | None = None
        self._first_wait_s = 0.0

    def start(self) -> bool:
        """Start to watch; tell whether the system lets us (no more watches, a network drive)."""
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
        from watchdog.observers import Observer

        watch = self

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                watch.on_event(event)

        kinds: list[type[FileSystemEvent]] = [
            FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
            DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
        ]  # fmt: skip
        observer = Observer()
        handler = Handler()
        try:
            for folder, recursive in self._folders():
                observer.schedule(handler, str(folder), recursive=recursive, event_filter=kinds)
            observer.start()
        except (OSError, RuntimeError) as error:
            log.warning("site not watched: %s", type(error).__name__)
            return False
        self._observer = observer
        return True

    def stop(self) -> None:
        """Stop; no call comes afterwards."""
        with self._lock:
            timer, self._timer = self._timer, None
            self._paths.clear()
        if timer is not None:
            timer.cancel()
            if timer is not threading.current_thread():
                timer.join()
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join()

    def on_event(self, event: FileSystemEvent) -> None:
        """Take an event of the system (called by the watching thread)."""
        paths = [str(event.src_path)]
        moved_to = getattr(event, "dest_path", "")
        if moved_to:
            paths.append(str(moved_to))
        for each in paths:
            try:
                below = Path(each).relative_to(self._site.root).as_posix()
            except ValueError:
                continue
            if _SKIPPED.intersection(below.split("/")) or below == ".":
                continue
            self._add(below)

    def _folders(self) -> list[tuple[Path, bool]]:
        # One watch of the root by itself and one per folder: _site and .git are not walked into.
        folders = [(self._site.root, False)]
        for path in sorted(self._site.root.iterdir()):
            skipped = path.name in _SKIPPED or path.name.startswith(".")
            if not skipped and path.is_dir() and not path.is_symlink():
                folders.append((path, True))
        return folders

    def _add(self, site_path: str) -> None:
        with self._lock:
            self._paths.add(site_path)
            if self._timer is None:
                self._first_wait_s = 0.0
            elif self._first_wait_s < _LONGEST_S:
                self._timer.cancel()
                self._first_wait_s += _COALESCE_S
            else:
                return
            self._timer = threading.Timer(_COALESCE_S, self._tell)
            self._timer.daemon = True
            self._timer.start()

    def _tell(self) -> None:
        with self._lock:
            paths, self._paths = frozenset(self._paths), set()
            self._timer = None
        if paths:
            self._callback(paths)
