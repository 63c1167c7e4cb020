"""Pages that plugins add to a site, which have no file of their own there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from editor.site.pages import Page
from editor.theme.pages import SitePage

if TYPE_CHECKING:
    from editor.theme.contract import Build


def made_page(
    build: Build, path: str, data: Mapping[str, Any], body: str = "", name: str = ""
) -> SitePage:
    """Return a page that a plugin makes at a path below the site.

    Args:
        build: The build that it is made for.
        path: As in the site.
        data: Its front matter.
        body: Its text.
        name: What it is called, where that is not the last part of the path.
    """
    path = path.lstrip("/")
    page = Page(path, data, body, build.rules.defaults.all(path, "pages"))
    return SitePage(build, page, made_name=name)


def has_file(build: Build, path: str) -> bool:
    """Tell whether the site itself has such a file."""
    return (build.site.root / path.lstrip("/")).is_file()
