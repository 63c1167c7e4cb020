"""How much processor time another process of ours has used."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """Return user and system time of a process; elapsed time itself where the system is silent.

    Where nothing is known (not Linux) the answer grows without bound between two calls, so that a
    process is taken to have been at work.
    """
    if sys.platform != "linux":
        import time

        return time.monotonic()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0
