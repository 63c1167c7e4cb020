"""Small versions of pictures. Decodes: to be run in a worker process (see `worker`)."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from editor.images.errors import NotAPicture, TooLarge, UnsupportedPicture
from editor.images.probe import PictureFormat, PictureInfo, probe

if TYPE_CHECKING:
    from PIL import Image

# From the header, before anything is decoded: a PNG of 249 KB can hold 8,000 x 8,000 pixels.
MAX_PIXELS = 40_000_000
# libjpeg shrinks while it decodes, so a camera's 60 or 100 megapixels cost no more than 40.
_MAX_SHRUNK_PIXELS = 160_000_000

_PILLOW = {
    PictureFormat.JPEG: "JPEG",
    PictureFormat.PNG: "PNG",
    PictureFormat.WEBP: "WEBP",
    PictureFormat.GIF: "GIF",
    PictureFormat.AVIF: "AVIF",
    PictureFormat.TIFF: "TIFF",
    PictureFormat.BMP: "BMP",
}


def thumbnail(data: bytes, size: int) -> bytes:
    """Return the picture, turned the right way up, in at most `size` by `size` pixels, as PNG.

    Never enlarges. Of an animation the first picture.

    Raises:
        NotAPicture: The bytes are no picture, or a damaged one.
        TooLarge: More pixels than `MAX_PIXELS`, by the header (baseline JPEG: four times that).
        UnsupportedPicture: SVG and HEIC are not drawn here.
    """
    from PIL import Image

    info = probe(data)
    image = open_image(data, info, shrink_to=size)
    try:
        image.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=2.0)
        image = upright(image)
        if image.mode not in ("RGB", "RGBA", "L", "LA"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.info.clear()
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=1)
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as error:
        raise _broken(info, error) from error
    return out.getvalue()


def open_image(data: bytes, info: PictureInfo, *, shrink_to: int = 0) -> Image.Image:
    """Open a picture by the one decoder of its format, once its size is known to be bearable.

    Args:
        data: The whole file.
        info: What `probe` said of it.
        shrink_to: A JPEG may be decoded smaller, but not below this side; 0: full size.

    Raises:
        NotAPicture: The decoder does not take it.
        TooLarge: Too many pixels.
        UnsupportedPicture: There is no decoder for it here.
    """
    from PIL import Image

    name = _PILLOW.get(info.format)
    if name is None:
        raise UnsupportedPicture(
            f"{info.format.value} pictures cannot be made smaller here; "
            "save it as JPEG, PNG or WebP first.",
            info.format.name,
        )
    shrinks = bool(shrink_to) and info.format is PictureFormat.JPEG and not info.progressive
    limit = _MAX_SHRUNK_PIXELS if shrinks else MAX_PIXELS
    check_size(info.width, info.height, limit)
    try:
        with warnings.catch_warnings():
            # Of sizes (checked here, before and after) and of oddities in metadata.
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data), formats=[name])
        check_size(*image.size, limit)
        if shrinks:
            image.draft(None, (2 * shrink_to, 2 * shrink_to))
            check_size(*image.size, MAX_PIXELS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _broken(info, error) from error
    return image


def check_size(width: int, height: int, limit: int) -> None:
    """Refuse a size before it is decoded.

    Raises:
        TooLarge: The picture has more than `limit` pixels.
    """
    if width * height > limit:
        raise TooLarge(
            f"This picture has {width * height // 1_000_000} million pixels, more than can be "
            "shown here; the file is as it was.",
        )


def upright(image: Image.Image) -> Image.Image:
    """Turn and mirror the pixels as the EXIF orientation says."""
    from PIL import ImageOps

    turned: Image.Image = ImageOps.exif_transpose(image)
    return turned


def _broken(info: PictureInfo, error: Exception) -> NotAPicture:
    return NotAPicture(
        f"This {info.format.value} picture is damaged and cannot be shown; the file is as it was.",
        type(error).__name__,
    )
