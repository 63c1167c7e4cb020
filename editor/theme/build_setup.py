"""What a build starts with: how it is asked for, its settings, and Liquid with all tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from editor.liquid.context import Context
from editor.liquid.engine import Engine, Template
from editor.site import Site
from editor.site.configuration import DEFAULTS, deep_merge
from editor.site.data_files import DataMemory
from editor.site.reader import FileMemory
from editor.site.yaml_file import BrokenYaml, read_yaml
from editor.theme.filters import FILTERS
from editor.theme.gems import Gems
from editor.theme.notes import Note
from editor.theme.options import Options
from editor.theme.plugins.plugin import Plugin
from editor.theme.registers import build_of
from editor.theme.source_text import Text
from editor.theme.tags import TAGS


@dataclass(slots=True)
class Memory:
    """What is kept from one build of a site to the next."""

    files: FileMemory = field(default_factory=FileMemory)
    data: DataMemory = field(default_factory=DataMemory)
    texts: dict[str, tuple[tuple[int, int, int], Text]] = field(default_factory=dict)
    engines: dict[object, Engine] = field(default_factory=dict)
    templates: dict[tuple[int, str, str], Template] = field(default_factory=dict)


def settings_of(site: Site, gems: Gems, options: Options) -> Mapping[str, Any]:
    """Return the settings as the build has them, options of the command line among them."""
    asked = {
        "show_drafts": options.drafts,
        "future": options.future,
        "unpublished": options.unpublished,
    }
    on = {key: True for key, value in asked.items() if value}
    config = _with_theme_settings(site, gems)
    return {**config, **on} if on else config


def _with_theme_settings(site: Site, gems: Gems) -> Mapping[str, Any]:
    """Put the theme's settings below the site's (`Site#load_theme_configuration`)."""
    theme = gems.theme
    if theme is None or site.config.get("ignore_theme_config") is True:
        return site.config
    path = theme.root / "_config.yml"
    if path.is_symlink() or not path.is_file():
        return site.config
    try:
        found = read_yaml(path)
    except (OSError, BrokenYaml):
        return site.config
    if not isinstance(found, Mapping):
        return site.config
    own = {key: value for key, value in found.items() if key not in DEFAULTS}
    return deep_merge(own, site.config)


def engine_of(
    config: Mapping[str, Any],
    since: str,
    plugins: Sequence[Plugin],
    own_filters: Mapping[str, str],
    memory: Memory,
) -> Engine:
    """Return Liquid with Jekyll's tags and filters and those of the plugins.

    Templates are compiled with their engine: the same settings have the same one.

    Args:
        config: The build's settings.
        since: Liquid's version.
        plugins: Those that are on.
        own_filters: Filters of the site's own plugins, which are not run: name → file.
        memory: Where engines are kept.
    """
    liquid = config.get("liquid")
    mode = liquid.get("error_mode") if isinstance(liquid, Mapping) else None
    mode = str(mode or "warn").lstrip(":")
    mode = mode if mode in ("warn", "lax", "strict") else "warn"
    key = (since, mode, tuple(each.name for each in plugins), tuple(sorted(own_filters.items())))
    if key not in memory.engines:
        tags, filters = dict(TAGS), dict(FILTERS)
        for plugin in plugins:
            tags.update(plugin.tags)
            filters.update(plugin.filters)
        lacking = {name: _lacking(name, path) for name, path in own_filters.items()}
        memory.engines[key] = Engine(tags, lacking | filters, since=since, error_mode=mode)
    return memory.engines[key]


def _lacking(name: str, path: str) -> Callable[..., object]:
    """Return the filter that stands in for one of the site's own: it passes its value."""

    def passed(context: Context, value: object, *_arguments: object) -> object:
        sentence = f"The filter {name} is made by {path}, which is Ruby and is not run here."
        build_of(context).notes.add(Note("plugin", sentence, path=path))
        return value

    return passed
