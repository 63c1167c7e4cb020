"""What can go wrong with a bundle."""

from __future__ import annotations

from editor.errors import StandfirstError


class BundleError(StandfirstError):
    """The root of every error about bundles; the site is as it was."""


class NothingToExport(BundleError):
    """No post is left that may go into the bundle."""


class BundleRefused(BundleError):
    """A bundle that is damaged, too large, or means harm; nothing of it was written."""
