"""Watches the folders of the open posts; the disk is asked in threads only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor.storage import FolderWatch

if TYPE_CHECKING:
    from editor.ui.tasks import Tasks


class PostWatch(QObject):
    """Tells that something happened in a folder of an open post; what it was, the file says."""

    seen = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.watch = FolderWatch(self._tell)
        self._tasks = tasks
        self._is_busy = False
        self._next: Sequence[Path] | None = None  # wanted behind what is under way
        self._is_stopped = False

    def follow(self, paths: Sequence[Path]) -> None:
        """Watch the folders of these posts and no others.

        `seen` comes too when a folder is new: what happened there before the watch began tells
        nobody else.
        """
        if self._is_stopped:
            return
        if self._is_busy:
            self._next = paths
            return
        self._is_busy = True
        following = partial(_follow, self.watch, tuple(paths))
        self._tasks.run(following, self._on_followed, None, self)

    def stop(self) -> None:
        """Watch nothing any more."""
        self._is_stopped = True
        self.watch.stop()

    def _on_followed(self, has_new: bool) -> None:
        self._is_busy = False
        if self._is_stopped:
            return
        paths, self._next = self._next, None
        if paths is not None:
            self.follow(paths)
        if has_new:
            self.seen.emit()

    def _tell(self, _event: object) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone
            self.seen.emit()


def _follow(watch: FolderWatch, paths: Sequence[Path]) -> bool:
    folders = [each.parent for each in paths]
    # A post that is a link is written where it leads to.
    folders += [Path(os.path.realpath(each)).parent for each in paths]
    return watch.want(dict.fromkeys(folders, False))
