"""What the user chose: one frozen dataclass, kept as TOML in the user's config folder."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

from editor.dirs import config_dir

log = logging.getLogger(__name__)

_FILE = "settings.toml"


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default and, in the field's metadata, its help."""

    palette: str = _setting("system", "Light, dark, or as the system says.")
    writing_font: str = _setting("JetBrains Mono", "The font of the editing pane.")
    writing_size: int = _setting(15, "Size of the editing pane's text, in pixels.")
    zoom_percent: int = _setting(100, "Zoom of text and preview.")
    show_posts: bool = _setting(True, "Show the list of posts.")
    show_form: bool = _setting(True, "Show the post's fields above the text.")
    show_preview: bool = _setting(True, "Show the preview beside the text.")
    recent_sites: tuple[str, ...] = _setting((), "Sites opened last, newest first.")
    window_geometry: str = _setting("", "Place and size of the window, as Qt gives it, base64.")
    versions_kept: int = _setting(20, "How many past saves of a post are kept.")
    versions_days: int = _setting(30, "For how many days past saves are kept.")
    sites: dict[str, dict[str, str]] = field(
        default_factory=dict, metadata={"help": "Choices per site, by the site's folder."}
    )


def load_settings(path: Path | None = None) -> tuple[Settings, str]:
    """Read the settings.

    A file that cannot be read is kept aside as `settings.toml.broken` and the defaults are used;
    a single value of the wrong type falls back to its default.

    Args:
        path: The file; by default `settings.toml` in the config folder.

    Returns:
        The settings, and a sentence for the user (empty when all went well).
    """
    path = path or config_dir() / _FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, UnicodeDecodeError) as error:
        return _broken(path, error)
    # tomlkit, which keeps comments, is needed for writing only, and takes 15 ms to load.
    import tomllib

    import msgspec

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(path, error)
    values: dict[str, Any] = {}
    kinds = get_type_hints(Settings)
    for each in dataclasses.fields(Settings):
        if each.name in table:
            with contextlib.suppress(msgspec.ValidationError):
                values[each.name] = msgspec.convert(table[each.name], kinds[each.name])
    return Settings(**values), ""


def _broken(path: Path, error: Exception) -> tuple[Settings, str]:
    """Keep a file aside that cannot be read."""
    log.warning("settings unreadable: %s", type(error).__name__)
    with contextlib.suppress(OSError):
        path.rename(path.with_suffix(".toml.broken"))
    return Settings(), (
        "The settings could not be read, so the defaults are used; "
        "the old file is kept as settings.toml.broken."
    )


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping comments and keys that a newer version may have written.

    Args:
        settings: What to write.
        path: The file; by default `settings.toml` in the config folder.

    Raises:
        OSError: The file could not be written; the old one is intact.
    """
    import tempfile

    import msgspec
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path or config_dir() / _FILE
    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError):
        document = tomlkit.document()
    for name, value in msgspec.to_builtins(settings).items():
        if document.get(name) != value:
            document[name] = value
    # Not storage.save: settings are not a site's file, and this module stands below storage.
    handle, temporary = tempfile.mkstemp(prefix=".settings-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: TID251 - in the config folder, not in a site
    except OSError:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
