"""A post as a page: in a plain reading style, with Liquid resolved or shown as what it is."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.theme.errors import ThemeError
    from editor.theme.liquid import PLAIN, LiquidLines, State
    from editor.theme.markdown import kramdown_options
    from editor.theme.reading import Page, Picture, count_words, render_header, render_page
    from editor.theme.tokens import Kind, Tokens
    from editor.theme.urls import SiteUrls

__all__ = [
    "PLAIN",
    "Kind",
    "LiquidLines",
    "Page",
    "Picture",
    "SiteUrls",
    "State",
    "ThemeError",
    "Tokens",
    "count_words",
    "kramdown_options",
    "render_header",
    "render_page",
]

load_when_asked(
    __name__,
    {
        "errors": "ThemeError",
        "liquid": "LiquidLines PLAIN State",
        "markdown": "kramdown_options",
        "reading": "Page Picture count_words render_header render_page",
        "tokens": "Kind Tokens",
        "urls": "SiteUrls",
    },
)
