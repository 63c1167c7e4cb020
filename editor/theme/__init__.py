"""A post as a page: in a plain reading style, with Liquid resolved or shown as what it is."""

from typing import TYPE_CHECKING

from editor.lazy import load_when_asked

if TYPE_CHECKING:
    from editor.theme.errors import ThemeError
    from editor.theme.head import Head
    from editor.theme.liquid import PLAIN, LiquidLines, State
    from editor.theme.meta import PageMeta, read_meta
    from editor.theme.notes import Note
    from editor.theme.prepared import BodyLines, Replaced
    from editor.theme.reading import HtmlPage, Picture, render_header, render_page
    from editor.theme.theme import Prepared, Theme
    from editor.theme.tokens import Kind, Tokens
    from editor.theme.words import count_words, reading_minutes

__all__ = [
    "PLAIN",
    "BodyLines",
    "Head",
    "HtmlPage",
    "Kind",
    "LiquidLines",
    "Note",
    "PageMeta",
    "Picture",
    "Prepared",
    "Replaced",
    "State",
    "Theme",
    "ThemeError",
    "Tokens",
    "count_words",
    "read_meta",
    "reading_minutes",
    "render_header",
    "render_page",
]

load_when_asked(
    __name__,
    {
        "errors": "ThemeError",
        "head": "Head",
        "liquid": "LiquidLines PLAIN State",
        "meta": "PageMeta read_meta",
        "notes": "Note",
        "prepared": "BodyLines Replaced",
        "reading": "HtmlPage Picture render_header render_page",
        "theme": "Prepared Theme",
        "tokens": "Kind Tokens",
        "words": "count_words reading_minutes",
    },
)
