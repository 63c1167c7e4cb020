"""What a site's own plugins would add: read from their text, never run.

`_plugins/*.rb` is Ruby. The tags and filters that it registers are found by their names, so that a
page which lacks them can say what is missing and where it is made.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from editor.regular_files import read_bytes
from editor.site import Site

_MOST_FILES = 300
_MAX_BYTES = 1024 * 1024
_TAG = re.compile(r"register_tag\s*\(?\s*[\"':](\w+)")
_FILTERS = re.compile(r"register_filter\b")
_METHOD = re.compile(r"^[ \t]*def\s+([a-z_]\w*[?!]?)", re.MULTILINE)
_PRIVATE = re.compile(r"^[ \t]*private\b[ \t]*$", re.MULTILINE)
_ACTS = re.compile(r"<\s*(?:Jekyll::)?(Generator|Converter)\b|Hooks\.register")


@dataclass(frozen=True, slots=True)
class SitePlugins:
    """What the files of `_plugins` say that they add.

    Attributes:
        tags: Tag → the file that registers it.
        filters: Filter → the file that registers it.
        acting: Files that change pages by themselves: generators, converters, hooks.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    acting: tuple[str, ...] = ()


def site_plugins(site: Site) -> SitePlugins:
    """Look through a site's plugins."""
    given = site.config.get("plugins_dir")
    folders = given if isinstance(given, list) else [given]
    tags: dict[str, str] = {}
    filters: dict[str, str] = {}
    acting: list[str] = []
    for folder in folders:
        clean = posixpath.normpath("/" + str(folder or "_plugins")).lstrip("/")
        place = site.root / clean
        if not site.is_inside(place):
            continue
        for path in sorted(place.rglob("*.rb"))[:_MOST_FILES]:
            name = path.relative_to(site.root).as_posix()
            if not site.is_inside(path):
                continue
            try:
                text = read_bytes(path, limit_bytes=_MAX_BYTES).decode("utf-8", "replace")
            except OSError:
                continue
            for found in _TAG.findall(text):
                tags.setdefault(found, name)
            if _FILTERS.search(text):
                public = _PRIVATE.split(text)[0]
                for found in _METHOD.findall(public):
                    filters.setdefault(found, name)
            if _ACTS.search(text):
                acting.append(name)
    return SitePlugins(tags, filters, tuple(acting))
