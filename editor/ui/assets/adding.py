"""Pictures from outside: from the disk, dropped, or pasted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject
from PySide6.QtGui import QImage

from editor.errors import StandfirstError
from editor.images import strip
from editor.regular_files import read_bytes
from editor.site import BODY, Asset, Assets
from editor.ui.tasks import About, Task, Tasks, sentence_of

log = logging.getLogger(__name__)

MAX_BYTES = 100 * 1024 * 1024
PASTED_NAME = "pasted-picture.png"

Source = Path | bytes | QImage
"""A file that a person chose, a picture's bytes, or a picture that is still to be packed."""


class CannotAdd(StandfirstError):
    """A picture that cannot come into the site; the site is unchanged."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding pictures.

    Attributes:
        assets: Those that are in the site now.
        references: For each of them, how the text of the post should write it.
        refused: A sentence for each of the others.
    """

    assets: tuple[Asset, ...]
    references: tuple[str, ...]
    refused: tuple[str, ...]


class Adding:
    """Copies pictures into a site, without what they tell of place and person.

    Called in a thread. One that is refused does not keep the others out.
    """

    def __init__(
        self, assets: Assets, sources: Sequence[tuple[Source, str]], post_path: str
    ) -> None:
        """Make the operation; `add_pictures` starts it.

        Args:
            assets: The site's pictures.
            sources: Each with the name it came with.
            post_path: Site path of the post, for references that start at it.
        """
        self.task: Task | None = None
        self._assets = assets
        self._sources = [*sources]
        self._post_path = post_path

    def __call__(self) -> Added:
        """Copy them, one after the other."""
        assets: list[Asset] = []
        references: list[str] = []
        refused: list[str] = []
        for number, (source, name) in enumerate(self._sources, start=1):
            if self.task is not None:
                self.task.report((number, len(self._sources)))
            try:
                # What enters a site leaves it some day: place and person stay out from the start.
                asset = self._assets.add_picture(strip(read_picture(source)).data, name)
            except (StandfirstError, OSError) as error:
                log.info("picture not added: %s", type(error).__name__)
                refused.append(f"{name}: {sentence_of(error)}")
                continue
            assets.append(asset)
            references.append(self._assets.reference_for(asset.site_path, BODY, self._post_path))
        return Added(tuple(assets), tuple(references), tuple(refused))


def add_pictures(
    tasks: Tasks,
    assets: Assets,
    sources: Sequence[tuple[Source, str]],
    on_added: Callable[[Unpack[About], Added], None],
    on_failed: Callable[[Unpack[About], BaseException], None],
    owner: QObject,
    *about: *About,
    post_path: str = "",
) -> Task:
    """Start to copy pictures into a site.

    In the pool, not in the queue of the saves: a post that is saved meanwhile does not wait for
    twenty photographs. Each gets a name of its own, so their order is of no matter to the disk.

    Args:
        tasks: The window's threads.
        assets: The site's pictures.
        sources: Each with the name it came with.
        on_added: Gets what it is about, then what came of it.
        on_failed: Gets what it is about, then an error that nobody foresaw.
        owner: When it is deleted, nobody is called; the pictures are copied all the same.
        about: What the callbacks need to know.
        post_path: Site path of the post, for references that start at it.

    Returns:
        The task; `progressed` tells the number of the picture that is copied, and of how many.
    """
    adding = Adding(assets, sources, post_path)
    adding.task = tasks.run(adding, on_added, on_failed, owner, *about)
    return adding.task


def pictures_in(mime: QMimeData) -> list[tuple[Source, str]]:
    """Return what of a drop or of the clipboard may be added: each a source and a name.

    Nothing is read here; what is no picture is refused when it is added.
    """
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    found: list[tuple[Source, str]] = [(path, path.name) for path in files if path.name]
    if found or not mime.hasImage():
        return found
    for format_name in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        data = bytes(mime.data(format_name).data())
        if data:
            return [(data, f"pasted-picture.{format_name.rpartition('/')[2]}")]
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return [(image, PASTED_NAME)]
    return []


def can_add(mime: QMimeData) -> bool:
    """Tell whether a drop may hold a picture, without reading it."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def read_picture(source: Source) -> bytes:
    """Read a picture that a person chose. Takes long: never in the window's own thread.

    Raises:
        CannotAdd: It cannot be read or is too large.
    """
    if isinstance(source, bytes):
        return source
    if isinstance(source, QImage):
        return _png(source)
    try:
        if not source.is_file() or source.stat().st_size > MAX_BYTES:
            raise CannotAdd(
                f"“{source.name}” is no picture that can be added (at most 100 MB); "
                "nothing was copied."
            )
        return read_bytes(source)
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
