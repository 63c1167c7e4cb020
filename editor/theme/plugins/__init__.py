"""Stand-ins for the plugins that sites use, a module each.

A site's plugins are Ruby and are never run; what they do to a page is done here again.
"""

from __future__ import annotations

from editor.theme.plugins.avatar import AVATAR
from editor.theme.plugins.default_layout import DEFAULT_LAYOUT
from editor.theme.plugins.feed import FEED
from editor.theme.plugins.gist import GIST
from editor.theme.plugins.include_cache import INCLUDE_CACHE
from editor.theme.plugins.last_modified import LAST_MODIFIED
from editor.theme.plugins.mentions import MENTIONS
from editor.theme.plugins.paginate import PAGINATE
from editor.theme.plugins.plugin import Plugin
from editor.theme.plugins.redirect_from import REDIRECT_FROM
from editor.theme.plugins.seo import SEO
from editor.theme.plugins.sitemap import SITEMAP
from editor.theme.plugins.toc import TOC

__all__ = ["PLUGINS", "QUIET_PLUGINS", "Plugin"]

PLUGINS: tuple[Plugin, ...] = (
    AVATAR,
    DEFAULT_LAYOUT,
    FEED,
    GIST,
    INCLUDE_CACHE,
    LAST_MODIFIED,
    MENTIONS,
    PAGINATE,
    REDIRECT_FROM,
    SEO,
    SITEMAP,
    TOC,
)
"""Every plugin that we stand in for."""

QUIET_PLUGINS = frozenset(
    (
        *("jekyll-archives", "jekyll-assets-pipeline", "jekyll-compose", "jekyll-sass-converter"),
        *("jekyll-watch", "jekyll-admin", "jekyll-minifier", "jekyll-compress-images"),
        *("jekyll-optional-front-matter", "jekyll-readme-index", "jekyll-relative-links"),
        *("jekyll-titles-from-headings", "jekyll-coffeescript", "jekyll-commonmark-ghpages"),
        *("jekyll-remote-theme", "jekyll-redirect-to", "jekyll-data"),
    )
)
"""Plugins that change nothing of what a post's page shows, unless a site asks for it."""
