"""The plain reading style: a post as a newspaper would set it, whatever the site looks like."""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from editor.dirs import resource
from editor.theme.head import Head
from editor.theme.notes import Note
from editor.theme.words import reading_minutes

_MOST_LABELS = 4
_STANDFIRST = (
    "standfirst",
    "subtitle",
    "subheadline",
    "dek",
    "lede",
    "excerpt",
    "description",
    "summary",
)
_PICTURE = (
    "image",
    "cover",
    "feature_image",
    "featured_image",
    "banner",
    "header",
    "thumbnail",
    "img",
)
_PICTURE_PATH = ("path", "src", "url", "feature", "image", "teaser", "overlay_image")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A whole HTML page, and what it leaves out or could not do."""

    html: str
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Picture:
    """The lead picture of a post."""

    address: str
    alt: str = ""
    caption: str = ""


def render_header(
    head: Head,
    *,
    words: int,
    picture_address: Callable[[str], str | None] | None = None,
) -> str:
    """Return what stands above the body: category, headline, standfirst, byline, lead picture.

    Args:
        head: What the post says about itself.
        words: Words of the body, for the reading time.
        picture_address: Makes the lead picture's address one that loads; None for "cannot".

    Returns:
        HTML in which every value of the post is escaped.
    """
    parts = []
    labels = head.info.categories[:_MOST_LABELS]
    if labels:
        pills = " ".join(f'<span class="sf-pill">{html.escape(each)}</span>' for each in labels)
        parts.append(f'<p class="sf-pills">{pills}</p>')
    title = _line(head.info.title)
    if title:
        parts.append(f'<h1 class="sf-title">{html.escape(title)}</h1>')
    standfirst = next((text for key in _STANDFIRST if (text := _prose(head.data.get(key)))), "")
    if standfirst:
        parts.append(f'<p class="sf-standfirst">{html.escape(standfirst)}</p>')
    date = head.info.date if head.is_dated else None
    byline = " · ".join(
        html.escape(each)
        for each in (
            _line(head.author),
            f"{date.day} {date:%B} {date.year}" if date is not None else "",
            f"{reading_minutes(words)} min read",
        )
        if each
    )
    parts.append(f'<p class="sf-byline">{byline}</p>')
    picture = lead_picture(head.data)
    if picture is not None:
        address = picture_address(picture.address) if picture_address else picture.address
        if address is not None:
            caption = f"<figcaption>{html.escape(picture.caption)}</figcaption>"
            parts.append(
                f'<figure class="sf-lead"><img src="{html.escape(address)}" '
                f'alt="{html.escape(picture.alt)}">{caption if picture.caption else ""}</figure>'
            )
    return "\n".join(parts)


def lead_picture(data: Mapping[str, object]) -> Picture | None:
    """Return the picture that the front matter names for the whole post."""
    for key in _PICTURE:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            alt = _line(data.get(f"{key}_alt")) or _line(data.get("alt"))
            caption = _line(data.get(f"{key}_caption")) or _line(data.get("caption"))
            return Picture(value.strip(), alt, caption)
        if isinstance(value, Mapping):
            for part in _PICTURE_PATH:
                address = value.get(part)
                if isinstance(address, str) and address.strip():
                    caption = _line(value.get("caption"))
                    return Picture(address.strip(), _line(value.get("alt")), caption)
    return None


def render_page(head: Head, header: str, body_html: str, *, notes: Sequence[Note] = ()) -> HtmlPage:
    """Return a post as a whole page in the plain reading style; it stands alone, fonts aside.

    Args:
        head: What the post says about itself.
        header: What stands above the body, as HTML.
        body_html: The converted body, as it is to stand in the page.
        notes: What the maker of the body has to say.
    """
    title = html.escape(_line(head.info.title) or "Untitled")
    style = resource("preview", "reading.css").read_text("utf-8")
    return HtmlPage(
        f'<!DOCTYPE html>\n<html lang="{html.escape(head.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<article>\n"
        f'<header class="sf-header">\n{header}\n</header>\n<div class="sf-body">\n{body_html}\n'
        "</div>\n</article>\n</body>\n</html>\n",
        tuple(notes),
    )


def _prose(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _line(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        return ""
    try:
        return " ".join(str(value).split())
    except ValueError:  # an integer of more than 4,300 digits
        return ""
