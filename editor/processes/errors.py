"""What can go wrong with a process of ours."""

from __future__ import annotations


class ProcessError(OSError):
    """A process could not be started; an `OSError`, as the system's own refusals are."""
