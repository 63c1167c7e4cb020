"""What can go wrong when a post is made a page."""

from __future__ import annotations

from editor.errors import StandfirstError
from editor.liquid.errors import LiquidError


class ThemeError(StandfirstError):
    """A post could not be made a page."""


class JekyllError(LiquidError):
    """An error that Jekyll raises in a tag or filter of its own, and stops the build with."""

    prefix = "Liquid Exception"
