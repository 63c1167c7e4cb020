"""Pictures made fit for the web. Decodes: to be run in a worker process."""

from __future__ import annotations

import io

from editor.images.errors import NotAPicture, UnsupportedPicture
from editor.images.probe import STRIPPABLE, PictureFormat, probe
from editor.images.strip import strip
from editor.images.thumbnail import open_image, upright

_QUALITY = 85


def resize(data: bytes, width: int, height: int, *, quality: int = _QUALITY) -> bytes:
    """Return the picture in at most `width` by `height` pixels, in its own format.

    It is turned the right way up, keeps its colour profile and loses every other metadata. A
    picture that is small enough is only stripped, not encoded again.

    Args:
        data: The whole file: JPEG, PNG or WebP, or a GIF of one picture.
        width: The widest it may be as shown, in pixels.
        height: The highest it may be as shown, in pixels.
        quality: Of JPEG and WebP, 1 to 95.

    Raises:
        NotAPicture: The bytes are no picture, or a damaged one.
        TooLarge: Too many pixels to decode.
        UnsupportedPicture: Another kind, or an animation.
    """
    from PIL import Image

    info = probe(data)
    shown_width, shown_height = info.shown_size
    if info.format in STRIPPABLE and shown_width <= width and shown_height <= height:
        return strip(data).data
    if info.format not in STRIPPABLE:
        raise UnsupportedPicture(
            f"{info.format.value} pictures cannot be made smaller here; "
            "save it as JPEG, PNG or WebP first.",
            info.format.name,
        )
    image = open_image(data, info)
    # A camera's JPEG may carry further pictures behind the first; those are no animation.
    if info.format is not PictureFormat.JPEG and getattr(image, "n_frames", 1) > 1:
        raise UnsupportedPicture("Animations cannot be made smaller here; it is as it was.")
    try:
        profile = image.info.get("icc_profile")
        image = upright(image)
        if image.mode in ("P", "1"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail((width, height), Image.Resampling.LANCZOS)
        # Pillow writes `info['comment']` back; nothing of the old file's texts may come along.
        image.info.clear()
        out = io.BytesIO()
        options: dict[str, object] = {"icc_profile": profile} if profile else {}
        if info.format in (PictureFormat.JPEG, PictureFormat.WEBP):
            options["quality"] = quality
        if info.format is PictureFormat.JPEG:
            options |= {"optimize": True, "progressive": True}
        image.save(out, info.format.name, **options)
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as error:
        raise NotAPicture(
            f"This {info.format.value} picture is damaged and cannot be made smaller; "
            "the file is as it was.",
            type(error).__name__,
        ) from error
    return strip(out.getvalue()).data
