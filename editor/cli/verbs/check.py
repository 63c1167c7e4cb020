"""`check`: what is wrong with posts."""

from __future__ import annotations

import argparse
from typing import Any

from editor.checks import Level, urls_of
from editor.checks import run as run_checks
from editor.cli.errors import NoSite
from editor.cli.output import DONE, FINDINGS, Result
from editor.cli.places import Opened, open_post, open_site


def run(arguments: argparse.Namespace) -> Result:
    """Check posts; without any, all of the site."""
    if arguments.posts:
        opened = [open_post(each, arguments.site) for each in arguments.posts]
    else:
        whole = open_site(arguments.site)
        opened = [open_post(str(path), str(whole.root)) for path in whole.post_paths()]
    urls: dict[Any, dict[str, list[str]]] = {}
    found: list[dict[str, Any]] = []
    counts = False
    for each in opened:
        site = each.site
        if site is None:
            raise NoSite(f"{each.name} stands in no Jekyll site; name one by --site.")
        if site.root not in urls:
            urls[site.root] = urls_of(site) if _wants_urls(arguments) else {}
        for finding in run_checks(
            each.post,
            site,
            each.site_path,
            urls=urls[site.root],
            only=arguments.only,
            skip=arguments.skip,
        ):
            level = finding.check.level
            counts |= not finding.overridden and (level is not Level.NOTE or arguments.strict)
            found.append(
                {
                    "id": finding.check.id,
                    "level": level.value,
                    "sentence": finding.sentence,
                    "path": _path(each),
                    "line": finding.line + 1,
                    "column": finding.column + 1,
                    "fixable": finding.fix is not None,
                    "overridden": finding.overridden,
                }
            )
    text = "\n".join(
        f"{each['path']}:{each['line']}:{each['column']}: {each['level']}: {each['sentence']} "
        f"[{each['id']}]"
        for each in found
        if not each["overridden"]
    )
    return Result({"findings": found}, text, FINDINGS if counts else DONE)


def _path(opened: Opened) -> str:
    return opened.site_path if opened.path is not None else "-"


def _wants_urls(arguments: argparse.Namespace) -> bool:
    return "same-url" not in arguments.skip and (not arguments.only or "same-url" in arguments.only)
