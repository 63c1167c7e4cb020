"""Keys as one types them: `title`, `author.name`, `tags.0`; and the lines that edits touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from editor.cli.errors import UsageError
from editor.edit import Edit

Path = tuple[str | int, ...]


def key_path(text: str, data: Mapping[str, object]) -> Path:
    """Return the path that a key names.

    A key of the front matter that itself holds dots is taken as it stands.
    """
    if not text:
        raise UsageError("A key is empty.")
    if text in data:
        return (text,)
    parts = text.split(".")
    if "" in parts:
        raise UsageError(f"“{text}” is no key: there is nothing between two dots.")
    return (parts[0], *(int(each) if each.isdecimal() else each for each in parts[1:]))


def look_up(data: Mapping[str, object], path: Path) -> tuple[bool, Any]:
    """Return whether there is a value at a path, and the value."""
    value: Any = data
    for part in path:
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, Mapping) and str(part) in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return False, None
    return True, value


def split_assignment(text: str) -> tuple[str, str]:
    """Split `KEY=VALUE`.

    Raises:
        UsageError: There is no `=`.
    """
    key, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"“{text}” is not of the form KEY=VALUE.")
    return key.strip(), value


def parse_value(text: str) -> object:
    """Return what Ruby makes of a value as typed after `KEY=`.

    Raises:
        UsageError: It is no YAML.
    """
    from editor.post import Post

    # Read as a post's front matter is, so that a date or a `yes` means here what it means there.
    post = Post.from_text(f"---\nvalue: {text}\n---\n")
    if post.problems or set(post.data) != {"value"}:
        raise UsageError(f"“{text}” is not YAML; quote it, or use --string to take it as text.")
    return post.data["value"]


def lines_of(edits: Iterable[Edit]) -> list[list[int]]:
    """Return first and last line, from 1, of what each edit left, as the text is after all."""
    ranges: list[list[int]] = []
    for edit in edits:
        gone, come = edit.removed.count("\n"), edit.inserted.count("\n")
        for each in ranges:
            if each[0] > edit.line + 1:
                each[0] += come - gone
                each[1] += come - gone
        ends_line = edit.inserted.endswith("\n") or not edit.inserted
        last = edit.line + come - (1 if ends_line and come else 0)
        ranges.append([edit.line + 1, last + 1])
    return ranges


def joined(ranges: Sequence[Sequence[int]]) -> list[list[int]]:
    """Sort ranges of lines and join those that touch."""
    out: list[list[int]] = []
    for first, last in sorted((each[0], each[1]) for each in ranges):
        if out and first <= out[-1][1] + 1:
            out[-1][1] = max(out[-1][1], last)
        else:
            out.append([first, last])
    return out
