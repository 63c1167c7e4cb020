"""Whether any of some folders has another file in it than when they were looked into."""

from __future__ import annotations

import os
import time
from pathlib import Path

# A file system's clock may stand still for so long: what was changed just now may change again
# under the same time.
_COARSE_NS = 50_000_000


class FolderStamps:
    """The times of folders, taken before their entries were read.

    A folder's time changes when an entry comes, goes or is renamed; that of a file's content does
    not matter here.
    """

    def __init__(self) -> None:
        self._times: dict[Path, int] = {}
        self._is_sure = True

    def take(self, folder: Path) -> None:
        """Note a folder's time; call before reading its entries."""
        changed = _time_of(folder)
        self._times[folder] = changed
        if time.time_ns() - changed < _COARSE_NS:
            self._is_sure = False

    def still_holds(self) -> bool:
        """Tell whether the folders have the entries that they had."""
        return self._is_sure and all(
            _time_of(folder) == changed for folder, changed in self._times.items()
        )


def _time_of(folder: Path) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - half the price of Path.stat
    except OSError:
        return -1
