"""Past saves of a post, by their content: browsable, and restorable as an unsaved change.

A content is stored once, compressed, under its hash; a post's list names what it held and when.
Nothing here is on the way of a save: a version that cannot be kept costs a log line, no word.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.dirs import state_dir
from editor.regular_files import read_bytes
from editor.storage.errors import ReadFailed, StorageError
from editor.storage.files import Digest
from editor.storage.folders import make_folder
from editor.storage.temporary import Temporary
from editor.storage.turn import saving

log = logging.getLogger(__name__)

_PRUNE_S = 600.0
"""So often is looked for contents that no list names any more, and so young ones are left."""


@dataclass(frozen=True, slots=True)
class Version:
    """One past content of a post.

    Attributes:
        path: The post.
        digest: Of the content.
        when: When it was replaced, seconds since 1970.
        size_bytes: Its length.
        words: How many words it holds.
    """

    path: Path
    digest: str
    when: float
    size_bytes: int
    words: int


def keep(
    path: Path,
    data: bytes,
    *,
    kept: int | None = None,
    days: int | None = None,
    folder: Path | None = None,
    now: float | None = None,
) -> bool:
    """Keep a content of a post, then forget what is too old or too many.

    The same content as the last one kept is not kept twice, and an empty one never. Every ten
    minutes the contents that no list names any more are removed: else a long day's saves would
    all stay on the disk.

    Args:
        path: The post.
        data: The bytes that a save replaced (or, before a large change, those that are there).
        kept: How many to keep; by default what the user's settings say.
        days: For how many days; likewise.
        folder: Where versions are kept; by default in the user's state folder.
        now: Seconds since 1970; by default the clock's.

    Returns:
        Whether it is kept now; why not stands in the log, or in the settings (none are wanted).
    """
    folder = folder or _folder()
    now = time.time() if now is None else now
    if not data.strip():
        return False
    kept, days = _limits(kept, days)
    digest = Digest.of(data).sha256
    try:
        with saving(_list_file(folder, path)):
            rows = _rows(folder, path)
            if not rows or rows[-1]["digest"] != digest:
                _store(folder, digest, data)
                words = len(data.split())
                rows.append({"digest": digest, "when": now, "size": len(data), "words": words})
            rows = _fitting(rows, kept, now - days * 86400)
            _write_rows(folder, path, rows)
            is_kept = any(row["digest"] == digest for row in rows)
    except (OSError, StorageError) as error:
        log.warning("a version was not kept: %s", type(error).__name__)
        return False
    if _is_prune_due(folder):
        prune(kept=kept, days=days, folder=folder)
    return is_kept


def list_versions(path: Path, *, folder: Path | None = None) -> list[Version]:
    """Return what is kept of a post, the newest first."""
    folder = folder or _folder()
    return [
        Version(path, str(row["digest"]), float(row["when"]), int(row["size"]), int(row["words"]))
        for row in reversed(_rows(folder, path))
    ]


def read_version(version: Version, *, folder: Path | None = None) -> bytes:
    """Return a version's bytes, checked against its hash.

    Raises:
        ReadFailed: It is gone or damaged.
    """
    folder = folder or _folder()
    try:
        data = zlib.decompress(read_bytes(_content_file(folder, version.digest)))
    except (OSError, zlib.error) as error:
        raise _lost(version, type(error).__name__) from error
    if hashlib.sha256(data).hexdigest() != version.digest:
        raise _lost(version, "digest")
    return data


def diff_version(
    version: Version, text: str, *, encoding: str = "utf-8", folder: Path | None = None
) -> str:
    """Return a unified diff from a version to a text; raises as `read_version`."""
    from editor.storage.recovery import text_diff

    old = read_version(version, folder=folder).decode(encoding, "replace")
    return text_diff(old.removeprefix("\ufeff"), text)


def moved(source: Path, target: Path, *, folder: Path | None = None) -> None:
    """Let a post's versions follow it to another name."""
    folder = folder or _folder()
    try:
        rows = _rows(folder, source) + _rows(folder, target)
        if rows:
            _write_rows(folder, target, sorted(rows, key=lambda row: float(row["when"])))
            os.unlink(_list_file(folder, source))
    except (OSError, StorageError) as error:
        log.warning("versions did not follow a move: %s", type(error).__name__)


def prune(*, kept: int | None = None, days: int | None = None, folder: Path | None = None) -> int:
    """Forget what is too old or too many, of all posts, and contents that no list names.

    Args:
        kept: How many to keep of each post; by default what the user's settings say.
        days: For how many days; likewise.
        folder: Where versions are kept; by default in the user's state folder.

    Returns:
        How many contents were removed.
    """
    folder = folder or _folder()
    kept, days = _limits(kept, days)
    oldest = time.time() - days * 86400
    used: set[str] = set()
    lists = set((folder / "lists").glob("*.json"))
    gone = set()
    for file in lists:
        try:
            with saving(file):
                values = json.loads(read_bytes(file))
                rows = _fitting(values["rows"], kept, oldest)
                if not rows:
                    os.unlink(file)
                    gone.add(file)
                elif len(rows) < len(values["rows"]):
                    _write_rows(folder, Path(values["path"]), rows)
            used.update(str(row["digest"]) for row in rows)
        except (OSError, StorageError, ValueError, KeyError, TypeError):
            # A list that cannot be read names nothing that is known: leave all contents alone.
            log.warning("a list of versions is unreadable")
            return 0
    if set((folder / "lists").glob("*.json")) != lists - gone:
        return 0  # a post got another name meanwhile, and its list may not have been read
    removed = 0
    for file in (folder / "contents").glob("*/*"):
        # A fresh content may belong to a list that is being written at this moment.
        with contextlib.suppress(OSError):
            if file.name not in used and file.stat().st_mtime < time.time() - _PRUNE_S:
                os.unlink(file)
                removed += 1
    return removed


def _is_prune_due(folder: Path) -> bool:
    """Tell whether ten minutes have passed since the last time, and begin to count anew."""
    stamp = folder / "pruned"
    try:
        if stamp.exists() and 0 <= time.time() - stamp.stat().st_mtime < _PRUNE_S:
            return False
        stamp.touch()
    except OSError:
        return False
    return True


def _folder() -> Path:
    try:
        return state_dir() / "versions"
    except OSError:
        return Path(os.devnull) / "versions"


def _limits(kept: int | None, days: int | None) -> tuple[int, int]:
    if kept is not None and days is not None:
        return kept, days
    from editor.settings import load_settings

    chosen = load_settings()[0]
    return (
        chosen.versions_kept if kept is None else kept,
        chosen.versions_days if days is None else days,
    )


def _fitting(rows: list[dict[str, Any]], kept: int, oldest: float) -> list[dict[str, Any]]:
    young = [row for row in rows if float(row["when"]) >= oldest]
    return young[-kept:] if kept > 0 else []


def _store(folder: Path, digest: str, data: bytes) -> None:
    file = _content_file(folder, digest)
    if file.exists():
        os.utime(file)
        return
    make_folder(file.parent)
    _put(file, zlib.compress(data, 6))


def _rows(folder: Path, path: Path) -> list[dict[str, Any]]:
    try:
        values = json.loads(read_bytes(_list_file(folder, path)))
        rows = values["rows"]
        if all({"digest", "when", "size", "words"} <= set(row) for row in rows):
            return list(rows)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("a list of versions is unreadable: %s", type(error).__name__)
    return []


def _write_rows(folder: Path, path: Path, rows: list[dict[str, Any]]) -> None:
    file = _list_file(folder, path)
    make_folder(file.parent)
    _put(file, json.dumps({"path": str(path), "rows": rows}).encode())


def _put(file: Path, data: bytes) -> None:
    """Replace a file of ours, atomically and durably."""
    with Temporary(file.parent, 0o600) as temporary:
        temporary.fill(data)
        temporary.appear()
        temporary.close()
        os.replace(file.parent / temporary.name, file)
        temporary.keep()


def _list_file(folder: Path, path: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    return folder / "lists" / f"{name}.json"


def _content_file(folder: Path, digest: str) -> Path:
    return folder / "contents" / digest[:2] / digest


def _lost(version: Version, detail: str) -> ReadFailed:
    return ReadFailed(
        "This past version can no longer be read. The post itself and its other versions are "
        "not affected.",
        detail,
        path=version.path,
    )
