"""A post as HTML: in its site's layouts as Jekyll would make it, else in the reading style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editor.theme import Note

if TYPE_CHECKING:
    from editor.post import Post
    from editor.theme import Theme
    from editor.theme.build import SiteBuild
    from editor.theme.contract import Item


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
    own_path = "" if site_path == "-" else site_path
    if theme.site is not None and own_path:
        build = theme.build(given=(own_path, post))
        item = build.item(own_path)
        if item is not None and (body_only or build.has_layouts):
            return render_built(build, item, body_only=body_only)
    return _reading(post, theme, own_path, site_path, body_only=body_only)


def render_built(build: SiteBuild, item: Item, *, body_only: bool) -> Rendered:
    """Render what a build has, as Jekyll would."""
    from editor.theme.rendering import output_path_of, render_item

    with build.notes.heard() as notes:
        page = render_item(build, item)
    html = page.body.text() if body_only else page.html
    return Rendered(html, item.url, output_path_of(item), tuple(notes))


def _reading(
    post: Post, theme: Theme, own_path: str, site_path: str, *, body_only: bool
) -> Rendered:
    prepared = theme.prepare(post, own_path)
    html = theme.body_html(prepared)
    notes: tuple[Note, ...] = ()
    if not body_only:
        if theme.site is not None and own_path:
            sentence = "This site has no layouts, so the post is shown in the reading style."
            notes = (Note("layout", sentence),)
        page = theme.page(prepared, html, notes)
        html, notes = page.html, page.notes
    url = prepared.head.info.url if theme.site is not None else ""
    return Rendered(html, url, _output_path(url, site_path), notes)


def _output_path(url: str, site_path: str) -> str:
    if not url:
        return f"{site_path}.html"
    from editor.site import output_path

    return output_path(url, ".html").lstrip("/")
