"""Taking away what a crash left: hidden files that were to live for a moment."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from editor.regular_files import NOFOLLOW, read_bytes
from editor.storage.files import boot_id, is_running
from editor.storage.temporary import is_temporary, maker_of, mark_of


def sweep(folder: Path) -> list[Path]:
    """Delete what a crash of ours left in a folder: temporary files whose process is gone.

    One that was to replace a post may hold what another program had written there in the same
    moment: it is kept among the post's versions first, unless the post holds the same.

    Returns:
        What was deleted.
    """
    boot = boot_id().replace("-", "")[:8] or "0" * 8
    swept = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not is_temporary(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            try:
                made_in, pid, over = maker_of(entry.name)
                # Another boot id may be another machine's on a share: leave a fresh file alone.
                if made_in == boot:
                    is_stale = not is_running(int(pid, 16))
                else:
                    is_stale = entry.stat(follow_symlinks=False).st_mtime < time.time() - 3600
                if is_stale and (not over or _is_kept(folder, Path(entry.path), over)):
                    os.unlink(entry.path)
                    swept.append(Path(entry.path))
            except (OSError, ValueError):
                continue
    return swept


def _is_kept(folder: Path, left: Path, mark: str) -> bool:
    """Keep what a temporary file holds among the versions of the post it was made for."""
    from editor.storage import versions  # only after a crash

    data = read_bytes(left, flags=NOFOLLOW)
    posts = [each for each in os.listdir(folder) if mark_of(each) == mark]
    return any(
        data == read_bytes(folder / each, flags=NOFOLLOW) or versions.keep(folder / each, data)
        for each in posts
    )
