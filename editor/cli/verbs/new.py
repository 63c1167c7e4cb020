"""`new`: a post or a draft, in the manner of the site's others."""

from __future__ import annotations

import argparse

from editor.cli.errors import UsageError
from editor.cli.keys import parse_value, split_assignment
from editor.cli.output import Result, diff, shown_path
from editor.cli.places import open_site
from editor.post import Post
from editor.site import posts
from editor.site.dates import parse_date


def run(arguments: argparse.Namespace) -> Result:
    """Make the post."""
    site = open_site(arguments.site)
    if not arguments.title.strip():
        raise UsageError("A post needs a title.")
    values = {}
    for text in arguments.set:
        key, source = split_assignment(text)
        values[key] = parse_value(source)
    date = parse_date(arguments.date, site.timezone) if arguments.date else None
    made = posts.create(
        site,
        arguments.title,
        draft=arguments.draft,
        date=date,
        slug=arguments.slug,
        layout=arguments.layout,
        values=values,
        usage=site.usage(),
        dry_run=arguments.dry_run,
    )
    site_path = site.relative(made.path)
    post = Post.from_bytes(made.data, encoding=site.encoding)
    answer = {"path": str(made.path), "url": site.describe(site_path, post).url}
    if arguments.dry_run:
        text = diff("", post.text, site_path)
        return Result(answer | {"diff": text}, text)
    return Result(answer, shown_path(made.path), warnings=(made.warning,))
