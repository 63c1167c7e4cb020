"""A look-out: what the window's own thread asks of the disk that the posts are on.

A site may lie on a share that takes a second for every answer, or hangs. Whatever the window's
code asks of it in its own thread stops the typing for as long; so it asks nothing.
"""

from __future__ import annotations

import builtins
import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

EDITOR = f"{os.sep}editor{os.sep}"
WINDOW = f"{EDITOR}ui{os.sep}"
TESTS = f"{os.sep}tests{os.sep}"
ASKED = (
    "access", "chmod", "link", "listdir", "lstat", "mkdir", "open", "readlink", "remove", "rename",
    "replace", "rmdir", "scandir", "stat", "statvfs", "symlink", "unlink", "utime",
)  # fmt: skip
WAITED = ("fsync", "fdatasync")


class WindowThread:
    """Notes each call of the disk that the window's code makes in the thread of the tests.

    Attributes:
        asked: Where, innermost first; empty when all is well.
    """

    def __init__(self, folder: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look out from now on.

        Args:
            folder: The disk of the posts.
            own: The user's own folders inside it: settings, journals, caches.
            monkeypatch: Takes it all back.
        """
        self.asked: list[str] = []
        self._folder = str(folder)
        self._own = str(own)
        self._tester = threading.current_thread()
        for name in ASKED:
            monkeypatch.setattr(os, name, self._noting(getattr(os, name), is_wait=False))
        for name in WAITED:
            if hasattr(os, name):
                monkeypatch.setattr(os, name, self._noting(getattr(os, name), is_wait=True))
        noting = self._noting(open, is_wait=False)
        monkeypatch.setattr(builtins, "open", noting)
        monkeypatch.setattr(io, "open", noting)

    def _noting(self, real: Callable[..., object], *, is_wait: bool) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            if threading.current_thread() is self._tester and (is_wait or self._is_there(args)):
                self._note(real.__name__, sys._getframe(1))
            return real(*args, **more)

        return call

    def _is_there(self, args: tuple[object, ...]) -> bool:
        path = args[0] if args else None
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        name = os.fsdecode(path)
        return name.startswith(self._folder) and not name.startswith(self._own)

    def _note(self, name: str, frame: FrameType | None) -> None:
        places: list[str] = []
        is_window = False
        while frame is not None:
            file = frame.f_code.co_filename
            if TESTS in file:
                break
            if EDITOR in file:
                is_window = is_window or WINDOW in file
                places.append(f"{file.rpartition(EDITOR)[2]}:{frame.f_code.co_name}")
            frame = frame.f_back
        if is_window:
            self.asked.append(f"{name} in {' < '.join(places[:8])}")
