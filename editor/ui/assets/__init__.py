"""The site's pictures: a grid to choose from, and the way in for new ones."""

from editor.ui.assets.picked import Picked
from editor.ui.assets.picker import AssetPicker
from editor.ui.assets.thumbnails import Thumbnail, Thumbnails

__all__ = ["AssetPicker", "Picked", "Thumbnail", "Thumbnails"]
