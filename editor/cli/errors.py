"""What can go wrong on the command line itself."""

from __future__ import annotations

from editor.errors import StandfirstError


class CliError(StandfirstError):
    """The root of the command line's own errors."""


class UsageError(CliError):
    """The arguments make no sense."""


class NoSite(CliError):
    """A verb needs a site and there is none."""


class WouldBreakAddress(CliError):
    """An address was to be kept and the site has no way to keep it."""


class WouldChangeMore(CliError):
    """A change was refused since it would touch more than what was asked for."""
