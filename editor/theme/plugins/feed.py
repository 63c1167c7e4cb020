"""jekyll-feed 0.17: the link to the feed, and the feed as one of the site's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.liquid.parsing import Tag
from editor.theme.filters.text import escape_attribute
from editor.theme.filters.urls import absolute
from editor.theme.plugins.made import has_file, made_page
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import build_of

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.liquid.nodes import Render
    from editor.theme.contract import Build
    from editor.theme.pages import SitePage


class FeedMeta(Tag):
    """`{% feed_meta %}` (`lib/jekyll-feed/meta-tag.rb`)."""

    def compile(self) -> Render:
        def render(context: Context, out: list[object]) -> None:
            config = build_of(context).config
            path = _settings(config).get("path")
            address = absolute(config, ruby.to_s(path) if ruby.truthy(path) else "feed.xml")
            attributes = {
                "type": "application/atom+xml",
                "rel": "alternate",
                "href": address,
            }
            title = config.get("title") or config.get("name")
            if ruby.truthy(title):
                attributes["title"] = ruby.to_s(title)
            text = " ".join(f'{key}="{escape_attribute(each)}"' for key, each in attributes.items())
            out.append(f"<link {text} />")

        return render


def _settings(config: Mapping[str, object]) -> Mapping[str, object]:
    found = config.get("feed")
    return found if isinstance(found, Mapping) else {}


def _pages(build: Build, _pages: list[SitePage]) -> list[SitePage]:
    settings = _settings(build.config)
    path = ruby.to_s(settings.get("path") or "/feed.xml")
    if has_file(build, path):
        return []
    data = {"layout": None, "sitemap": False, "xsl": False, "collection": "posts"}
    data |= {"category": None, "tags": None}
    return [made_page(build, path, data, name=path)]


FEED = Plugin("jekyll-feed", tags={"feed_meta": FeedMeta}, priority=-100, pages=_pages)
