"""What tags and filters of Jekyll find in a context's registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from editor.theme.contract import Build

if TYPE_CHECKING:
    from editor.liquid.context import Context

SITE = "site"
PAGE = "page"


def build_of(context: Context) -> Build:
    """Return the build that a context renders for."""
    return cast("Build", context.registers[SITE])
