"""`list`: the site's posts, newest first."""

from __future__ import annotations

import argparse
import datetime

from editor.cli.output import Result, plain, table
from editor.cli.places import open_site
from editor.site import PostInfo, PostState, SiteIndex, indexer

_ALL = 10_000_000


def run(arguments: argparse.Namespace) -> Result:
    """List the posts that match."""
    site = open_site(arguments.site)
    indexer.refresh(site)
    states = {PostState(each) for each in arguments.state} or None
    index = SiteIndex.open(site)
    try:
        rows = index.rows("", states, sort=arguments.sort, limit=_ALL)
    finally:
        index.close()
    found = [each for each in rows if _matches(each, arguments)]
    if arguments.limit > 0:
        found = found[: arguments.limit]
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


def _matches(info: PostInfo, arguments: argparse.Namespace) -> bool:
    return (
        (arguments.category is None or arguments.category in info.categories)
        and (arguments.tag is None or arguments.tag in info.tags)
        and (arguments.author is None or arguments.author == info.author)
        and (arguments.layout is None or arguments.layout == info.layout)
    )


def _day(date: datetime.datetime | None) -> str:
    return date.date().isoformat() if date else "          "
