"""jekyll-sitemap 1.4: two pages more, and no tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.theme.plugins.made import has_file, made_page
from editor.theme.plugins.plugin import Plugin

if TYPE_CHECKING:
    from editor.theme.contract import Build
    from editor.theme.pages import SitePage


def _pages(build: Build, pages: list[SitePage]) -> list[SitePage]:
    known = {each.url for each in pages}
    return [
        made_page(build, name, {"layout": None})
        for name in ("sitemap.xml", "robots.txt")
        if f"/{name}" not in known and not has_file(build, name)
    ]


SITEMAP = Plugin("jekyll-sitemap", priority=-100, pages=_pages)
