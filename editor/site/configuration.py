"""A site's configuration: Jekyll's defaults under `_config.yml`.

Follows Jekyll 4.3 `lib/jekyll/configuration.rb`. What Jekyll would stop on becomes a problem here:
a site with a broken configuration still opens, with the defaults.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from editor.regular_files import read_text
from editor.site.ruby_values import to_s
from editor.site.yaml_file import BrokenYaml, read_yaml

log = logging.getLogger(__name__)

DEFAULT_EXCLUDES = [
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
]  # fmt: skip

DEFAULTS: Mapping[str, Any] = {
    "collections_dir": "",
    "cache_dir": ".jekyll-cache",
    "plugins_dir": "_plugins",
    "layouts_dir": "_layouts",
    "data_dir": "_data",
    "includes_dir": "_includes",
    "collections": {},
    "safe": False,
    "include": [".htaccess"],
    "exclude": [],
    "keep_files": [".git", ".svn"],
    "encoding": "utf-8",
    "markdown_ext": "markdown,mkdown,mkdn,mkd,md",
    "strict_front_matter": False,
    "show_drafts": None,
    "limit_posts": 0,
    "future": False,
    "unpublished": False,
    "whitelist": [],
    "plugins": [],
    "markdown": "kramdown",
    "highlighter": "rouge",
    "lsi": False,
    "excerpt_separator": "\n\n",
    "incremental": False,
    "detach": False,
    "port": "4000",
    "host": "127.0.0.1",
    "baseurl": None,
    "show_dir_listing": False,
    "permalink": "date",
    "paginate_path": "/page:num",
    "timezone": None,
    "quiet": False,
    "verbose": False,
    "defaults": [],
    "liquid": {"error_mode": "warn", "strict_filters": False, "strict_variables": False},
    "kramdown": {
        "auto_ids": True,
        "toc_levels": [1, 2, 3, 4, 5, 6],
        "entity_output": "as_char",
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "input": "GFM",
        "hard_wrap": False,
        "guess_lang": True,
        "footnote_nr": 1,
        "show_warnings": False,
    },
}

_NAMES = ("_config.yml", "_config.yaml", "_config.toml")
# Where Jekyll wants text, a list or a map and a site has something else, the default is taken.
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "collections_dir": str, "layouts_dir": str, "includes_dir": str, "data_dir": str,
    "markdown_ext": str, "encoding": str, "include": list, "exclude": list, "plugins": list,
    "collections": (dict, list),
}  # fmt: skip


def deep_merge(under: Mapping[Any, Any], over: Mapping[Any, Any]) -> dict[Any, Any]:
    """Merge two maps as `deep_merge_hashes` of `lib/jekyll/utils.rb`: nil keeps what was there."""
    merged = dict(under)
    for key, value in over.items():
        if key in merged:
            old = merged[key]
            if value is None:
                continue
            if isinstance(old, Mapping) and isinstance(value, Mapping):
                merged[key] = deep_merge(old, value)
                continue
        merged[key] = value
    return merged


def config_file(root: Path) -> Path | None:
    """Return the site's configuration file as Jekyll looks for it, or None."""
    for name in _NAMES:
        path = root / name
        if path.is_file():
            return path
    return None


def read_configuration(root: Path) -> tuple[dict[str, Any], list[str]]:
    """Read a site's configuration.

    Returns:
        The settings with Jekyll's defaults, and a sentence for everything that is wrong.
    """
    problems: list[str] = []
    path = config_file(root)
    own: Mapping[Any, Any] = {}
    if path is not None:
        own = _read(path, problems)
    return configured(own, problems), problems


def configured(own: Mapping[Any, Any], problems: list[str] | None = None) -> dict[str, Any]:
    """Put settings over Jekyll's defaults (`Configuration.from`)."""
    problems = [] if problems is None else problems
    config = deep_merge(copy.deepcopy(dict(DEFAULTS)), {to_s(k): v for k, v in own.items()})
    for key, wanted in _TYPES.items():
        if not isinstance(config[key], wanted):
            problems.append(
                f"“{key}” in _config.yml is not what Jekyll expects there, so its default is "
                "used; the file is unchanged. Correct it."
            )
            config[key] = copy.deepcopy(DEFAULTS[key])
    config["collections"] = _collections(config)
    config["exclude"] = list(dict.fromkeys([*map(to_s, config["exclude"]), *DEFAULT_EXCLUDES]))
    config["include"] = list(map(to_s, config["include"]))
    return config


def _collections(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    given = config["collections"]
    named = {to_s(each): {} for each in given} if isinstance(given, list) else given
    collections: dict[str, dict[str, Any]] = {"posts": {}}
    for label, metadata in named.items():
        collections[to_s(label)] = dict(metadata) if isinstance(metadata, Mapping) else {}
    posts = collections["posts"]
    posts["output"] = True
    if config["permalink"] and not posts.get("permalink"):
        from editor.site.permalink import template_of

        posts["permalink"] = template_of(to_s(config["permalink"]))
    return collections


def _read(path: Path, problems: list[str]) -> Mapping[Any, Any]:
    try:
        data = _read_toml(path) if path.suffix == ".toml" else read_yaml(path)
    except BrokenYaml as error:
        log.warning("configuration unreadable: %s", error.detail)
        problems.append(error.sentence)
        return {}
    except (OSError, ValueError) as error:
        log.warning("configuration unreadable: %s", type(error).__name__)
        problems.append(
            f"{path.name} cannot be read, so Jekyll's defaults are used; the file is unchanged."
        )
        return {}
    if data is None or data is False:
        return {}
    if not isinstance(data, Mapping):
        problems.append(
            f"{path.name} does not hold settings (“key: value” lines), so Jekyll's defaults are "
            "used; the file is unchanged."
        )
        return {}
    return data


def _read_toml(path: Path) -> object:
    import tomllib

    return tomllib.loads(read_text(path))
