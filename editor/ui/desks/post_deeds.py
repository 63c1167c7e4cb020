"""What is worked out for posts that are moved, off the window's thread."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.errors import StandfirstError
from editor.storage import PostHeld, PostLock, read
from editor.ui.workbench import let_go

if TYPE_CHECKING:
    from editor.document.conflict import PostMerge, Sides
    from editor.site import Site, posts


def plan_rename(site: Site, path: str, slug: str | None, redirect: bool) -> posts.RenamePlan:
    """Work out a rename that fits the post's own title and date.

    Args:
        site: The site.
        path: The post's path in it.
        slug: None for the title's, unless the post names its own.
        redirect: Lead the old address to the new one.
    """
    from editor.post import Post
    from editor.site import file_slug, posts
    from editor.site.dates import date_of

    data, _ = read(site.root / path)
    values = Post.from_bytes(data, encoding=site.encoding).data
    date: datetime.datetime | None = None
    if values.get("date") is not None:
        with contextlib.suppress(StandfirstError, ValueError):
            date = date_of(values["date"], site.timezone, site.now())
    title = values.get("title")
    if slug is None and isinstance(title, str) and not values.get("slug"):
        slug = file_slug(title) or None
    return posts.plan_rename(site, path, date=date, slug=slug, redirect=redirect)


@dataclass(frozen=True, slots=True)
class AfterMove:
    """An open post's file after a deed.

    Attributes:
        data: Its bytes.
        lock: Of its new name, or who holds that; None where it was not asked for.
        merged: Those bytes and the unsaved words in one; None where there were no such words.
    """

    data: bytes
    lock: PostLock | PostHeld | None
    merged: PostMerge | None

    def let_go(self) -> None:
        """Release a lock that nobody needs any more."""
        let_go(self.lock)


def read_moved(path: Path, sides: Sides | None, *, is_locked: bool) -> AfterMove:
    """Read an open post's file after a deed; a merge with words typed meanwhile may take long.

    Args:
        path: Its name of now.
        sides: The unsaved words; None where there are none.
        is_locked: Whether the name is another, and to be held.
    """
    data = read(path)[0]
    merged = None
    if sides is not None and data != sides.base:
        merged = sides.merge(data)
    lock = PostLock.try_take(path) if is_locked else None
    return AfterMove(data, lock, merged)
