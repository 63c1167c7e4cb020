"""Takes out of a picture what tells of place, person and machine, without touching a pixel.

JPEG, PNG, WebP and GIF are walked by their own structure and put together again from the parts
that are needed to show them (an allow-list), so the compressed pixels are the same bytes; their
codes are followed to where a decoder stops, and what stands behind goes. The orientation stays,
alone in a new EXIF block, and so does of the colour profile what colour needs. A picture whose
structure is broken is refused whole: nothing is ever returned in part.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.images.errors import NotAPicture, UnsupportedPicture
from editor.images.gif import strip_gif
from editor.images.jpeg import strip_jpeg
from editor.images.png import strip_png
from editor.images.probe import PictureFormat, probe
from editor.images.webp import strip_webp

_STRIPPERS = {
    PictureFormat.JPEG: strip_jpeg,
    PictureFormat.PNG: strip_png,
    PictureFormat.WEBP: strip_webp,
    PictureFormat.GIF: strip_gif,
}


@dataclass(frozen=True, slots=True)
class Stripped:
    """A picture that says nothing but what it shows.

    Attributes:
        data: The picture; the same bytes when there was nothing to take out.
        removed: What went, in plain words ("location", "serial number"), each once, sorted.
    """

    data: bytes
    removed: tuple[str, ...]


def strip(data: bytes) -> Stripped:
    """Take everything out of a picture that is not needed to show it.

    Args:
        data: The whole file.

    Raises:
        NotAPicture: The bytes are no picture, or a damaged one.
        TooLarge: Its pixels are too many to follow them to their end.
        UnsupportedPicture: A kind that cannot be stripped without decoding (SVG, TIFF, AVIF…).
    """
    info = probe(data)
    stripper = _STRIPPERS.get(info.format)
    if stripper is None:
        raise UnsupportedPicture(
            f"{info.format.value} pictures cannot be stripped here, so it was left as it is; "
            "save it as JPEG, PNG or WebP first.",
            info.format.name,
        )
    try:
        stripped, removed = stripper(data)
    except (IndexError, ValueError) as error:  # a bound that a walker did not foresee
        raise NotAPicture(
            f"This {info.format.value} picture is damaged, so it was left as it is; "
            "open it in a picture program and save it anew.",
            type(error).__name__,
        ) from error
    if stripped == data:
        return Stripped(data, ())
    return Stripped(stripped, tuple(sorted(set(removed))) or ("padding",))
