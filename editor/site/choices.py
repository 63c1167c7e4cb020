"""What a site offers to the fields of its posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.site.usage import KeyUsage

if TYPE_CHECKING:
    from editor.site.site import Site


@dataclass(frozen=True, slots=True)
class Choices:
    """What the disk of a site said when it was last read.

    Attributes:
        usage: How the site's posts write their fields; None while they were not counted.
        layouts: Names of the site's layouts.
        authors: The site's authors.
    """

    usage: KeyUsage | None = None
    layouts: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @classmethod
    def of(cls, site: Site, usage: KeyUsage | None = None) -> Choices:
        """Read layouts and authors off the disk; the posts were counted before."""
        return cls(usage, tuple(site.layouts()), tuple(site.authors()))
