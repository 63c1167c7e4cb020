"""`search`: words in titles and texts of the site's posts."""

from __future__ import annotations

import argparse
import contextlib

from editor.cli.output import Result
from editor.cli.places import open_site
from editor.site import SiteIndex, indexer


def run(arguments: argparse.Namespace) -> Result:
    """Find words."""
    site = open_site(arguments.site)
    with contextlib.closing(SiteIndex.open(site)) as index:
        indexer.refresh(site, index=index)
        found = index.search(
            " ".join(arguments.words), where=arguments.where, limit=arguments.limit
        )
    hits = [
        {"path": each.path, "title": each.title, "line": each.line + 1, "snippet": each.snippet}
        for each in found
    ]
    text = "\n".join(
        f"{each['path']}:{each['line']}: {each['title']}\n    {each['snippet']}" for each in hits
    )
    return Result({"hits": hits}, text)
