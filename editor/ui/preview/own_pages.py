"""What the preview shows of its own: the page of the reading view, its fonts, pictures of words."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import parse_qs

from editor.dirs import resource

_FONTS = {
    "serif-regular": ("SourceSerif*-Regular.*",),
    "serif-italic": ("SourceSerif*-It.*", "SourceSerif*-Italic.*"),
    "serif-bold": ("SourceSerif*-Bold.*", "SourceSerif*-Semibold.*"),
    "sans-regular": ("Inter-Regular.*", "Inter*.*"),
    "sans-semibold": ("Inter-SemiBold.*", "Inter-Bold.*"),
    "mono-regular": ("JetBrainsMono-Regular.*", "JetBrainsMono*.*"),
}
_READING = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Preview</title>'
    '<link rel="stylesheet" href="site://app/reading.css"></head><body><article>'
    '<header class="sf-header"></header><div class="sf-body"></div><div class="sf-tail"></div>'
    "</article></body></html>"
)


def reading_page() -> tuple[str, bytes]:
    """Return type and bytes of the reading view's page, without a post."""
    return "text/html;charset=utf-8", _READING.encode()


def own_page(name: str, query: str) -> tuple[str, bytes] | None:
    """Return type and bytes of something of our own; None where we have nothing of that name.

    Args:
        name: Its path, without slashes round it.
        query: What follows the question mark.
    """
    if name == "reading.css":
        return "text/css", resource("preview", "reading.css").read_bytes()
    if name == "picture":
        values = parse_qs(query)
        if "remote" in values:
            text = f"Picture at {values['remote'][0]}, not loaded here"
        else:
            text = f"Not a picture of this site: {values.get('refused', [''])[0]}"
        return "image/svg+xml", notice_picture(text)
    if name.startswith("fonts/") and (path := _font(name[6:])) is not None:
        return f"font/{path.suffix[1:]}", path.read_bytes()
    return None


def notice_picture(text: str) -> bytes:
    """Return an SVG picture that says why the real one is not shown."""
    shown = html.escape("".join(c if c.isprintable() else " " for c in text)[:90])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="620" height="120" viewBox="0 0 620 120">'
        "<style>text { fill: #565d66 } "
        "@media (prefers-color-scheme: dark) { text { fill: #b3bac3 } }</style>"
        '<rect x="1" y="1" width="618" height="118" rx="6" fill="#808890" fill-opacity=".12" '
        'stroke="#808890" stroke-opacity=".6" stroke-dasharray="5 4"/>'
        '<text x="310" y="65" text-anchor="middle" font-family="Inter, sans-serif" '
        f'font-size="14">{shown}</text></svg>'
    ).encode()


def _font(name: str) -> Path | None:
    try:
        folder = resource("fonts")
    except FileNotFoundError:
        return None
    for pattern in _FONTS.get(name, ()):
        for path in sorted(folder.rglob(pattern)):
            if path.suffix in (".ttf", ".otf", ".woff2", ".woff"):
                return path
    return None
