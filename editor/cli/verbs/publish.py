"""`publish`: a draft becomes a post of its date."""

from __future__ import annotations

import argparse

from editor.cli.editing import require_one_post
from editor.cli.output import Result, shown_path
from editor.cli.places import post_to_change
from editor.site import posts
from editor.site.dates import parse_date
from editor.storage import PostLock


def run(arguments: argparse.Namespace) -> Result:
    """Publish a draft."""
    require_one_post(arguments.post)
    path, site = post_to_change(arguments.post, arguments.site)
    date = parse_date(arguments.date, site.timezone) if arguments.date else None
    if arguments.dry_run:
        done = posts.publish(site, path, date, dry_run=True)
    else:
        with PostLock.take(path):
            done = posts.publish(site, path, date)
    answer = {"from": str(path), "to": str(done.path), "url": done.new_url}
    text = f"{shown_path(path)} -> {shown_path(done.path)}"
    return Result(answer, text, warnings=(done.warning,))
