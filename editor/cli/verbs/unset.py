"""`unset`: keys are taken out of a post's front matter."""

from __future__ import annotations

import argparse

from editor.cli.editing import require_editable, write_back
from editor.cli.errors import UsageError
from editor.cli.keys import key_path, lines_of, look_up
from editor.cli.output import Result
from editor.cli.places import open_post
from editor.edit import Edit


def run(arguments: argparse.Namespace) -> Result:
    """Take out keys."""
    opened = open_post(arguments.post, arguments.site, to_write=True)
    require_editable(opened)
    edits: list[Edit] = []
    for key in arguments.keys:
        path = key_path(key, opened.post.data)
        if not look_up(opened.post.data, path)[0]:
            raise UsageError(f"{opened.name} has no key “{key}”, so nothing was changed.")
        edits += opened.post.delete(path)
    return write_back(opened, arguments, list(arguments.keys), lines_of(edits))
