"""What can go wrong when a site is compared with what Jekyll makes of it."""

from __future__ import annotations

from pathlib import Path

from editor.errors import StandfirstError


class CompareError(StandfirstError):
    """The root of the comparison's errors. The site is untouched in each of them."""


class NoJekyll(CompareError):
    """This machine has no Jekyll."""


class NotAsked(CompareError):
    """The site's own Ruby was not to run: nobody said yes."""


class Cancelled(CompareError):
    """The comparison was broken off; every process that it started has ended."""


class JekyllFailed(CompareError):
    """Jekyll did not build the site.

    Attributes:
        path: Where all stands that it said; None where that could not be kept.
    """

    def __init__(self, sentence: str, detail: str = "", path: Path | None = None) -> None:
        """Make the error; `path` is the log's."""
        super().__init__(sentence, detail)
        self.path = path
