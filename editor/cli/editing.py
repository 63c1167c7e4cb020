"""Writing an edited post back: under its lock, and only if it is still what was read."""

from __future__ import annotations

import argparse
from typing import Any

from editor.cli.errors import UsageError, WouldChangeMore
from editor.cli.keys import joined
from editor.cli.output import Result, diff
from editor.cli.places import Opened
from editor.post import Post


def require_editable(opened: Opened) -> None:
    """Refuse a post whose front matter cannot be read.

    Raises:
        WouldChangeMore: With the post's own problem as its sentence.
    """
    if not opened.post.editable:
        problems = opened.post.problems
        why = problems[0].sentence if problems else "its front matter cannot be read."
        raise WouldChangeMore(f"{opened.name} was not changed: {why}", "not editable")


def write_back(
    opened: Opened, arguments: argparse.Namespace, keys: list[str], lines: list[list[int]]
) -> Result:
    """Save an edited post, or show what would be saved.

    Standard input goes to standard output.

    Raises:
        StorageError: The file changed meanwhile, is locked, or cannot be written.
    """
    data = opened.post.to_bytes()
    answer: dict[str, Any] = {
        "path": str(opened.path or "-"),
        "keys": keys,
        "lines": joined(lines),
        "changed": data != opened.data,
    }
    if arguments.dry_run:
        text = diff(_text(opened.data, opened), _text(data, opened), opened.name)
        return Result(answer | {"diff": text}, text)
    if opened.path is None:
        return Result(answer | {"text": opened.post.text}, raw=data)
    warning = ""
    if data != opened.data:
        from editor.storage import PostLock, save, versions

        with PostLock.take(opened.path):
            root = opened.root
            saved = save(opened.path, data, expected=opened.digest, inside=root)
            warning = saved.warning
            versions.keep(opened.path, opened.data)
    return Result(answer, warnings=(warning,))


def require_one_post(argument: str) -> None:
    """Refuse standard input where a file has to be moved.

    Raises:
        UsageError: The argument is `-`.
    """
    if argument == "-":
        raise UsageError("This works on a file, not on standard input.")


def _text(data: bytes, opened: Opened) -> str:
    return Post.from_bytes(data, encoding=opened.post.encoding).text
