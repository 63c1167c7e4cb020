"""What has to be said to Qt's web engine before the application exists."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt

_FLAGS = (
    # No name resolves: what opens a connection ahead of a request (preconnect) finds nothing.
    # The inner double quotes are needed.
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--disable-background-networking",
    "--disable-sync",
    "--no-pings",
    "--no-first-run",
)


def prepare_environment() -> None:
    """Set the web engine's process up; call it before QApplication is made.

    Nothing is resolved or connected to; the sandbox is given up only where it cannot work (root);
    without a graphics card the pages are painted in software, which keeps the editing pane quick
    (../../shared/facts/performance.md §3).
    """
    # The engine is loaded after the first paint, and shares its pictures with the window by this.
    if QCoreApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    flags = list(_FLAGS)
    if not _has_graphics_card():
        flags.append("--disable-gpu")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    present = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    missing = [flag for flag in flags if flag not in present]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([present, *missing]).strip()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    else:
        os.environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)


def _has_graphics_card() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return sys.platform != "linux" or any(Path("/dev/dri").glob("renderD*"))
