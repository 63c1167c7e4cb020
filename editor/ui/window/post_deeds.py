"""What is done to posts as files, off the window's thread: each is handed to `Tasks`."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import dataclass
from pathlib import Path

from editor.document.conflict import PostMerge, Sides
from editor.errors import StandfirstError
from editor.post import Post
from editor.site import KeyUsage, Moved, Site, file_slug, posts
from editor.site.dates import date_of
from editor.storage import PostHeld, PostLock, read


@dataclass(frozen=True, slots=True)
class PlanRename:
    """Works out a rename that fits the post's own title and date."""

    site: Site
    path: str

    def __call__(self, slug: str | None, redirect: bool) -> posts.RenamePlan:
        """Return the plan.

        Args:
            slug: None for the title's, unless the post names its own.
            redirect: Lead the old address to the new one.
        """
        site = self.site
        data, _ = read(site.root / self.path)
        values = Post.from_bytes(data, encoding=site.encoding).data
        date: datetime.datetime | None = None
        if values.get("date") is not None:
            with contextlib.suppress(StandfirstError, ValueError):
                date = date_of(values["date"], site.timezone, site.now())
        title = values.get("title")
        if slug is None and isinstance(title, str) and not values.get("slug"):
            slug = file_slug(title) or None
        return posts.plan_rename(site, self.path, date=date, slug=slug, redirect=redirect)


@dataclass(frozen=True, slots=True)
class Rename:
    """Carries a plan out."""

    plan: posts.RenamePlan

    def __call__(self) -> Moved:
        """Rename it."""
        return posts.rename(self.plan)


@dataclass(frozen=True, slots=True)
class Publish:
    """Publishes a draft, or a post that was held back."""

    site: Site
    path: str
    date: datetime.datetime | None = None
    usage: KeyUsage | None = None

    def __call__(self) -> Moved:
        """Publish it."""
        return posts.publish(self.site, self.path, self.date, usage=self.usage)


@dataclass(frozen=True, slots=True)
class Unpublish:
    """Holds a post back."""

    site: Site
    path: str

    def __call__(self) -> Moved:
        """Hold it back."""
        return posts.unpublish(self.site, self.path)


@dataclass(frozen=True, slots=True)
class Remove:
    """Moves posts to the system's trash."""

    site: Site
    paths: tuple[str, ...]

    def __call__(self) -> int:
        """Remove them; returns how many they are."""
        for path in self.paths:
            posts.remove(self.site, path)
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class Found:
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
        if isinstance(self.lock, PostLock):
            self.lock.release()


@dataclass(frozen=True, slots=True)
class ReadMoved:
    """Reads an open post's file after a deed; a merge with words typed meanwhile may take long."""

    path: Path
    is_locked: bool
    sides: Sides | None

    def __call__(self) -> Found:
        """Read, and merge where there is something to merge."""
        data = read(self.path)[0]
        merged = None
        if self.sides is not None and data != self.sides.base:
            merged = self.sides.merge(data)
        lock = PostLock.try_take(self.path) if self.is_locked else None
        return Found(data, lock, merged)
