"""What a fetched file is: by its bytes and its use; the server's word only speaks against it.

A page can ask for a style sheet and be given a script or a page instead. What is served to the
preview later bears the type that is found here.
"""

from __future__ import annotations

import re

from editor.images import NotAPicture, PictureFormat, probe
from editor.remote.addresses import Kind
from editor.remote.errors import Refused

# Those that Chromium shows; HEIC and TIFF it does not.
_IMAGES = {
    PictureFormat.JPEG: "image/jpeg",
    PictureFormat.PNG: "image/png",
    PictureFormat.WEBP: "image/webp",
    PictureFormat.GIF: "image/gif",
    PictureFormat.AVIF: "image/avif",
    PictureFormat.SVG: "image/svg+xml",
    PictureFormat.BMP: "image/bmp",
}
_FONTS = {
    b"wOF2": "font/woff2",
    b"wOFF": "font/woff",
    b"OTTO": "font/otf",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
    b"ttcf": "font/collection",
}
SHEET = "text/css"
TYPES = frozenset({SHEET, *_IMAGES.values(), *_FONTS.values(), "image/x-icon"})
"""All that is ever kept or served."""

_NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def type_of(data: bytes, kind: Kind, said: str) -> str:
    """Tell the media type of a file that was fetched.

    Args:
        data: All of it.
        kind: What it is wanted for; it has to be that.
        said: The server's `Content-Type`; empty for none.

    Raises:
        Refused: It is something else.
    """
    if kind is Kind.SHEET:
        found = _sheet(data, said)
    elif kind is Kind.FONT:
        found = _FONTS.get(data[:4], "")
    elif kind is Kind.IMAGE:
        found = _image(data)
    else:
        found = ""
    if not found:
        raise Refused(
            f"What came is not a {kind.value}, so it was not kept and the page is shown without it."
        )
    return found


def _sheet(data: bytes, said: str) -> str:
    """A sheet has no mark of its own: it is text, no markup, and not said to be something else."""
    media = said.partition(";")[0].strip().lower()
    if media not in ("", SHEET):
        return ""
    text = data.removeprefix(b"\xef\xbb\xbf")
    if _NOT_TEXT.search(text) or text.lstrip()[:1] == b"<":
        return ""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        # The old sheets in Latin-1 say so at their start, as CSS asks.
        return SHEET if text.startswith(b"@charset") else ""
    return SHEET


def _image(data: bytes) -> str:
    if data[:4] == b"\0\0\1\0":
        return "image/x-icon"
    try:
        return _IMAGES.get(probe(data).format, "")
    except NotAPicture:
        return ""
