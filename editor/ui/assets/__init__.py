"""The site's pictures: a grid to choose from, and the way in for new ones."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.ui.assets.picked import Picked
    from editor.ui.assets.picker import AssetPicker
    from editor.ui.assets.thumbnails import Thumbnail, Thumbnails

__all__ = [
    "AssetPicker",
    "Picked",
    "Thumbnail",
    "Thumbnails",
]

load_when_asked(
    __name__,
    {
        "picked": "Picked",
        "picker": "AssetPicker",
        "thumbnails": "Thumbnail Thumbnails",
    },
)
