"""`rename`: a post's file follows a new title, date or slug."""

from __future__ import annotations

import argparse
from typing import Any

from editor.cli.editing import require_one_post
from editor.cli.errors import UsageError, WouldBreakAddress
from editor.cli.output import Result, diff, shown_path
from editor.cli.places import post_to_change
from editor.post import Post
from editor.site import posts
from editor.site.dates import parse_date
from editor.storage import PostLock, read


def run(arguments: argparse.Namespace) -> Result:
    """Rename a post."""
    require_one_post(arguments.post)
    if not (arguments.title or arguments.date or arguments.slug):
        raise UsageError("Name what changes: --title, --date or --slug.")
    path, site = post_to_change(arguments.post, arguments.site)
    date = parse_date(arguments.date, site.timezone) if arguments.date else None
    plan = posts.plan_rename(
        site,
        path,
        title=arguments.title,
        date=date,
        slug=arguments.slug,
        redirect=arguments.redirect,
    )
    if arguments.redirect and plan.moves_address and not plan.can_redirect:
        raise WouldBreakAddress(
            f"The site has no jekyll-redirect-from, so {plan.old_url} cannot lead to the new "
            "address; nothing was renamed. Add that plugin, or rename without --redirect.",
            "no redirects",
        )
    source, target = site.root / plan.source, site.root / plan.target
    answer: dict[str, Any] = {
        "from": str(source),
        "to": str(target),
        "url": plan.new_url,
        "redirect_from": list(plan.redirect_from),
    }
    text = f"{shown_path(source)} -> {shown_path(target)}"
    warning = ""
    same = arguments.redirect and not plan.moves_address
    note = "The address stays as it is, so nothing needs to lead to it." if same else ""
    if arguments.dry_run:
        new = plan.data if plan.data is not None else read(source)[0]
        old = Post.from_bytes(read(source)[0], encoding=site.encoding).text
        shown = diff(old, Post.from_bytes(new, encoding=site.encoding).text, plan.source)
        text = f"{text}\n{shown}"
        answer["diff"] = shown
    else:
        with PostLock.take(path):
            warning = posts.rename(plan).warning
    return Result(answer, text, warnings=(warning, note))
