"""A value as someone types it at the command line: YAML, read as Ruby reads it."""

from __future__ import annotations

from editor.post.errors import PostError
from editor.post.nodes import YamlError, compose
from editor.post.prescan import MAX_BYTES, MAX_NODES, check_bounds
from editor.post.reading import explain
from editor.post.ruby_yaml import RubyLoader


def parse_value(text: str, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> object:
    """Read one value written as YAML, such as `true`, `[a, b]`, `2024-02-29 10:00:00 +0100`.

    Args:
        text: The value; empty for nothing.
        max_bytes: How long it may be; front matter's bound by default.
        max_nodes: What all its nodes and aliases together may stand for.

    Raises:
        PostError: It is no YAML, or Ruby would refuse it.
    """
    try:
        check_bounds(text, max_bytes)
        return RubyLoader(max_nodes).build(compose(text).root)
    except YamlError as error:
        raise PostError(
            f"“{text[:60]}” is no value in YAML: {explain(error.message, error.context)} "
            "Nothing was changed; put it in quotes to take it as text.",
            error.message,
        ) from None
