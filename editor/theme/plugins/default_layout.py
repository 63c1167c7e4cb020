"""jekyll-default-layout 0.1: pages and posts without a layout get the usual one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.theme.documents import Document
from editor.theme.pages import SitePage
from editor.theme.plugins.plugin import Plugin

if TYPE_CHECKING:
    from editor.theme.contract import Build, Item


def _values(build: Build, item: Item, data: Mapping[str, object]) -> Mapping[str, object]:
    """Name the layout of `layout_for` (`lib/jekyll-default-layout/generator.rb`)."""
    if "layout" in data or not item.is_markdown:
        return {}
    names = ["home"] if item.url == "/" else []
    if isinstance(item, SitePage):
        if "layout" in item.source.defaults:
            return {}
        names.append("page")
    elif not (isinstance(item, Document) and item.label == "posts"):
        return {}
    else:
        names.append("post")
    names.append("default")
    for name in names:
        if build.templates.layout(name) is not None:
            return {"layout": name}
    return {}


DEFAULT_LAYOUT = Plugin("jekyll-default-layout", values=_values)
