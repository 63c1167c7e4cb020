"""What tags and filters of Jekyll find in a context's registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from editor.liquid.context import Context
    from editor.theme.build import Build

SITE = "site"
PAGE = "page"


class Converters(Protocol):
    """What filters ask of a site: its settings, and its way to convert texts."""

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's settings."""

    def markdown(self, text: str) -> str:
        """Convert Markdown."""

    def smarty(self, text: str) -> str:
        """Set typographic quotes."""

    def sass(self, text: str, syntax: str) -> str:
        """Convert `scss` or `sass`."""


def converters_of(context: Context) -> Converters:
    """Return what filters ask."""
    return cast("Converters", context.registers[SITE])


def build_of(context: Context) -> Build:
    """Return the build that a context renders for."""
    return cast("Build", context.registers[SITE])
