"""`list`: the site's posts, newest first."""

from __future__ import annotations

import argparse
import contextlib
import datetime

from editor.cli.output import Result, plain, table
from editor.cli.places import open_site
from editor.site import PostState, SiteIndex, indexer


def run(arguments: argparse.Namespace) -> Result:
    """List the posts that match."""
    site = open_site(arguments.site)
    states = {PostState(each) for each in arguments.state} or None
    having = {each: getattr(arguments, each) for each in ("category", "tag", "author", "layout")}
    limit = arguments.limit if arguments.limit > 0 else -1
    with contextlib.closing(SiteIndex.open(site)) as index:
        indexer.refresh(site, index=index, words=False)
        found = index.rows("", states, sort=arguments.sort, limit=limit, having=having)
    posts = [
        {
            "path": each.path,
            "title": each.title,
            "date": plain(each.date),
            "state": each.state.value,
            "url": each.url,
            "categories": list(each.categories),
            "tags": list(each.tags),
        }
        for each in found
    ]
    lines = [(_day(each.date), each.state.value, each.path, each.title) for each in found]
    return Result({"posts": posts}, table(lines))


def _day(date: datetime.datetime | None) -> str:
    return date.date().isoformat() if date else "          "
