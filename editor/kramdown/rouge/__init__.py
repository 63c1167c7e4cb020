"""Tokens of code in Rouge's classes: by Pygments, or by a lexer after Rouge's own."""

from __future__ import annotations

import time
from collections.abc import Iterable

from editor.kramdown.rouge.adapters import ADAPTERS
from editor.kramdown.utils_html import escape_all

_DEADLINE_S = 0.5
_NAMES = {"shell": "bash", "console": "console", "javascript": "js", "docker": "docker"}
_LINE_COMMENTS = frozenset(("c1", "ch", "c"))
_CLASSES = {"w": "", "pm": "p", "ges": "ge", "esc": ""}


def tokens_html(tag: str, code: str) -> str:
    """Return the code with a span round every token; plain when the language has no lexer.

    A lexer that takes too long is stopped: the rest of the code stays plain.
    """
    adapt = ADAPTERS.get(tag)
    tokens = _pygments(tag, code)
    if adapt:
        tokens = adapt(tokens)
    return _html(_with_returns(tokens) if "\r\n" in code else tokens)


def _with_returns(tokens: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Put a carriage return where Rouge's tokens have one of their own.

    Pygments makes every line end a line feed. Rouge reads a comment up to the line feed, so that
    the return is in its span, and kramdown makes a line end of it; elsewhere both stay together.
    """
    for name, text in tokens:
        if name in _LINE_COMMENTS and text and "\n" not in text.rstrip("\n"):
            comment = text.rstrip("\n")
            yield name, comment + "\r"
            yield "", text[len(comment) :]
        else:
            yield name, text


def _html(tokens: Iterable[tuple[str, str]]) -> str:
    parts: list[str] = []
    last, text = "", ""
    for name, value in tokens:
        if name == last:
            text += value
            continue
        if text:
            parts.append(_span(last, text))
        last, text = name, value
    if text:
        parts.append(_span(last, text))
    return "".join(parts)


def _span(name: str, text: str) -> str:
    html = escape_all(text)
    return f'<span class="{name}">{html}</span>' if name else html


def _pygments(tag: str, code: str) -> Iterable[tuple[str, str]]:
    import pygments.lexers
    import pygments.token
    from pygments.util import ClassNotFound

    try:
        options = {"startinline": True} if tag == "php" and "<?" not in code else {}
        lexer = pygments.lexers.get_lexer_by_name(
            _NAMES.get(tag, tag), stripnl=False, ensurenl=False, **options
        )
    except ClassNotFound:
        return [("", code)]
    names = pygments.token.STANDARD_TYPES
    found: list[tuple[str, str]] = []
    size = 0
    deadline = time.monotonic() + _DEADLINE_S
    for kind, value in lexer.get_tokens(code):
        while kind not in names and kind.parent is not None:
            kind = kind.parent  # noqa: PLW2901
        name = names.get(kind, "")
        found.append((_CLASSES.get(name, name), value))
        size += len(value)
        if time.monotonic() > deadline:
            found.append(("", code[size:]))
            break
    return found
