"""What a page says of itself to search engines and social networks, read off its own head."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_LONGEST = 1_000_000  # characters of a page that are looked through for its head's end


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's own words for its search result and its card; empty where it says nothing.

    A card falls back as the networks do: from `twitter:…` to `og:…` to title and description.

    Attributes:
        title: Of the document.
        description: `<meta name="description">`.
        canonical: The address that it gives itself.
        site_name: `og:site_name`.
        card_title: What a card shows as its headline.
        card_text: What it shows under that.
        card_image: Address of its picture, as written.
        card_image_alt: What the picture shows, in words.
        is_large: Whether the card asks for a large picture (`twitter:card`).
        robots: What `<meta name="robots">` asks for.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    site_name: str = ""
    card_title: str = ""
    card_text: str = ""
    card_image: str = ""
    card_image_alt: str = ""
    is_large: bool = True
    robots: str = ""


def read_meta(html: str) -> PageMeta:
    """Read a page's head.

    Args:
        html: The whole page, or its beginning.
    """
    reader = _Head()
    reader.feed(html[:_LONGEST])
    told = reader.told

    def first(*names: str) -> str:
        return next((told[name] for name in names if told.get(name)), "")

    title = " ".join("".join(reader.title).split())
    card = told.get("twitter:card", "")
    return PageMeta(
        title=title,
        description=first("description"),
        canonical=reader.canonical or first("og:url"),
        site_name=first("og:site_name"),
        card_title=first("twitter:title", "og:title") or title,
        card_text=first("twitter:description", "og:description", "description"),
        card_image=first("twitter:image", "twitter:image:src", "og:image", "og:image:url"),
        card_image_alt=first("twitter:image:alt", "og:image:alt"),
        is_large=card != "summary",
        robots=first("robots"),
    )


class _Head(HTMLParser):
    """Takes title, meta and canonical link; stops at the body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: dict[str, str] = {}
        self.title: list[str] = []
        self.canonical = ""
        self._in_title = False
        self._has_title = False
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag (the parser calls this)."""
        if self._is_over:
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "body":
            self._is_over = True
        elif tag == "title" and not self._has_title:
            self._in_title = self._has_title = True
        elif tag == "meta":
            name = (values.get("name") or values.get("property") or "").strip().lower()
            if name and "content" in values:
                # Of two the first counts, as with the networks.
                self.told.setdefault(name, " ".join(values["content"].split()))
        elif tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self.canonical = self.canonical or values.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        """Take an end tag (the parser calls this)."""
        if tag == "title":
            self._in_title = False
        elif tag == "head":
            self._is_over = True

    def handle_data(self, data: str) -> None:
        """Take text (the parser calls this)."""
        if self._in_title and not self._is_over:
            self.title.append(data)
