"""Pages as a build holds them (`lib/jekyll/page.rb`), those that plugins make among them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from editor.liquid import ruby
from editor.site.configuration import deep_merge
from editor.site.errors import UrlImpossible
from editor.site.pages import Page, page_folder, page_output_ext, page_url
from editor.theme.contract import Build
from editor.theme.drops import PageHash


class SitePage:
    """One page of a build.

    Attributes:
        source: What the site has of it.
        pager: What `paginator` is on it, or None.
        made_folder: The folder of a page that a plugin made, None for its own.
    """

    def __init__(
        self,
        build: Build,
        source: Page,
        *,
        pager: Mapping[str, object] | None = None,
        made_folder: str | None = None,
        made_name: str = "",
    ) -> None:
        self._build = build
        self.source = source
        self.pager = pager
        self.made_folder = made_folder
        self._made_name = made_name
        self._converted: str | Callable[[], str] | None = None
        self._is_rendering = False

    def say_anew(self, source: Page, *, body_only: bool = False) -> None:
        """Take over what the page's file says now; `body_only` where its front matter stays."""
        self.source = source
        self._converted = None
        for name in () if body_only else ("data", "url", "output_ext", "drop"):
            self.__dict__.pop(name, None)

    @property
    def site_path(self) -> str:
        """Where its file is."""
        return self.source.path

    @property
    def name(self) -> str:
        """The file's name, or what a plugin calls a page that it made."""
        return self._made_name or self.source.name

    @property
    def extension(self) -> str:
        """The file's extension, with its dot."""
        return self.source.extension

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """Its front matter, and what plugins add to it."""
        return self._build.with_plugin_values(self, dict(self.source.own))

    def value(self, key: str) -> Any:
        """Return a key's value, from the defaults where the page itself has none."""
        return self.data[key] if key in self.data else self.source.defaults.get(key)

    @property
    def body(self) -> str:
        """The text below the front matter, as written."""
        return self.source.body

    @property
    def shown_path(self) -> object:
        """What templates see as its path."""
        return self.data.get("path", self.source.path)

    @cached_property
    def url(self) -> str:
        """Its address below the site's `url` and `baseurl`; empty where Jekyll makes none."""
        path = self.source.path
        if self.made_folder is not None:
            path = posixpath.join(self.made_folder.strip("/"), self.source.name)
        try:
            return page_url(self._build.rules, path, self.source.value("permalink"))
        except UrlImpossible:
            return ""

    @property
    def folder(self) -> str:
        """Its `dir`."""
        return page_folder(self.url)

    @cached_property
    def output_ext(self) -> str:
        """The extension of its file in the built site."""
        return page_output_ext(self._build.rules, self.source.path, self.source.value("permalink"))

    @property
    def is_html(self) -> bool:
        """Whether it is a page that a browser shows as one."""
        return self.output_ext in (".html", ".xhtml", ".htm")

    @property
    def is_markdown(self) -> bool:
        """Whether its text is converted."""
        return self._build.rules.is_markdown(self.extension)

    @property
    def has_liquid(self) -> bool:
        """Whether Liquid reads its text."""
        if self.value("render_with_liquid") is False:
            return False
        return "{%" in self.body or "{{" in self.body

    def merged_data(self) -> dict[str, object]:
        """Return defaults and front matter as one map (`Convertible#to_liquid`)."""
        merged = deep_merge(self.source.defaults, self.data)
        return {ruby.to_s(key): value for key, value in merged.items()}

    def content(self) -> str:
        """Return the text as other pages see it now: converted if its turn has been, else raw."""
        if not self._build.is_rendered_before(self):
            return self.body
        return self.converted()

    def converted(self) -> str:
        """Return the body after Liquid and Markdown; the raw one while that is being made."""
        if self._converted is None:
            if self._is_rendering:
                return self.body
            self._is_rendering = True
            try:
                self._converted = self._build.converted_body(self)
            finally:
                self._is_rendering = False
        if not isinstance(self._converted, str):
            self._converted = self._converted()
        return self._converted

    def keep_converted(self, html: str | Callable[[], str]) -> None:
        """Take over a body that was converted elsewhere, or what returns it."""
        self._converted = html

    @cached_property
    def drop(self) -> PageHash:
        """What templates see of it."""
        return PageHash(self, self._build)
