"""What can go wrong with the checks themselves."""

from __future__ import annotations

from editor.errors import StandfirstError


class CheckError(StandfirstError):
    """The root of every error about checks."""


class UnknownCheck(CheckError):
    """A check was named that does not exist."""
