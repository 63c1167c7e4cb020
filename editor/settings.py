"""What is kept from one start to the next, each as one frozen dataclass in TOML.

`Settings` is what the user chose, in the config folder; `Session` is what the window remembers by
itself (its place, the sites of late, their open posts), in the state folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from editor.dirs import config_dir, state_dir

log = logging.getLogger(__name__)

_SETTINGS = "settings.toml"
_SESSION = "session.toml"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default and, in the field's metadata, its help."""

    palette: str = _setting("system", "Light, dark, or as the system says.")
    writing_font: str = _setting("JetBrains Mono", "The font of the editing pane.")
    writing_size: int = _setting(15, "Size of the editing pane's text, in pixels.")
    zoom_percent: int = _setting(100, "Zoom of text and preview.")
    hidden_panels: tuple[str, ...] = _setting((), "Panels that are not shown, by their names.")
    preview_view: str = _setting(
        "theme", "What the preview shows: theme, reading, source or cards."
    )
    preview_width: str = _setting(
        "pane", "How wide the preview's page is: pane, phone, tablet, desktop or print."
    )
    versions_kept: int = _setting(20, "How many past saves of a post are kept.")
    versions_days: int = _setting(30, "For how many days past saves are kept.")


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What was left open in one site.

    Attributes:
        posts: Paths in the site, in the order of their tabs.
        shown: The one of them that was shown; empty when none was.
    """

    posts: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """What the window remembers.

    Attributes:
        recent_sites: Folders of sites, the one opened last first.
        window_geometry: Place and size of the window and its zones, as Qt gives them, base64.
        sites: What was open, by the site's folder.
    """

    recent_sites: tuple[str, ...] = ()
    window_geometry: str = ""
    sites: dict[str, LeftOpen] = field(default_factory=dict)


Kept = TypeVar("Kept", Settings, Session)


def load_settings(path: Path | None = None) -> tuple[Settings, str]:
    """Read the settings.

    A file that cannot be read is kept aside as `settings.toml.broken` and the defaults are used;
    a single value of the wrong type falls back to its default.

    Args:
        path: The file; by default `settings.toml` in the config folder.

    Returns:
        The settings, and a sentence for the user (empty when all went well).
    """
    settings, is_good = _load(path or config_dir() / _SETTINGS, Settings)
    if is_good:
        return settings, ""
    return settings, (
        "The settings could not be read, so the defaults are used; "
        "the old file is kept as settings.toml.broken."
    )


def load_session(path: Path | None = None) -> Session:
    """Read what the window remembers; nothing, where that cannot be read.

    Args:
        path: The file; by default `session.toml` in the state folder.
    """
    return _load(path or state_dir() / _SESSION, Session)[0]


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping comments and keys that a newer version may have written.

    Args:
        settings: What to write.
        path: The file; by default `settings.toml` in the config folder.

    Raises:
        OSError: The file could not be written; the old one is intact.
    """
    _save(path or config_dir() / _SETTINGS, settings)


def save_session(session: Session, path: Path | None = None) -> None:
    """Write what the window remembers; see `save_settings`."""
    _save(path or state_dir() / _SESSION, session)


def _load(path: Path, kind: type[Kept]) -> tuple[Kept, bool]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return kind(), True
    except (OSError, UnicodeDecodeError) as error:
        return _broken(path, kind, error)
    # tomlkit, which keeps comments, is needed for writing only, and takes 15 ms to load.
    import tomllib

    import msgspec

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(path, kind, error)
    values: dict[str, Any] = {}
    kinds = get_type_hints(kind)
    for each in dataclasses.fields(kind):
        if each.name in table:
            with contextlib.suppress(msgspec.ValidationError):
                values[each.name] = msgspec.convert(table[each.name], kinds[each.name])
    return kind(**values), True


def _broken(path: Path, kind: type[Kept], error: Exception) -> tuple[Kept, bool]:
    """Keep a file aside that cannot be read."""
    log.warning("%s unreadable: %s", path.name, type(error).__name__)
    with contextlib.suppress(OSError):
        path.rename(path.with_suffix(".toml.broken"))
    return kind(), False


def _save(path: Path, kept: Settings | Session) -> None:
    import tempfile

    import msgspec
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError):
        document = tomlkit.document()
    for name, value in msgspec.to_builtins(kept).items():
        if document.get(name) != value:
            document[name] = value
    # Not storage.save: this is not a site's file, and this module stands below storage.
    handle, temporary = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: TID251 - in the user's own folders, not in a site
    except OSError:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
