"""The shared Liquid cases through our engine with Jekyll's tags and filters."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from editor.liquid import Context, LiquidError
from editor.liquid.drop import Range
from editor.site import Site
from editor.site.dates import parse_time
from editor.theme.build import SiteBuild
from editor.theme.gems import Gems
from editor.theme.registers import PAGE, SITE
from tests.shared import DATA

CASES = DATA / "liquid_cases.json"


def revived(value: Any) -> Any:
    """Make times and ranges of what stands for them in JSON."""
    if isinstance(value, dict):
        if list(value) == ["$date"]:
            # In a zone of its own: one in `datetime.UTC` is what Ruby calls a UTC time.
            return parse_time(value["$date"], zoneinfo.ZoneInfo("UTC"))
        if list(value) == ["$range"]:
            return Range(*value["$range"])
        return {key: revived(each) for key, each in value.items()}
    return [revived(each) for each in value] if isinstance(value, list) else value


def site_with(folder: Path, includes: Mapping[str, str], config: str = "") -> Site:
    """Make a site as the oracle's."""
    (folder / "_includes").mkdir(parents=True, exist_ok=True)
    for name, text in includes.items():
        (folder / "_includes" / name).write_text(text, "utf-8")
    own = "url: https://example.org\nbaseurl: /base\n"
    if "timezone" not in config:
        own += "timezone: UTC\n"
    (folder / "_config.yml").write_text(own + config, "utf-8")
    return Site.open(folder)


class Cases:
    """Renders templates as the oracle does."""

    def __init__(
        self, folder: Path, includes: Mapping[str, str], *, liquid: str = "5.4.0", config: str = ""
    ) -> None:
        versions = {"liquid": liquid, "jekyll": "4.3.1", "kramdown": "2.4.0"}
        self.build = SiteBuild(site_with(folder, includes, config), gems=Gems(versions))

    def render(self, template: str, data: Mapping[str, Any]) -> dict[str, str]:
        """Return `{"output": …}` or `{"error": …}`."""
        site = {"url": "https://example.org", "baseurl": "/base"}
        context = Context(
            {"site": site, **revived(dict(data))},
            registers={SITE: self.build, PAGE: {"path": "case.md"}},
            clock=self.build.clock,
        )
        try:
            return {"output": self.build.engine.parse(template, name="").render(context)}
        except LiquidError as error:
            return {"error": error.message}


def shared_cases() -> dict[str, Any]:
    """Return the shared cases."""
    found: dict[str, Any] = json.loads(CASES.read_text("utf-8"))
    return found
