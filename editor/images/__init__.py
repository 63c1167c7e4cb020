"""Pictures: what they are, what they tell without being asked, and small versions of them.

`probe` and `strip` read bytes and decode no pixel, so they are safe anywhere; `thumbnail` and
`resize` decode (by Pillow) and belong into a worker process.
"""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.images.errors import ImageError, NotAPicture, TooLarge, UnsupportedPicture
    from editor.images.probe import STRIPPABLE, PictureFormat, PictureInfo, probe
    from editor.images.resize import resize
    from editor.images.strip import Stripped, strip
    from editor.images.thumbnail import MAX_PIXELS, thumbnail
    from editor.images.worker import serve_thumbnails

__all__ = [
    "MAX_PIXELS",
    "STRIPPABLE",
    "ImageError",
    "NotAPicture",
    "PictureFormat",
    "PictureInfo",
    "Stripped",
    "TooLarge",
    "UnsupportedPicture",
    "probe",
    "resize",
    "serve_thumbnails",
    "strip",
    "thumbnail",
]

load_when_asked(
    __name__,
    {
        "errors": "ImageError NotAPicture TooLarge UnsupportedPicture",
        "probe": "PictureFormat PictureInfo STRIPPABLE probe",
        "resize": "resize",
        "strip": "Stripped strip",
        "thumbnail": "MAX_PIXELS thumbnail",
        "worker": "serve_thumbnails",
    },
)
