"""A look at the file of an open post, off the window's thread; with the merge that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.document import conflict
from editor.document.conflict import External, PostMerge, Seen, Sides
from editor.storage import Digest, versions

if TYPE_CHECKING:
    from editor.ui.workbench import FindPost, OpenPost, PostFile


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found.

    Attributes:
        seen: The file.
        merged: The words here and there in one; None where only one side has other words.
    """

    seen: Seen
    merged: PostMerge | None


def look_at(post: OpenPost, path: Path, folders: tuple[Path, ...] = ()) -> Callable[[], Looked]:
    """Return what looks at a post's file and, where both sides changed it, merges them.

    Args:
        post: Which; what it holds now is taken with it, so nothing of it is touched in a thread.
        path: Its file.
        folders: Where to look for it under another name.
    """
    document = post.document
    sides = Sides.of(document) if document.modified else None
    known, content = document.saved_digest, document.saved_data
    return partial(_look, path, known, content, folders, sides)


def _look(
    path: Path,
    known: Digest | None,
    content: bytes,
    folders: tuple[Path, ...],
    sides: Sides | None,
) -> Looked:
    seen = conflict.look(path, known, content=content, folders=folders)
    if sides is None or seen.data is None or seen.external is not External.CHANGED:
        return Looked(seen, None)
    return Looked(seen, sides.merge(seen.data))


def find_renamed(old: Path, find: FindPost) -> PostFile:
    """Find a file under the name that another program gave it; its versions follow it there."""
    file = find()
    if old != file.path:
        versions.moved(old, file.path)
    return file
