"""The table of checks, and running them."""

from __future__ import annotations

from collections.abc import Collection

from editor.checks import (
    alt_text,
    date,
    front_matter,
    layout,
    links,
    liquid,
    pictures,
    same_url,
    title,
)
from editor.checks.check import Check, Near, Subject
from editor.checks.errors import UnknownCheck
from editor.checks.finding import Finding
from editor.post import Post
from editor.site import Site

CHECKS: tuple[Check, ...] = (
    front_matter.CHECK,
    front_matter.ODD,
    title.CHECK,
    date.MISSING,
    date.IMPOSSIBLE,
    date.WITHOUT_ZONE,
    layout.CHECK,
    pictures.CHECK,
    pictures.HIDDEN,
    links.MISSING,
    links.ABSOLUTE,
    alt_text.CHECK,
    same_url.CHECK,
    liquid.CHECK,
)

_OVERRIDES = "skip_checks"


def run(
    post: Post,
    site: Site,
    site_path: str,
    *,
    near: Near | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
) -> list[Finding]:
    """Check a post.

    A post may say in its front matter which checks it does not mean, `skip_checks: [alt-text]`:
    their findings are marked as overridden, not hidden, and some cannot be overridden.

    Args:
        post: The post, as it is in the window or on the disk.
        site: Its site.
        site_path: Where it stands, or would.
        near: Gives what answers at an address of the site (`AddressBook.near`); without it no
            post is found to share its address, and links are believed.
        only: Ids of the only checks to run; empty for all.
        skip: Ids of checks not to run.

    Returns:
        What was found, by line.

    Raises:
        UnknownCheck: `only` or `skip` names a check that does not exist.
    """
    known = {check.id for check in CHECKS}
    for each in (*only, *skip):
        if each not in known:
            raise UnknownCheck(f"There is no check “{each}”; there are {', '.join(sorted(known))}.")
    subject = Subject(post, site, site_path, near)
    overridden = _overridden(post)
    broken = any(True for _ in front_matter.CHECK.find(subject))
    found = [
        Finding(
            check.id,
            check.severity,
            each.sentence,
            each.line,
            each.column,
            each.fix,
            check.overridable and check.id in overridden,
        )
        for check in CHECKS
        if (not only or check.id in only) and check.id not in skip
        if not (broken and check.needs_front_matter)
        for each in check.find(subject)
    ]
    return sorted(found, key=lambda finding: (finding.line, finding.column))


def _overridden(post: Post) -> frozenset[str]:
    value = post.data.get(_OVERRIDES)
    if isinstance(value, str):
        return frozenset(value.split())
    return frozenset(str(each) for each in value) if isinstance(value, list) else frozenset()
