"""What references of a post lead nowhere: shared by the checks of pictures and of links."""

from __future__ import annotations

import re

from editor.site import Reference

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|heic)\Z", re.IGNORECASE)
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}\Z")


def is_missing(reference: Reference) -> bool:
    """Tell whether a reference names something of the site that is not there."""
    return bool(reference.target) and not reference.external and not reference.exists


def is_file_of(target: str, *, pictures_only: bool) -> bool:
    """Tell whether an address is that of a file (a picture, say), not of a page."""
    path = re.split("[?#]", target, maxsplit=1)[0]
    if pictures_only:
        return bool(_PICTURE.search(path))
    return bool(_FILE.search(path)) and not path.lower().endswith((".html", ".htm", ".xml"))
