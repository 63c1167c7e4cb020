"""What decides how a site's posts are read: its configuration, its time zone, its defaults."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from editor.site.configuration import configured
from editor.site.dates import date_of, zone_named
from editor.site.errors import InvalidDate
from editor.site.frontmatter_defaults import FrontmatterDefaults


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a site, without its folder: they hold for a post that has no site, too.

    Attributes:
        config: `_config.yml` over Jekyll's defaults.
        timezone: The zone of the site's dates.
        defaults: The front matter defaults.
    """

    config: Mapping[str, Any]
    timezone: datetime.tzinfo
    defaults: FrontmatterDefaults

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Rules:
        """Return the rules of a configuration (see `configured`); an unknown zone is UTC."""
        return cls(config, zone_named(config["timezone"])[0], FrontmatterDefaults(config))

    @classmethod
    def without_site(cls) -> Rules:
        """Return Jekyll's own: those of an empty configuration."""
        return cls.of(configured({}))

    def output_ext(self, extension: str) -> str:
        """Return the extension of the page that Jekyll makes of a file."""
        if self.is_markdown(extension):
            return ".html"
        return ".css" if extension in (".scss", ".sass") else extension

    def is_markdown(self, extension: str) -> bool:
        """Tell whether a file of this extension (with its dot) is converted from Markdown."""
        return extension.lower() in _endings(self.config["markdown_ext"])

    def is_markdown_file(self, site_path: str) -> bool:
        """Tell whether a post is converted from Markdown; one that has no name yet is."""
        name = site_path.rpartition("/")[2]
        return "." not in name or self.is_markdown(name[name.rfind(".") :])

    def now(self) -> datetime.datetime:
        """Return the time of a build: `time` of the configuration, else the clock."""
        value = self.config.get("time")
        if value is not None and value is not False:
            try:
                return date_of(value, self.timezone)
            except InvalidDate:
                pass
        return datetime.datetime.now(self.timezone)


@lru_cache(maxsize=16)
def _endings(setting: str) -> frozenset[str]:
    return frozenset("." + each.strip().lower() for each in setting.split(","))
