"""What a picture is, read from its header without decoding a pixel.

SVG, TIFF, AVIF, HEIC and BMP are recognised only: their size is told where it is easily found.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from editor.images import gif, jpeg, png, webp
from editor.images.errors import NotAPicture, damaged
from editor.images.exif import Tiff


class PictureFormat(enum.Enum):
    """The kinds of picture that are recognised, named as a person would."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    GIF = "GIF"
    AVIF = "AVIF"
    HEIC = "HEIC"
    TIFF = "TIFF"
    SVG = "SVG"
    BMP = "BMP"


STRIPPABLE = frozenset(
    {PictureFormat.JPEG, PictureFormat.PNG, PictureFormat.WEBP, PictureFormat.GIF}
)


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What the header tells.

    Attributes:
        format: The kind, by the bytes; a file's name does not count.
        width: Pixels as stored, before the orientation is applied; 0 when not known.
        height: Pixels as stored; 0 when not known.
        orientation: 1 to 8 as in EXIF; from 5 on, width and height are seen exchanged.
        progressive: A JPEG that needs memory for all of its pixels while it is decoded.
    """

    format: PictureFormat
    width: int
    height: int
    orientation: int = 1
    progressive: bool = False

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as a viewer shows the picture."""
        if self.orientation >= 5:
            return self.height, self.width
        return self.width, self.height


# ISO base media brands (HEIF, ISO/IEC 23008-12, and AVIF).
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_SVG_SIDE = re.compile(rb"""\s(width|height)\s*=\s*["']\s*(\d{1,6})(?:\.\d*)?(?:px)?\s*["']""")
_SVG_BOX = re.compile(
    rb"""\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d{1,6})[\d.]*[\s,]+(\d{1,6})"""
)


def probe(data: bytes) -> PictureInfo:
    """Tell what picture the bytes are.

    Args:
        data: The whole file; a name or its ending is not asked for and not believed.

    Raises:
        NotAPicture: The bytes are none of the known kinds, or damaged before the size.
    """
    if data.startswith(b"\xff\xd8"):
        width, height, orientation, progressive = jpeg.read_size(data)
        return PictureInfo(PictureFormat.JPEG, width, height, orientation, progressive)
    if data.startswith(png.SIGNATURE):
        return PictureInfo(PictureFormat.PNG, *png.read_size(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureInfo(PictureFormat.WEBP, *webp.read_size(data))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return PictureInfo(PictureFormat.GIF, *gif.read_size(data))
    if data[4:8] == b"ftyp":
        return _probe_iso_media(data)
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _probe_tiff(data)
    if data[:2] == b"BM" and data[14:18] == b"\x28\0\0\0":
        width = int.from_bytes(data[18:22], "little", signed=True)
        height = int.from_bytes(data[22:26], "little", signed=True)
        return PictureInfo(PictureFormat.BMP, abs(width), abs(height))
    svg = _svg_tag(data)
    if svg:
        return _probe_svg(svg)
    raise NotAPicture("This file is not a picture of a kind that is known here.")


def _probe_iso_media(data: bytes) -> PictureInfo:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, length, 4)}
    if brands & _AVIF_BRANDS:
        kind = PictureFormat.AVIF
    elif brands & _HEIC_BRANDS:
        kind = PictureFormat.HEIC
    else:
        raise NotAPicture("This file is not a picture of a kind that is known here.")
    # The largest "image spatial extents" is the picture's; the others are tiles and thumbnails.
    sizes = [(0, 0)]
    at = data.find(b"ispe", 0, 1 << 16)
    while at >= 0 and at + 16 <= len(data) and len(sizes) < 200:
        width = int.from_bytes(data[at + 8 : at + 12], "big")
        height = int.from_bytes(data[at + 12 : at + 16], "big")
        sizes.append((width, height))
        at = data.find(b"ispe", at + 4, 1 << 16)
    return PictureInfo(kind, *max(sizes, key=lambda size: size[0] * size[1]))


def _probe_tiff(data: bytes) -> PictureInfo:
    tiff = Tiff(data)
    values = {entry.tag: tiff.number(entry) for entry in tiff.entries(tiff.first)[0]}
    if not values.get(0x100) or not values.get(0x101):
        raise damaged("TIFF", "no size")
    orientation = values.get(0x112, 1)
    return PictureInfo(
        PictureFormat.TIFF,
        values[0x100],
        values[0x101],
        orientation if 1 <= orientation <= 8 else 1,
    )


def _svg_tag(data: bytes) -> bytes:
    """Return the opening tag of an SVG drawing, b"" when the bytes are none."""
    head = data[:16384].removeprefix(b"\xef\xbb\xbf").lstrip()
    while head.startswith((b"<?", b"<!")):
        end = b"-->" if head.startswith(b"<!--") else b">"
        head = head.partition(end)[2].lstrip()
    if head.startswith(b"<svg") and head[4:5] in (b">", b" ", b"\n", b"\r", b"\t"):
        return head.partition(b">")[0]
    return b""


def _probe_svg(tag: bytes) -> PictureInfo:
    sides = {name: int(value) for name, value in _SVG_SIDE.findall(tag)}
    if b"width" in sides and b"height" in sides:
        return PictureInfo(PictureFormat.SVG, sides[b"width"], sides[b"height"])
    box = _SVG_BOX.search(tag)
    if box:
        return PictureInfo(PictureFormat.SVG, int(box[1]), int(box[2]))
    return PictureInfo(PictureFormat.SVG, 0, 0)
