"""What comes in by paste and drop: pictures for the site, or plain text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"})


def picture_files(source: QMimeData) -> list[str]:
    """Return the files that are dropped, if all of them are pictures; else none."""
    files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
    return files if all(Path(file).suffix.lower() in _PICTURES for file in files) else []


def plain_text(source: QMimeData) -> str:
    r"""Return the text, every line end as `\n`; the document makes its own of them."""
    text = source.text().replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\u2029", "\n")


def picture_of(source: QMimeData) -> QImage:
    """Return a picture from the clipboard; to pack it takes long, so that is not done here."""
    return QImage(source.imageData())
