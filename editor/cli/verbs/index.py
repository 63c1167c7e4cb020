"""`index`: the search index is brought up to date, or made anew."""

from __future__ import annotations

import argparse

from editor.cli.output import Result
from editor.cli.places import open_site
from editor.site import SiteIndex, indexer


def run(arguments: argparse.Namespace) -> Result:
    """Refresh the index."""
    site = open_site(arguments.site)
    index = SiteIndex.open(site)
    try:
        if arguments.rebuild:
            index.rebuild()
        done = indexer.refresh(site, index=index)
        count, file = index.count(), str(index.path)
    finally:
        index.close()
    answer = {
        "file": file,
        "posts": count,
        "added": done.added,
        "changed": done.changed,
        "removed": done.removed,
    }
    text = f"{count} posts: {done.added} added, {done.changed} changed, {done.removed} removed"
    return Result(answer, text)
