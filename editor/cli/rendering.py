"""A post as HTML: Liquid prepared as in the preview, kramdown as the site configures it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from editor.kramdown import to_html
from editor.theme import PLAIN, LiquidLines, SiteUrls, Tokens, kramdown_options, render_page
from editor.theme.reading import Note

if TYPE_CHECKING:
    from editor.post import Post
    from editor.site import Site

_MARKDOWN = "markdown,mkdown,mkdn,mkd,md"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered post; `output_path` is where Jekyll would write its page."""

    html: str
    url: str
    output_path: str
    notes: tuple[Note, ...]


def render_post(post: Post, site: Site | None, site_path: str, *, body_only: bool) -> Rendered:
    """Render a post.

    Args:
        post: The post.
        site: Its site; None gives Jekyll's defaults.
        site_path: Its path in the site.
        body_only: The converted body, without a page round it.
    """
    config = site.config if site else {}
    root = site.root if site else None
    tokens = Tokens()
    body = _prepared(post, tokens, SiteUrls(config, root))
    if _is_markdown(site_path, config):
        body = to_html(body, kramdown_options(config, root))
    html = tokens.fill(body)
    notes: tuple[Note, ...] = ()
    if not body_only:
        page = render_page(post, html, site_path=site_path, config=config)
        html, notes = page.html, page.notes
    url = site.describe(site_path, post).url if site else ""
    return Rendered(html, url, _output_path(url, site_path), notes)


def _prepared(post: Post, tokens: Tokens, urls: SiteUrls) -> str:
    lines = _lines(post.body)
    if post.data.get("render_with_liquid") is False:
        return "".join(tokens.protect(line) for line in lines)
    liquid = LiquidLines(tokens, urls)
    state = PLAIN
    out = []
    for index in range(len(lines)):
        line, state = liquid.convert(lines, index, state)
        out.append(line)
    return "".join(out)


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _is_markdown(site_path: str, config: object) -> bool:
    endings = config.get("markdown_ext", _MARKDOWN) if isinstance(config, dict) else _MARKDOWN
    suffix = PurePosixPath(site_path).suffix.lstrip(".").lower()
    return suffix in str(endings).lower().split(",") or site_path == "-"


def _output_path(url: str, site_path: str) -> str:
    if not url:
        return f"{site_path}.html"
    from editor.site import output_path

    return output_path(url, ".html").lstrip("/")
