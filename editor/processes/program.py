"""How this program starts itself: from a checkout, an installed wheel or a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path

HOST_WORD = "--worker-host"
"""The word by which the host of the workers is started; no person types it."""

_PACKAGE = Path(__file__).resolve().parents[1]

# The package is found where this process found it, even if another one is installed; afterwards the
# folder leaves the path again, so that nothing beside the package hides a library.
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import editor; del sys.path[0]; "
    "from editor.__main__ import main; sys.exit(main())"
)


def own_program(*words: str) -> list[str]:
    """Return the command that starts this program with these words.

    It works from any working folder and takes nothing from it: `-P` keeps Python from looking for
    modules there (a site may hold a `yaml.py`).

    Args:
        words: A verb and its arguments, or what the window shall open.

    Returns:
        The command, for `subprocess` or `QProcess`.
    """
    if getattr(sys, "frozen", False):  # PyInstaller's mark: the executable is the program
        return [sys.executable, *words]
    return [sys.executable, "-P", "-c", _START, str(_PACKAGE.parent), *words]
