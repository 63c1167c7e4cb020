"""What the page in the preview is told: calls of the splice script in the resources, as source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from editor.ui.look import Palette

if TYPE_CHECKING:
    from editor.preview import BlockHtml, Patch
    from editor.ui.preview.shown import ShownPage


CONNECT = (
    "window.standfirst ? (standfirst.connect(), 'asked')"
    " : document.readyState === 'loading' ? 'loading' : 'missing'"
)
"""Has a page that has not found its way to the pane look for it again."""


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


def page(shown: ShownPage, *, lines: int, keep: bool, line: float) -> str:
    """Return what shows a whole page, whose document without the body is loaded.

    Args:
        shown: The page.
        lines: How many lines the source has.
        keep: Whether the reader stays where he is.
        line: Else the source line that is brought to the top.
    """
    message = {
        "key": shown.key,
        "revision": shown.revision,
        "header": shown.header,
        "head_lines": shown.head_lines,
        "lines": lines,
        "blocks": _blocks(shown.blocks),
        "tail": shown.tail,
        "keep": keep,
        "line": line,
    }
    return f"standfirst.page({json.dumps(message)})"


def patch(part: Patch, shown: ShownPage, *, lines: int) -> str:
    """Return what puts a patch into the page. Runs on every key.

    Args:
        part: The patch.
        shown: The page with it.
        lines: How many lines the source has.
    """
    message = {
        "base": part.base,
        "revision": part.revision,
        "header": part.header,
        "head_lines": part.head_lines,
        "lines": lines,
        "splices": [(each.start, each.deleted, _blocks(each.blocks)) for each in part.splices],
        "tail": part.tail,
    }
    if part.shell is not None or part.whole is not None:
        message["document"] = shown.frame()
    return f"standfirst.patch({json.dumps(message)})"


def sheets(paths: Sequence[str]) -> str:
    """Return what loads style sheets anew.

    Args:
        paths: Of their addresses, below the host.
    """
    return f"standfirst.sheets({json.dumps(list(paths))})"


def pictures(paths: Sequence[str]) -> str:
    """Return what loads pictures anew.

    Args:
        paths: Site paths.
    """
    return f"standfirst.pictures({json.dumps(list(paths))})"


def printed(wanted: bool) -> str:
    """Return what shows the page as it is printed, or as it is on a screen."""
    return f"standfirst.printed({json.dumps(wanted)})"


def scroll_to_line(line: float) -> str:
    """Return what brings a source line to the top."""
    return f"standfirst.scrollToLine({float(line)!r})"


def _blocks(blocks: Sequence[BlockHtml]) -> list[tuple[str, int]]:
    return [(each.html, each.lines) for each in blocks]
