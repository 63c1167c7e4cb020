"""Pictures from outside: from the disk, dropped, or pasted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from editor.errors import StandfirstError

MAX_BYTES = 100 * 1024 * 1024
PASTED_NAME = "pasted-picture.png"


class CannotAdd(StandfirstError):
    """A picture that cannot come into the site; the site is unchanged."""


def pictures_in(mime: QMimeData) -> list[tuple[Path | bytes, str]]:
    """Return what of a drop or of the clipboard can be added: each a source and a name."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    found: list[tuple[Path | bytes, str]] = [(path, path.name) for path in files if path.is_file()]
    if found or not mime.hasImage():
        return found
    for format_name in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        data = bytes(mime.data(format_name).data())
        if data:
            return [(data, f"pasted-picture.{format_name.rpartition('/')[2]}")]
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return [(_png(image), PASTED_NAME)]
    return []


def can_add(mime: QMimeData) -> bool:
    """Tell whether a drop may hold a picture, without reading it."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def read_picture(source: Path | bytes) -> bytes:
    """Read a picture that a person chose.

    Raises:
        CannotAdd: It cannot be read or is too large.
    """
    if isinstance(source, bytes):
        return source
    try:
        if not source.is_file() or source.stat().st_size > MAX_BYTES:
            raise CannotAdd(
                f"“{source.name}” is no picture that can be added (at most 100 MB); "
                "nothing was copied."
            )
        return source.read_bytes()
    except OSError as error:
        raise CannotAdd(
            f"“{source.name}” cannot be read, so nothing was copied. Check that the file is there "
            "and that you may read it.",
            type(error).__name__,
        ) from error


def _png(image: QImage) -> bytes:
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(array.data())
