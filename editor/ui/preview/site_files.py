"""Which of a site's files the preview may read, and their exact types.

What is asked for here waits for the disk: never in the window's own thread.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from editor.regular_files import open_regular
from editor.site import Site

MEDIA = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jfif": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".m4v": "video/mp4",
    ".mp4": "video/mp4",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
}
"""Pictures, sound and video, by their ending: the type that is served, whatever they hold."""

DRESS = {
    ".css": "text/css",
    ".eot": "application/vnd.ms-fontobject",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""What a theme wears besides. Scripts are not in it: they are never served."""

_TYPES = MEDIA | DRESS
_WITH_LIQUID = (".css", ".svg")  # what Jekyll may make a page of, by the lines at its start
_HEADER = re.compile(rb"---\s*\n")


@dataclass(frozen=True, slots=True)
class Found:
    """An open file.

    Attributes:
        path: Where it is, links followed.
        handle: Of the system; whoever gets it closes it.
        mime_type: Its type by its ending.
    """

    path: Path
    handle: int
    mime_type: str


def open_media(root: Path | None, path: str) -> Found | None:
    """Open a picture, sound or video by its path below a folder.

    Args:
        root: The site's folder.
        path: Decoded, with slashes.

    Returns:
        None where there is no regular file of a known kind inside the site, links followed.

    Raises:
        OSError: The file is there, and the system refuses it.
    """
    return _open(root, path, MEDIA)


def open_static(site: Site, path: str) -> Found | None:
    """Open a file that Jekyll copies as it is, by its path below `baseurl`.

    Args:
        site: The site.
        path: Decoded, with slashes.

    Returns:
        None where Jekyll copies no such file: it is not there, left out by `exclude`, made of
        something else, or of a kind that the page has no need of.

    Raises:
        OSError: The file is there, and the system refuses it.
    """
    parts = [each for each in path.split("/") if each]
    if ".." in parts or not _is_copied(site, parts):
        return None
    found = _open(site.root, "/".join(parts), _TYPES)
    if found is not None and found.path.suffix.lower() in _WITH_LIQUID:
        start = os.read(found.handle, 64)
        os.lseek(found.handle, 0, os.SEEK_SET)
        if _HEADER.match(start):
            os.close(found.handle)
            return None
    return found


def type_of(path: str) -> str | None:
    """Return the type that a path's ending stands for; None for what is not served."""
    return _TYPES.get(Path(path).suffix.lower())


def _is_copied(site: Site, parts: list[str]) -> bool:
    accepts = site.entry_filter.accepts
    return bool(parts) and all(
        accepts("/".join(parts[:at]), name, is_folder=at + 1 < len(parts))
        for at, name in enumerate(parts)
    )


def _open(root: Path | None, path: str, types: dict[str, str]) -> Found | None:
    if root is None or "\0" in path:
        return None
    try:
        root = root.resolve()
        found = root.joinpath(path.lstrip("/")).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    mime_type = types.get(found.suffix.lower())
    if mime_type is None or not found.is_relative_to(root):
        return None
    try:
        return Found(found, open_regular(found), mime_type)
    except (FileNotFoundError, IsADirectoryError):  # it went meanwhile; or no regular file
        return None
