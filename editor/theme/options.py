"""How a build is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How a build is asked for.

    Attributes:
        environment: `JEKYLL_ENV`.
        drafts: Whether drafts are built (`--drafts`).
        future: Whether posts of the future are.
        unpublished: Whether unpublished ones are.
        for_screen: Whether the page is for the preview, which shows labels where only the
            network could tell.
        jekyll: Version of Jekyll to go by where no `Gemfile.lock` names one.
    """

    environment: str = ""
    drafts: bool = False
    future: bool = False
    unpublished: bool = False
    for_screen: bool = False
    jekyll: str = ""
