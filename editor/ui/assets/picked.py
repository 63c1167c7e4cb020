"""A picture that was chosen, and how the post writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picked:
    """A choice.

    Attributes:
        site_path: The picture's path in the site.
        reference: How the post should write it, in the manner of the site's other posts.
        alt: What the picture shows, for those who do not see it.
    """

    site_path: str
    reference: str
    alt: str

    @property
    def markdown(self) -> str:
        """Return it as Markdown."""
        alt = self.alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        return f"![{alt}]({self.reference})"
