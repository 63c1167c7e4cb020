"""A text as a whole: parse, then convert (`document.rb`)."""

from __future__ import annotations

from collections.abc import Mapping

import markdown


def to_html(text: str, options: Mapping[str, object] | None = None) -> str:
    """Render `text`."""
    del options
    return markdown.markdown(text, extensions=["extra", "toc", "smarty"]) + "\n"
