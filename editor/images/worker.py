"""The loop of a worker process that makes thumbnails, so that no picture can hurt the window."""

from __future__ import annotations

import logging
from multiprocessing.connection import Connection
from pathlib import Path

from editor.images.errors import ImageError
from editor.images.thumbnail import thumbnail
from editor.regular_files import read_bytes

log = logging.getLogger(__name__)

_MAX_FILE_BYTES = 100 * 1024 * 1024


def serve_thumbnails(connection: Connection) -> None:
    """Answer requests for thumbnails until the other end closes.

    For `editor.processes.start_worker(serve_thumbnails)`. A request is
    `(number, path: str, size: int)`; its answer `(number, png: bytes, sentence: str)`, where
    either the bytes or the sentence for the user is empty. Give a request two seconds, then kill
    the worker and start another.
    """
    while True:
        try:
            number, path, size = connection.recv()
        except (EOFError, OSError):
            return
        png, sentence = b"", ""
        try:
            png = thumbnail(_read(Path(path)), size)
        except ImageError as error:
            sentence = error.sentence
        except OSError as error:
            log.info("thumbnail: %s", type(error).__name__)
            sentence = "This picture cannot be read."
        except MemoryError:
            sentence = "This picture needs more memory than it may have."
        try:
            connection.send((number, png, sentence))
        except OSError:
            return


def _read(path: Path) -> bytes:
    return read_bytes(path, limit_bytes=_MAX_FILE_BYTES)
