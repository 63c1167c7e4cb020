"""A value as someone types it at the command line: YAML, read as Ruby reads it."""

from __future__ import annotations

from editor.post.errors import PostError
from editor.post.nodes import YamlError, compose
from editor.post.prescan import check_bounds
from editor.post.reading import explain
from editor.post.ruby_yaml import RubyLoader


def parse_value(text: str) -> object:
    """Read one value written as YAML, such as `true`, `[a, b]`, `2024-02-29 10:00:00 +0100`.

    Args:
        text: The value; empty for nothing.

    Raises:
        PostError: It is no YAML, or Ruby would refuse it.
    """
    try:
        check_bounds(text)
        return RubyLoader().build(compose(text).root)
    except YamlError as error:
        raise PostError(
            f"“{text[:60]}” is no value in YAML: {explain(error.message, error.context)} "
            "Nothing was changed; put it in quotes to take it as text.",
            error.message,
        ) from None
