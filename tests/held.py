"""Who holds a post, as the tests ask for it."""

from __future__ import annotations

from pathlib import Path

from editor.storage import Holder, PostHeld, PostLock


def holder_of(path: Path) -> Holder | None:
    """Return who has a post open for writing; None when nobody has."""
    taken = PostLock.try_take(path)
    if isinstance(taken, PostHeld):
        return taken.holder
    taken.release()
    return None
