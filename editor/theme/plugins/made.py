"""Pages that plugins add to a site, which have no file of their own there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from editor.site.pages import Page
from editor.theme.pages import SitePage

if TYPE_CHECKING:
    from editor.theme.build import Build


def made_page(build: Build, path: str, data: Mapping[str, Any], body: str = "") -> SitePage:
    """Return a page that a plugin makes at a path below the site."""
    path = path.lstrip("/")
    return SitePage(build, Page(path, data, body, build.rules.defaults.all(path, "pages")))


def has_file(build: Build, path: str) -> bool:
    """Tell whether the site itself has such a file."""
    return (build.site.root / path.lstrip("/")).is_file()
