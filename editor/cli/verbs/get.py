"""`get`: a post's front matter, as Ruby reads it."""

from __future__ import annotations

import argparse
from typing import Any

from editor.cli.errors import UsageError
from editor.cli.keys import key_path, look_up
from editor.cli.output import Result, plain
from editor.cli.places import open_post


def run(arguments: argparse.Namespace) -> Result:
    """Print the values of a post's front matter."""
    opened = open_post(arguments.post, arguments.site)
    problems = list(opened.post.problems)
    if problems and not opened.post.data:
        raise UsageError(f"{opened.name}: {problems[0].sentence}")
    data: dict[str, Any] = dict(opened.post.data)
    if arguments.defaults and opened.site is not None:
        data = opened.site.values_of(opened.site_path, opened.post)
    if arguments.keys:
        wanted: dict[str, Any] = {}
        for key in arguments.keys:
            found, value = look_up(data, key_path(key, data))
            if not found:
                raise UsageError(f"{opened.name} has no key “{key}”.")
            wanted[key] = value
        data = wanted
    values = plain(data)
    if len(arguments.keys) == 1:
        text = _shown(values[arguments.keys[0]])
    else:
        text = "\n".join(f"{key}: {_shown(value)}" for key, value in values.items())
    return Result({"path": str(opened.path or "-"), "data": values}, text)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    import json

    return json.dumps(value, ensure_ascii=False)
