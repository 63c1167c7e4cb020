"""What can go wrong with what is taken from the network."""

from __future__ import annotations

from editor.errors import StandfirstError


class RemoteError(StandfirstError):
    """The root of every error about the network and the cache of what was taken from it."""


class Refused(RemoteError):
    """One address was not fetched; the sentence says why. Nothing of it was kept."""
