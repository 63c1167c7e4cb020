"""Small pictures for the grid and the form, made in a process of their own.

A picture may be a bomb or crash its decoder: the window never decodes one. A thread waits at the
worker's pipe; a worker that gives no answer in time is killed, its picture is named as broken.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage, QPixmap, QPixmapCache

from editor.images import serve_thumbnails
from editor.processes import WorkerProcess, start_worker

log = logging.getLogger(__name__)

_DEADLINE_S = 4.0
_START_DEADLINE_S = 20.0
_NAME = "standfirst-thumbnails"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An answer.

    Attributes:
        path: The picture's file.
        size: The edge that was asked for, in pixels.
        image: The small picture; None when there is none.
        sentence: Why there is none.
        mtime: When the file was changed, as the one who asked knew it.
    """

    path: Path
    size: int
    image: QImage | None
    sentence: str = ""
    mtime: float = 0.0


class Thumbnails(QObject):
    """Makes thumbnails one after the other, the one asked for last first."""

    made = Signal(object)  # a Thumbnail

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self._asked: set[tuple[Path, int, float]] = set()
        self._queue: queue.LifoQueue[tuple[Path, int, float] | None] = queue.LifoQueue()
        self._thread: threading.Thread | None = None
        self._worker: WorkerProcess | None = None
        self._is_over = False

    @classmethod
    def shared(cls) -> Thumbnails:
        """Return the application's one maker; the application owns it."""
        application = QCoreApplication.instance()
        if application is None:
            raise RuntimeError("thumbnails need an application")
        found = application.findChild(cls, _NAME)
        if isinstance(found, cls):
            return found
        maker = cls(application)
        application.aboutToQuit.connect(maker.close)
        return maker

    def cached(self, path: Path, size: int, mtime: float) -> QPixmap | None:
        """Return a thumbnail of the file as it was then, if it is still kept."""
        pixmap = QPixmap()
        return pixmap if QPixmapCache.find(_key(path, size, mtime), pixmap) else None

    def ask(self, path: Path, size: int, mtime: float = 0.0) -> None:
        """Ask for a thumbnail; `made` brings it, at once or later.

        Args:
            path: The picture's file.
            size: The edge, in pixels.
            mtime: When the file was changed, for those who ask for it again with `cached`.
        """
        wanted = (path, size, mtime)
        if self._is_over or wanted in self._asked:
            return
        self._asked.add(wanted)
        self._queue.put(wanted)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="thumbnails", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and its process."""
        self._is_over = True
        self._queue.put(None)
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(2.0)

    def _work(self) -> None:
        number = 0
        try:
            while (wanted := self._queue.get()) is not None:
                number += 1
                path, size, mtime = wanted
                png, sentence = self._ask_worker(number, path, size)
                if self._is_over:
                    return
                image = QImage.fromData(png) if png else None
                if image is not None and image.isNull():
                    image = None
                self._asked.discard(wanted)
                try:
                    self.made.emit(Thumbnail(path, size, image, sentence, mtime))
                except RuntimeError:  # Qt deleted this object meanwhile
                    return
        finally:
            if self._worker is not None:
                self._worker.kill()

    def _ask_worker(self, number: int, path: Path, size: int) -> tuple[bytes, str]:
        deadline_s = _DEADLINE_S
        try:
            if self._worker is None or not self._worker.is_alive():
                self._worker = start_worker(serve_thumbnails)
                deadline_s = _START_DEADLINE_S
            self._worker.connection.send((number, str(path), size))
            if self._worker.connection.poll(deadline_s):
                _, png, sentence = self._worker.connection.recv()
                return png, sentence
        except (EOFError, OSError) as error:
            log.warning("thumbnail worker ended: %s", type(error).__name__)
        if self._worker is not None:
            self._worker.kill()
        self._worker = None
        return b"", self.tr("This picture could not be drawn; its file is unchanged.")


def keep(made: Thumbnail) -> QPixmap:
    """Turn a thumbnail into a pixmap and keep it. Only in the GUI's thread."""
    pixmap = QPixmap.fromImage(made.image) if made.image is not None else QPixmap()
    if not pixmap.isNull():
        QPixmapCache.insert(_key(made.path, made.size, made.mtime), pixmap)
    return pixmap


def _key(path: Path, size: int, mtime: float) -> str:
    return f"standfirst:{path}:{size}:{mtime}"
