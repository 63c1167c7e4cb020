"""`set`: keys of a post's front matter are changed, and not a byte else."""

from __future__ import annotations

import argparse

from editor.cli.editing import require_editable, write_back
from editor.cli.errors import UsageError
from editor.cli.keys import key_path, lines_of, parse_value, split_assignment
from editor.cli.output import Result
from editor.cli.places import Opened, open_post
from editor.edit import Edit
from editor.post import Style


def run(arguments: argparse.Namespace) -> Result:
    """Set and rename keys."""
    if not arguments.values and not arguments.rename_key:
        raise UsageError("There is nothing to set: name a KEY=VALUE or --rename-key OLD=NEW.")
    opened = open_post(arguments.post, arguments.site, to_write=True)
    require_editable(opened)
    post = opened.post
    edits: list[Edit] = []
    keys: list[str] = []
    for text in arguments.rename_key:
        old, new = split_assignment(text)
        if not old or not new:
            raise UsageError("--rename-key takes OLD=NEW.")
        if old not in post.data:
            raise UsageError(f"{opened.name} has no key “{old}”.")
        edits += post.rename(old, new)
        keys.append(new)
    for text in arguments.values:
        key, source = split_assignment(text)
        value = source if arguments.string else parse_value(source)
        path = key_path(key, post.data)
        before, style = _manner(opened, path)
        edits += post.set(path, value, before=before, style=style)
        keys.append(key)
    return write_back(opened, arguments, keys, lines_of(edits))


def _manner(opened: Opened, path: tuple[str | int, ...]) -> tuple[str | None, Style | None]:
    """Return the place and the style that the site's other posts give a key that is new here."""
    if len(path) > 1 or path[0] in opened.post.data or opened.site is None:
        return None, None
    usage = opened.site.usage()
    key = str(path[0])
    return usage.before(key, list(opened.post.data)), usage.style(key)
