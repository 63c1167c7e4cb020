"""What every test of the command line has: a site of its own."""

from __future__ import annotations

from tests.cli.sites import site

__all__ = ["site"]
