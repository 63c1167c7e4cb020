"""What can go wrong with a picture."""

from __future__ import annotations

from editor.errors import StandfirstError


class ImageError(StandfirstError):
    """The root of every error about a picture; the picture's bytes are never changed."""


class NotAPicture(ImageError):
    """The bytes are no picture, or a damaged one."""


class TooLarge(ImageError):
    """The picture has more pixels than are decoded here."""


class UnsupportedPicture(ImageError):
    """The picture is of a kind that is recognised but cannot be worked on."""


def damaged(kind: str, what: str) -> NotAPicture:
    """Make the error of a picture whose structure is broken.

    Args:
        kind: The format's name, such as "JPEG".
        what: What is wrong, for the log.
    """
    return NotAPicture(
        f"This {kind} picture is damaged, so it was left as it is; "
        "open it in a picture program and save it anew.",
        what,
    )
