"""`check`: what is wrong with posts."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from editor.checks import Addresses, Level, urls_of
from editor.checks import run as run_checks
from editor.cli.errors import NoSite
from editor.cli.output import DONE, FINDINGS, Result
from editor.cli.places import Opened, open_post, open_site
from editor.post import Post
from editor.site import Site
from editor.storage import StorageError, read


def run(arguments: argparse.Namespace) -> Result:
    """Check posts; without any, all of the site."""
    found: list[dict[str, Any]] = []
    if arguments.posts:
        opened: Iterable[Opened] = [open_post(each, arguments.site) for each in arguments.posts]
    else:
        whole = open_site(arguments.site)
        opened = _posts_of(whole, found)
    urls: dict[Path, Addresses] = {}
    counts = False
    for each in opened:
        site = each.site
        if site is None:
            raise NoSite(f"{each.name} stands in no Jekyll site; name one by --site.")
        if site.root not in urls:
            urls[site.root] = urls_of(site) if _wants_urls(arguments) else Addresses()
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
    counts |= any(each["level"] == Level.ERROR.value and not each["overridden"] for each in found)
    text = "\n".join(
        f"{each['path']}:{each['line']}:{each['column']}: {each['level']}: {each['sentence']} "
        f"[{each['id']}]"
        for each in found
        if not each["overridden"]
    )
    return Result({"findings": found}, text, FINDINGS if counts else DONE)


def _posts_of(site: Site, found: list[dict[str, Any]]) -> Iterator[Opened]:
    """Give the posts of a site one by one; one that cannot be read is a finding itself."""
    for path in site.post_paths():
        try:
            data, digest = read(path)
        except StorageError as error:
            found.append(
                {
                    "id": "front-matter",
                    "level": Level.ERROR.value,
                    "sentence": error.sentence,
                    "path": site.relative(path),
                    "line": 1,
                    "column": 1,
                    "fixable": False,
                    "overridden": False,
                }
            )
            continue
        post = Post.from_bytes(data, encoding=site.encoding)
        yield Opened(post, data, path, digest, site, site.relative(path))


def _path(opened: Opened) -> str:
    return opened.site_path if opened.path is not None else "-"


def _wants_urls(arguments: argparse.Namespace) -> bool:
    wanted = {"same-url", "link-missing"} - set(arguments.skip)
    return bool(wanted & set(arguments.only) if arguments.only else wanted)
