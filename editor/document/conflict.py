"""Another program wrote the file that is open here: what happened, and how both sides stay.

A clean text is reloaded as one undoable step; a changed one is merged, by lines and in the front
matter key by key. What is read may be another program in the middle of its own save: only what two
readings agree on is believed, and an emptied or shortened file is never taken over without asking.
"""

from __future__ import annotations

import contextlib
import enum
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.document.coding import decode
from editor.document.document import Document
from editor.storage import Digest, Merge, ReadFailed, merge3, read
from editor.text_lines import split_lines

if TYPE_CHECKING:
    from editor.post import Post

_SETTLE_S = 0.3
_REST_S = 0.05
_READS = 6
_LIMIT_BYTES = 64_000_000  # what has grown beyond is no post any more


class External(enum.Enum):
    """What became of an open post's file."""

    SAME = "same"
    CHANGED = "changed"
    SHORTENED = "shortened"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    UNSETTLED = "unsettled"


class Action(enum.Enum):
    """What to do about it."""

    NOTHING = "nothing"
    WAIT = "wait"
    RELOAD = "reload"
    MERGE = "merge"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Seen:
    """The file as it is on the disk.

    Attributes:
        external: What became of it.
        data: Its bytes; None where it cannot be read.
        renamed: Where a file with the very same bytes stands now, if it is missing.
    """

    external: External
    data: bytes | None = None
    renamed: Path | None = None

    def is_no_text(self, document: Document) -> bool:
        """Tell whether what stands there now could only be shown, not edited."""
        return self.data is not None and bool(
            decode(self.data, document.coding.encoding)[1].problem
        )

    def action(self, document: Document) -> Action:
        """Return what to do: only a settled, whole change of a clean text goes without asking."""
        if self.external is External.SAME:
            return Action.NOTHING
        if self.external is External.UNSETTLED:
            return Action.WAIT
        if self.external is External.CHANGED:
            if self.is_no_text(document):
                return Action.ASK
            return Action.MERGE if document.modified else Action.RELOAD
        return Action.ASK


def look(
    path: Path,
    known: Digest | None,
    *,
    content: bytes = b"",
    folders: Iterable[Path] = (),
    sleep: Callable[[float], object] = time.sleep,
) -> Seen:
    """Look at an open post's file. May wait up to two seconds: not for the window's own thread.

    The content decides, never the time: a replacement of the same size and time is seen, and a
    mere touch is not.

    Args:
        path: The file.
        known: What was last read from or written to it (`Document.saved_digest`).
        content: Those bytes, where they are at hand: a file that holds their beginning only was
            cut short, however little is missing.
        folders: Where to look for it under another name, besides its own folder.
        sleep: Waits between two reads.
    """
    before: Digest | None = None
    for attempt in range(_READS):
        try:
            data, digest = read(path, limit_bytes=_LIMIT_BYTES)
        except ReadFailed:
            if _is_missing(path):
                # Programs that delete and create anew leave a moment without any file.
                if attempt == 0:
                    sleep(_SETTLE_S)
                    continue
                return Seen(External.MISSING, renamed=_renamed(path, known, folders))
            return Seen(External.UNREADABLE)
        if digest == known:
            return Seen(External.SAME, data)
        is_short = _is_cut(data, known, content)
        if digest == before:
            return Seen(External.SHORTENED if is_short else External.CHANGED, data)
        before = digest
        sleep(_SETTLE_S if is_short else _REST_S)
    return Seen(External.UNSETTLED)


def _is_cut(data: bytes, known: Digest | None, content: bytes) -> bool:
    if not data.strip():
        return True
    if known is None:
        return False
    is_beginning = len(data) < len(content) and content.startswith(data)
    return is_beginning or len(data) < known.size_bytes // 2


def _is_missing(path: Path) -> bool:
    return not os.path.lexists(path) or (path.is_symlink() and not path.exists())


def _renamed(path: Path, known: Digest | None, folders: Iterable[Path]) -> Path | None:
    if known is None or not known.size_bytes:
        return None
    for folder in dict.fromkeys((path.parent, *folders)):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError, ReadFailed):
                    if (
                        entry.name != path.name
                        and entry.is_file(follow_symlinks=False)
                        and entry.stat(follow_symlinks=False).st_size == known.size_bytes
                        and read(Path(entry.path))[1] == known
                    ):
                        return Path(entry.path)
    return None


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A key of the front matter that both sides changed, differently.

    Attributes:
        key: Its name; empty for the comments above the first key.
        base: Its exact lines before; None where it did not exist.
        ours: Its lines in the window; None where it was deleted.
        theirs: Its lines on the disk; None where it was deleted.
    """

    key: str
    base: str | None
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class PostMerge:
    """The window's text and the disk's in one.

    Attributes:
        fields: Keys to decide; empty where the front matter was merged by lines.
        body: The rest, merged by lines; the whole text where `keyed` is false.
        keyed: Whether the front matter was merged key by key.
        disk: The bytes on the disk that were merged in.
        revision: The document's revision that was merged.
    """

    fields: tuple[FieldConflict, ...]
    body: Merge
    keyed: bool
    disk: bytes
    revision: int
    _head: tuple[str | FieldConflict, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to decide."""
        return not self.fields and self.body.is_clean

    def text(
        self,
        field_choices: Mapping[str, str | None] | None = None,
        choices: list[str] | None = None,
    ) -> str:
        """Return the merged text.

        Args:
            field_choices: For each key in `fields` its lines, None to leave it out; ours where a
                key is not named.
            choices: For each conflict of the body its text; by default both between markers.
        """
        parts: list[str] = []
        decided = field_choices or {}
        for part in self._head:
            if isinstance(part, str):
                parts.append(part)
            else:
                parts.append(decided.get(part.key, part.ours) or "")
        return "".join(parts) + self.body.text(choices)


@dataclass(frozen=True, slots=True)
class Sides:
    """An open, changed post at one moment: what a thread needs to merge it.

    Attributes:
        base: The bytes that both sides come from (`Document.saved_data`).
        ours: The text.
        encoding: Of the bytes.
        revision: Of the text.
    """

    base: bytes
    ours: str
    encoding: str
    revision: int

    @classmethod
    def of(cls, document: Document) -> Sides:
        """Return the sides of a document as it is now."""
        return cls(document.saved_data, document.text, document.coding.encoding, document.revision)

    def merge(self, disk: bytes) -> PostMerge:
        """Merge with what is on the disk; may take seconds where nothing is alike.

        Args:
            disk: The bytes there.
        """
        base, _ = decode(self.base, self.encoding)
        theirs, _ = decode(disk, self.encoding)
        return merge_texts(base, self.ours, theirs, disk=disk, revision=self.revision)


def merge(document: Document, disk: bytes) -> PostMerge:
    """Merge an open, changed post with what is on the disk; nothing is changed yet.

    Args:
        document: Its `saved_data` is what both sides come from.
        disk: The bytes on the disk.
    """
    return Sides.of(document).merge(disk)


def merge_texts(
    base: str, ours: str, theirs: str, *, disk: bytes = b"", revision: int = 0
) -> PostMerge:
    """Merge two texts of a post that come from one; see `merge`.

    Where one side turned all line ends (git and some editors do), the words of both are merged
    with the new ones: otherwise every line would be a conflict.
    """
    base, ours, theirs = _with_new_line_ends(base, ours, theirs)
    whole = merge3(base, ours, theirs)
    plain = PostMerge((), whole, keyed=False, disk=disk, revision=revision)
    heads = [_head_of(text) for text in (base, ours, theirs)]
    if any(head is None for head in heads):
        return plain
    known = [head for head in heads if head is not None]
    if whole.is_clean and _is_sound(whole.text(), known):
        return plain
    parts = _merge_keys(known[0].blocks, known[1].blocks, known[2].blocks)
    fields = tuple(part for part in parts if isinstance(part, FieldConflict))
    opening = _pick(*(head.opening for head in known))
    closing = _pick(*(head.closing for head in known))
    body = merge3(*(head.body for head in known))
    return PostMerge(
        fields, body, keyed=True, disk=disk, revision=revision, _head=(opening, *parts, closing)
    )


def apply(
    document: Document,
    merged: PostMerge,
    field_choices: Mapping[str, str | None] | None = None,
    choices: list[str] | None = None,
) -> bool:
    """Put a merge into the open post, as one undoable, unsaved step.

    Returns:
        Whether it was: not when keys were typed since the merge was made (merge again then).
    """
    if document.revision != merged.revision:
        return False
    document.merge_in(merged.text(field_choices, choices), merged.disk)
    return True


def _with_new_line_ends(base: str, ours: str, theirs: str) -> tuple[str, str, str]:
    old, mine, other = (_line_end(text) for text in (base, ours, theirs))
    if not (old and mine and other) or mine == other:
        return base, ours, theirs
    new = other if mine == old else mine
    return _ended(base, new), _ended(ours, new), _ended(theirs, new)


def _ended(text: str, line_end: str) -> str:
    return re.sub("\r?\n", line_end, text)


def _line_end(text: str) -> str:
    """Return the line end that a text has everywhere; empty where it has none or both."""
    count = text.count("\n")
    with_return = text.count("\r\n")
    if with_return == count:
        return "\r\n" if count else ""
    return "" if with_return else "\n"


@dataclass(frozen=True, slots=True)
class _Head:
    """A front matter as blocks of lines: each key with what follows it up to the next key."""

    opening: str
    blocks: dict[str, str]
    closing: str
    body: str


def _head_of(text: str) -> _Head | None:
    from editor.post import Post

    post: Post = Post.from_text(text)
    if not post.has_front_matter or not post.editable:
        return None
    lines = split_lines(text)
    first, end = post.yaml_line, post.yaml_line + len(split_lines(post.yaml_text)) - 1
    starts = [(field.first_line, field.key) for field in post.fields]
    keys = [key for _, key in starts]
    if len(set(keys)) != len(keys) or "" in keys or sorted(starts) != starts:
        return None
    blocks = {"": "".join(lines[first : starts[0][0] if starts else end])}
    for (start, key), (stop, _) in zip(starts, [*starts[1:], (end, "")], strict=True):
        blocks[key] = "".join(lines[start:stop])
    body_at = post.body_line
    return _Head(
        "".join(lines[:first]), blocks, "".join(lines[end:body_at]), "".join(lines[body_at:])
    )


def _is_sound(text: str, heads: list[_Head]) -> bool:
    """Tell whether a merge by lines has left a front matter that holds what the sides wrote."""
    head = _head_of(text)
    if head is None:
        return False
    wanted = set(heads[1].blocks) | set(heads[2].blocks)
    return set(head.blocks) <= wanted


def _merge_keys(
    base: Mapping[str, str],
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
) -> list[str | FieldConflict]:
    parts: list[str | FieldConflict] = []
    for key in _order(list(ours), list(theirs)):
        old, mine, other = base.get(key), ours.get(key), theirs.get(key)
        if mine == other or other == old:
            parts.append(mine or "")
        elif mine == old:
            parts.append(other or "")
        else:
            parts.append(FieldConflict(key, old, mine, other))
    return [part for part in parts if part]


def _order(ours: list[str], theirs: list[str]) -> list[str]:
    """Return our keys in our order, and theirs each behind the key that it follows there."""
    order = list(ours)
    for number, key in enumerate(theirs):
        if key not in order:
            before = theirs[number - 1] if number else None
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order


def _pick(base: str, ours: str, theirs: str) -> str:
    return theirs if ours == base else ours
