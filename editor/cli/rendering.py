"""A post as HTML, made as the preview makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.theme import Note

if TYPE_CHECKING:
    from editor.post import Post
    from editor.theme import Theme


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered post; `output_path` is where Jekyll would write its page."""

    html: str
    url: str
    output_path: str
    notes: tuple[Note, ...]


def render_post(post: Post, theme: Theme, site_path: str, *, body_only: bool) -> Rendered:
    """Render a post.

    Args:
        post: The post.
        theme: Of its site; one without a site goes by Jekyll's defaults.
        site_path: Its path in the site; `-` or nothing for one that has none.
        body_only: The converted body, without a page round it.
    """
    prepared = theme.prepare(post, "" if site_path == "-" else site_path)
    html = theme.body_html(prepared)
    notes: tuple[Note, ...] = ()
    if not body_only:
        page = theme.page(prepared, html)
        html, notes = page.html, page.notes
    url = prepared.head.info.url if theme.site is not None else ""
    return Rendered(html, url, _output_path(url, site_path), notes)


def _output_path(url: str, site_path: str) -> str:
    if not url:
        return f"{site_path}.html"
    from editor.site import output_path

    return output_path(url, ".html").lstrip("/")
