"""A text as a whole: parse, then convert (`document.rb`)."""

from __future__ import annotations

from collections.abc import Mapping

from editor.kramdown.collector import resting_collector
from editor.kramdown.element import Element
from editor.kramdown.fragment import HOLE, Fragment
from editor.kramdown.options import Options
from editor.kramdown.parser import Parser, adapt_source
from editor.kramdown.render import (
    Numbering,
    PartRenderer,
    filled,
    footnotes_html,
    placed,
    toc_entries,
)


def to_html(text: str, options: Mapping[str, object] | None = None) -> str:
    """Render a text as kramdown does.

    Args:
        text: The body of a post, without front matter.
        options: Kramdown's options by their names, changing kramdown's own defaults; `None` means
            what Jekyll tells kramdown, `JEKYLL_DEFAULTS`.

    Returns:
        The HTML. Never raises for a text, however broken.

    Raises:
        KramdownError: An option has a value that kramdown refuses.
    """
    with resting_collector():
        return _rendered(text, Options.of(options))


def _rendered(text: str, chosen: Options) -> str:
    parser = Parser(chosen)
    root = Element("root")
    parser.parse_blocks(root, adapt_source(text.replace(HOLE, "\ufffd")))
    part = PartRenderer(parser.options, parser.definitions, chosen)
    fragment = part.body(parser, root, after_blank=False)
    final = part.options = parser.options

    def footnote(name: str) -> Fragment | None:
        content = parser.definitions.footnotes.get(name)
        return None if content is None else part.footnote(parser, name, content)

    numbering = Numbering(final)
    numbers = numbering.number(fragment)
    footnotes = footnotes_html(numbering, footnote, final)
    toc = toc_entries(fragment, numbers, final) + footnotes.toc if fragment.toc_place else []
    html = placed(filled(fragment, fragment.html, numbers, final), footnotes, toc, fragment, final)
    return html if fragment.footnotes_place else html + footnotes.html
