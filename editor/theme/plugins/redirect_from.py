"""jekyll-redirect-from 0.16: pages that lead from old addresses to new ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from editor.liquid import ruby
from editor.theme.filters.urls import absolute
from editor.theme.plugins.made import made_page
from editor.theme.plugins.plugin import Plugin

if TYPE_CHECKING:
    from editor.theme.contract import Build, Item
    from editor.theme.pages import SitePage

# `lib/jekyll-redirect-from/redirect.html` of the gem, line for line in what it says.
_LAYOUT = """<!DOCTYPE html>
<html lang="en-US">
  <meta charset="utf-8">
  <title>Redirecting&hellip;</title>
  <link rel="canonical" href="{{ page.redirect.to }}">
  <script>location="{{ page.redirect.to }}"</script>
  <meta http-equiv="refresh" content="0; url={{ page.redirect.to }}">
  <meta name="robots" content="noindex">
  <h1>Redirecting&hellip;</h1>
  <a href="{{ page.redirect.to }}">Click here if you are not redirected.</a>
</html>
"""


def _pages(build: Build, pages: list[SitePage]) -> list[SitePage]:
    documents: list[Item] = [
        each
        for label, settings in build.config["collections"].items()
        if isinstance(settings, Mapping) and settings.get("output")
        for each in build.collection(label)
    ]
    made = [
        _redirect(build, path, item.url)
        for item in [*documents, *pages]
        for path in _addresses(item.data.get("redirect_from"))
    ]
    settings = build.config.get("redirect_from")
    if not (isinstance(settings, Mapping) and settings.get("json") is False):
        made.append(made_page(build, "redirects.json", {"layout": None}))
    return made


def _redirect(build: Build, start: str, end: str) -> SitePage:
    start = start if start.startswith("/") else "/" + start
    target = end if re.match(r"https?://", end) else absolute(build.config, end)
    data = {
        "sitemap": False,
        "layout": "redirect",
        "permalink": start,
        "redirect": {"from": start, "to": target},
    }
    return made_page(build, "redirect.html", data)


def _values(build: Build, item: Item, data: Mapping[str, object]) -> Mapping[str, object]:
    """Make a document with `redirect_to` the page that leads there."""
    given = data.get("redirect_to")
    if isinstance(given, list):
        given = next((each for each in given if each is not None), None)
    if given is None:
        return {}
    target = ruby.to_s(given)
    target = target if re.match(r"https?://", target) else absolute(build.config, target)
    start = item.url
    return {
        "sitemap": False,
        "layout": "redirect",
        "permalink": start,
        "redirect": {"from": start, "to": target},
    }


def _addresses(value: object) -> list[str]:
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    return [ruby.to_s(each) for each in found if each is not None]


REDIRECT_FROM = Plugin(
    "jekyll-redirect-from", layouts={"redirect": _LAYOUT}, pages=_pages, values=_values
)
