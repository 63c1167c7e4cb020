"""What a page of a site asks for and that is no plain file of it: sheets made by Sass and Liquid.

Scripts are never given: the preview runs none.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.regular_files import read_bytes
from editor.theme.rendering import convert_body, output_path_of, render_item

if TYPE_CHECKING:
    from editor.theme.build import SiteBuild
    from editor.theme.pages import SitePage

MIME_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".png": "image/png",
    ".apng": "image/apng",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
}
_MOST_BYTES = 16 * 1024 * 1024
_SASS = (".scss", ".sass")


@dataclass(frozen=True, slots=True)
class Making:
    """An asset on its way.

    Attributes:
        mime_type: What it will be.
        data: It, where it is there already.
        finish: Makes it; may take long, and may be called in another thread.
    """

    mime_type: str
    data: bytes | None = None
    finish: Callable[[], tuple[bytes, str]] | None = None


def asset(build: SiteBuild, path: str) -> Making | None:
    """Return what a page asks for, or how to make it; None where there is no such thing.

    Args:
        build: The site.
        path: The address's path below `baseurl`, decoded, without a slash at its start.

    Raises:
        BudgetExceeded: Its Liquid does more than any page needs.
    """
    mime_type = MIME_TYPES.get(posixpath.splitext(path)[1].lower())
    if mime_type is None:
        return None
    for page in build.pages:
        if output_path_of(page) == path:
            return _page(build, page, mime_type)
    return _of_theme(build, path, mime_type)


def _page(build: SiteBuild, page: SitePage, mime_type: str) -> Making:
    build.begin()
    if page.extension not in _SASS:
        text = render_item(build, page).html
        return Making(mime_type, text.encode("utf-8", "replace"))
    with build.rendering(page):
        source = convert_body(build, page)

    def finish() -> tuple[bytes, str]:
        sheet = build.convert.sheet(source, page.extension[1:], page.site_path)
        return sheet.css.encode("utf-8", "replace"), sheet.problem

    return Making(mime_type, finish=finish)


def _of_theme(build: SiteBuild, path: str, mime_type: str) -> Making | None:
    """Return a file that the theme's gem brings; the site's own go before it."""
    theme = build.gems.theme
    if theme is None or not any(each.path == "/" + path for each in build.files.static_files):
        return None
    place = theme.root / path
    try:
        if not place.resolve().is_relative_to(theme.root):
            return None
        return Making(mime_type, read_bytes(place, limit_bytes=_MOST_BYTES))
    except (OSError, ValueError, RuntimeError):
        return None


def sheet_paths(build: SiteBuild) -> tuple[str, ...]:
    """Return the addresses of the sheets that are made by Sass or Liquid."""
    return tuple(path for page in build.pages if (path := output_path_of(page)).endswith(".css"))
