"""`search`: words in titles and texts of the site's posts."""

from __future__ import annotations

import argparse

from editor.cli.output import Result
from editor.cli.places import open_site
from editor.site import SiteIndex, indexer


def run(arguments: argparse.Namespace) -> Result:
    """Find words."""
    site = open_site(arguments.site)
    indexer.refresh(site)
    index = SiteIndex.open(site)
    try:
        found = index.search(
            " ".join(arguments.words), where=arguments.where, limit=arguments.limit
        )
    finally:
        index.close()
    hits = [
        {"path": each.path, "title": each.title, "line": each.line + 1, "snippet": each.snippet}
        for each in found
    ]
    text = "\n".join(
        f"{each['path']}:{each['line']}: {each['title']}\n    {each['snippet']}" for each in hits
    )
    return Result({"hits": hits}, text)
