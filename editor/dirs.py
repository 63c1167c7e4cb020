"""Where Standfirst keeps its own things: never in the user's site, never in the working folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_NAME = "standfirst"


def config_dir() -> Path:
    """Return the folder of settings, made when it is missing (XDG on Linux)."""
    return _made(platformdirs.user_config_path(_NAME, appauthor=False))


def state_dir() -> Path:
    """Return the folder of recovery journals, versions and logs, made when it is missing."""
    return _made(platformdirs.user_state_path(_NAME, appauthor=False))


def cache_dir() -> Path:
    """Return the folder of what can be made again (index, thumbnails), made when missing."""
    return _made(platformdirs.user_cache_path(_NAME, appauthor=False))


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the program.

    Args:
        parts: Path below `resources/`, such as `"icons", "save.svg"`.

    Raises:
        FileNotFoundError: There is no such resource.
    """
    here = Path(__file__).resolve().parent
    # A wheel carries the resources inside the package; a checkout has them beside it.
    for root in (here / "resources", here.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))


def _made(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
