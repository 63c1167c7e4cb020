"""Whether a post is on the site, by `lib/jekyll/publisher.rb`."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from typing import Any


class PostState(enum.Enum):
    """What a visitor sees of a post."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


def state_of(
    data: Mapping[str, Any],
    date: datetime.datetime,
    *,
    draft: bool,
    now: datetime.datetime,
    config: Mapping[str, Any],
) -> PostState:
    """Return a post's state.

    Only the boolean `published: false` (or an empty one) holds a post back, `"false"` does not; a
    post of the future is held back unless the site says `future: true`.

    Args:
        data: The post's data with the site's defaults.
        date: When the post is dated.
        draft: Whether it lies in a `_drafts` folder.
        now: The time of the build.
        config: The site's configuration.
    """
    if draft:
        return PostState.DRAFT
    published = data.get("published", True)
    if (published is False or published is None) and not config["unpublished"]:
        return PostState.UNPUBLISHED
    if date > now and not config["future"] and int(date.timestamp()) > int(now.timestamp()):
        return PostState.SCHEDULED
    return PostState.PUBLISHED
