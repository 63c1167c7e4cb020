"""Tell when another program changes a site's files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from editor.storage import FolderWatch

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent

    from editor.site.site import Site

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
        self._watch = FolderWatch(self.on_event)
        self._lock = threading.Lock()
        self._paths: set[str] = set()
        self._timer: threading.Timer | None = None
        self._first_wait_s = 0.0
        self._is_stopped = False

    def start(self) -> bool:
        """Start to watch; tell whether the system lets us (no more watches, a network drive).

        Asks the disk which folders there are, so it is called where one may wait for that.
        """
        self._watch.want(self._folders())
        return self._watch.is_watching

    def stop(self) -> None:
        """Stop; no call begins afterwards. Never waits for the disk."""
        with self._lock:
            self._is_stopped = True
            timer, self._timer = self._timer, None
            self._paths.clear()
        if timer is not None:
            timer.cancel()
        self._watch.stop()

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

    def _folders(self) -> dict[Path, bool]:
        # One watch of the root by itself and one per folder: _site and .git are not walked into.
        folders = {self._site.root: False}
        try:
            inside = sorted(self._site.root.iterdir())
        except OSError:
            return folders
        for path in inside:
            skipped = path.name in _SKIPPED or path.name.startswith(".")
            if not skipped and path.is_dir() and not path.is_symlink():
                folders[path] = True
        return folders

    def _add(self, site_path: str) -> None:
        with self._lock:
            if self._is_stopped:
                return
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
        if any("/" not in each for each in paths):
            self._watch.want(self._folders())  # the first draft makes a folder that was not there
        if paths and not self._is_stopped:
            self._callback(paths)
