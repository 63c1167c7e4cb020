"""What the page in the preview is told: calls of the splice script in the resources, as source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from editor.ui.look import Palette

if TYPE_CHECKING:
    from editor.preview import BlockHtml, Page, Patch


def palette(worn: Palette) -> str:
    """Return what gives the page the colours of a palette."""
    colours = {
        "surface": worn.surface,
        "text": worn.text,
        "muted": worn.text_muted,
        "line": worn.line,
        "accent": worn.accent,
        "quiet": worn.sunken,
        "pill": worn.accent_quiet,
        "warn": worn.warn_quiet,
        "warn-text": worn.warn,
    }
    return f"standfirst.palette({json.dumps(worn.name)}, {json.dumps(colours)})"


def page(whole: Page, *, keep: bool) -> str:
    """Return what shows a whole page.

    Args:
        whole: The page.
        keep: Whether the reader stays where he is.
    """
    message = {
        "revision": whole.revision,
        "header": whole.header,
        "head_lines": whole.head_lines,
        "blocks": _blocks(whole.blocks),
        "tail": whole.tail,
        "keep": keep,
    }
    return f"standfirst.page({json.dumps(message)})"


def patch(part: Patch) -> str:
    """Return what puts a patch into the page. Runs on every key."""
    message = {
        "base": part.base,
        "revision": part.revision,
        "header": part.header,
        "head_lines": part.head_lines,
        "splices": [(each.start, each.deleted, _blocks(each.blocks)) for each in part.splices],
        "tail": part.tail,
    }
    return f"standfirst.patch({json.dumps(message)})"


def _blocks(blocks: tuple[BlockHtml, ...]) -> list[tuple[str, int]]:
    return [(each.html, each.lines) for each in blocks]
