"""The plain reading style: a post as a newspaper would set it, whatever the site looks like."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from editor.dirs import resource
from editor.post import Post

_WORDS_A_MINUTE = 220
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
_DATED = re.compile(r"^(\d{4})-(\d\d?)-(\d\d?)-(.+)$")
_TAGS = re.compile(r"<[^<>]*>")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a page that its reader should know.

    Attributes:
        kind: A word for programs, such as `liquid`.
        text: A sentence.
        line: Line of the post's text, counted from 0; -1 for the whole post.
    """

    kind: str
    text: str
    line: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML page, and what it leaves out or could not do."""

    html: str
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Picture:
    """The lead picture of a post."""

    address: str
    alt: str = ""
    caption: str = ""


def count_words(text: str) -> int:
    """Return the number of words: runs of characters with a letter or digit in them."""
    return sum(1 for run in text.split() if _LETTER.search(run))


def reading_minutes(words: int) -> int:
    """Return how long the words take to read, at least a minute."""
    return max(1, round(words / _WORDS_A_MINUTE))


def render_header(
    data: Mapping[str, object],
    *,
    words: int,
    site_path: str = "",
    config: Mapping[str, object] | None = None,
    picture_address: Callable[[str], str | None] | None = None,
) -> str:
    """Return what stands above the body: category, headline, standfirst, byline, lead picture.

    Args:
        data: The post's front matter.
        words: Words of the body, for the reading time.
        site_path: The post's path; gives title and date where the front matter has none.
        config: The site's configuration, for the author.
        picture_address: Makes the lead picture's address one that loads; None for "cannot".

    Returns:
        HTML in which every value of the post is escaped.
    """
    config = config or {}
    parts = []
    labels = _labels(data)
    if labels:
        pills = " ".join(f'<span class="sf-pill">{html.escape(each)}</span>' for each in labels)
        parts.append(f'<p class="sf-pills">{pills}</p>')
    title = _line(data.get("title")) or _title_of(site_path)
    if title:
        parts.append(f'<h1 class="sf-title">{html.escape(title)}</h1>')
    standfirst = next((text for key in _STANDFIRST if (text := _prose(data.get(key)))), "")
    if standfirst:
        parts.append(f'<p class="sf-standfirst">{html.escape(standfirst)}</p>')
    byline = " · ".join(
        html.escape(each)
        for each in (
            _authors(data, config),
            _date(data.get("date"), site_path),
            f"{reading_minutes(words)} min read",
        )
        if each
    )
    parts.append(f'<p class="sf-byline">{byline}</p>')
    picture = lead_picture(data)
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


def render_page(
    post: Post,
    body_html: str,
    *,
    site_path: str = "",
    config: Mapping[str, object] | None = None,
    picture_address: Callable[[str], str | None] | None = None,
    notes: Sequence[Note] = (),
) -> Page:
    """Return a post as a whole page in the plain reading style; it stands alone, fonts aside.

    Args:
        post: The post; its front matter makes the head of the page.
        body_html: The converted body, as it is to stand in the page.
        site_path: The post's path; gives title and date where the front matter has none.
        config: The site's configuration, for author and language.
        picture_address: Makes the lead picture's address one that loads.
        notes: What the maker of the body has to say.
    """
    config = config or {}
    head = render_header(
        post.data,
        words=count_words(_TAGS.sub(" ", body_html)),
        site_path=site_path,
        config=config,
        picture_address=picture_address,
    )
    title = html.escape(_line(post.data.get("title")) or _title_of(site_path) or "Untitled")
    language = html.escape(_line(post.data.get("lang")) or _line(config.get("lang")) or "en")
    style = resource("preview", "reading.css").read_text("utf-8")
    return Page(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<article>\n"
        f'<header class="sf-header">\n{head}\n</header>\n<div class="sf-body">\n{body_html}\n'
        "</div>\n</article>\n</body>\n</html>\n",
        tuple(notes),
    )


def _labels(data: Mapping[str, object]) -> list[str]:
    value = data.get("category") or data.get("categories")
    if isinstance(value, str):
        # Jekyll 4 `lib/jekyll/utils.rb`, `pluralized_array_from_hash`: `category` is one, whole.
        found = [value] if data.get("category") else value.split()
    elif isinstance(value, Sequence):
        found = [_line(each) for each in value]
    else:
        found = []
    return [each for each in found if each][:4]


def _authors(data: Mapping[str, object], config: Mapping[str, object]) -> str:
    value = data.get("author") or data.get("authors") or config.get("author")
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, Sequence) and not isinstance(value, str):
        names = [_line(each.get("name") if isinstance(each, Mapping) else each) for each in value]
        return ", ".join(name for name in names if name)
    return _line(value)


def _date(value: object, site_path: str) -> str:
    if isinstance(value, str):
        text = value.strip()
        try:
            value = datetime.datetime.fromisoformat(text)
        except ValueError:
            return text
    if not isinstance(value, datetime.date):
        found = _DATED.match(PurePosixPath(site_path).name)
        if found is None:
            return ""
        try:
            value = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return ""
    return f"{value.day} {value:%B} {value.year}"


def _title_of(site_path: str) -> str:
    stem = PurePosixPath(site_path).stem
    found = _DATED.match(stem)
    # Jekyll 4 `lib/jekyll/utils.rb`, `titleize_slug`.
    return " ".join(word.capitalize() for word in (found[4] if found else stem).split("-"))


def _prose(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _line(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        return ""
    try:
        return " ".join(str(value).split())
    except ValueError:  # an integer of more than 4,300 digits
        return ""
