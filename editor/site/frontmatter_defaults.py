"""Front matter defaults of `_config.yml`, by Jekyll's `lib/jekyll/frontmatter_defaults.rb`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from editor.site.configuration import deep_merge
from editor.site.entry_filter import fnmatch
from editor.site.ruby_values import to_s

_MOST_KNOWN = 5000
_OLD_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}


class FrontmatterDefaults:
    """The sets of defaults of one site.

    Attributes:
        problems: A sentence for every set that Jekyll would leave out or stop on.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        collections_dir = config["collections_dir"]
        self._prefix = f"{collections_dir}/" if collections_dir else ""
        self.problems: list[str] = []
        self._sets: list[tuple[dict[str, Any] | None, dict[str, Any]]] = []
        self._cache: dict[tuple[str, ...], dict[str, Any]] = {}
        sets = config["defaults"]
        for each in sets if isinstance(sets, list) else []:
            self._add(each)
        self._paths = [
            path
            for scope, _ in self._sets
            if isinstance(scope, dict) and (path := self._path(scope))
        ]
        self._folders: dict[str, bool] = {}

    def _add(self, each: object) -> None:
        if not isinstance(each, Mapping) or not isinstance(each.get("values"), Mapping):
            self.problems.append(
                "One set of defaults in _config.yml has no “values”, so Jekyll leaves it out."
            )
            return
        scope = each.get("scope")
        if scope is not None and not isinstance(scope, Mapping):
            self.problems.append(
                "One set of defaults in _config.yml has a “scope” that is no map; it is left out."
            )
            return
        if isinstance(scope, Mapping):
            scope = dict(scope)
            if "type" in scope:
                kind = to_s(scope["type"])
                scope["type"] = _OLD_TYPES.get(kind, kind)
        elif any(known is not None for known, _ in self._sets):
            self.problems.append(
                "A set of defaults in _config.yml has no “scope” but follows one that has: Jekyll "
                "reads no post then. Put “scope” with an empty “path” into it."
            )
            scope = {}
        self._sets.append((scope, {to_s(k): v for k, v in each["values"].items()}))

    def all(self, path: str, kind: str) -> dict[str, Any]:
        """Return the defaults of a file.

        Args:
            path: Site path relative to the collections folder, with `/`.
            kind: Its type: `posts`, `pages` or a collection's label. Drafts are `posts`.
        """
        if not self._sets:
            return {}
        folder = path.rpartition("/")[0]
        alike = self._folders.get(folder)
        if alike is None:
            alike = self._folders[folder] = self._is_alike(folder)
        key = (kind, f"{folder}/" if alike else path)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) > _MOST_KNOWN:
                self._cache.clear()
            known = self._cache[key] = self._all(path, kind)
        return known

    def _is_alike(self, folder: str) -> bool:
        """Tell whether all files of a folder have the same defaults."""
        if len(self._folders) > _MOST_KNOWN:
            self._folders.clear()
        inside = f"{_clean(folder)}/" if folder else ""
        return not any(
            "*" in path
            or (inside != self._stripped(path) and self._stripped(path).startswith(inside))
            for path in self._paths
        )

    def _all(self, path: str, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        old: dict[str, Any] | None = None
        for scope, values in self._sets:
            if scope is not None and not self._applies(scope, path, kind):
                continue
            if old is None or self._precedes(old, scope):
                found = deep_merge(found, values)
                old = scope
            else:
                found = deep_merge(values, found)
        return found

    def _applies(self, scope: Mapping[str, Any], path: str, kind: str) -> bool:
        if "type" in scope and scope["type"] != kind:
            return False
        wanted = self._path(scope)
        if not wanted:
            return True
        clean = _clean(path)
        if "*" not in wanted:
            return clean.startswith(self._stripped(wanted))
        # Jekyll globs the disk and compares each hit as a leading part of the path; so the
        # pattern fits when it fits one of the file's own parents, or a file's name before it.
        full = self._prefix + clean
        parts = full.split("/")
        for end in range(1, len(parts) + 1):
            if fnmatch(wanted.rstrip("/"), "/".join(parts[:end]), path_name=True):
                return True
        return False

    @staticmethod
    def _path(scope: Mapping[str, Any]) -> str:
        path = scope.get("path")
        return path if isinstance(path, str) else ""

    def _stripped(self, path: str) -> str:
        return path.removeprefix(self._prefix) if self._prefix else path

    def _precedes(self, old: Mapping[str, Any], new: Mapping[str, Any] | None) -> bool:
        new = new or {}
        new_path, old_path = _clean(self._path(new)), _clean(self._path(old))
        if len(new_path) != len(old_path):
            return len(new_path) >= len(old_path)
        return "type" in new or "type" not in old


def _clean(path: str) -> str:
    return re.sub(r"\A/|(?<=[^/])\Z", "", path) if path.startswith("/") else path
