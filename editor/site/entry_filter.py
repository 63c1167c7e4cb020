"""Which files Jekyll reads at all, by `lib/jekyll/entry_filter.rb`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_SPECIAL = frozenset("._#~")


class EntryFilter:
    """The `include` and `exclude` of one site, over site paths."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        include = [each.strip("/") if each != "/" else each for each in config["include"]]
        self._include = [_Pattern(each) for each in include]
        self._exclude = [
            _Pattern(each) for each in config["exclude"] if each not in config["include"]
        ]
        # Per folder only the patterns that can fit there: `accepts` runs for every file of a site.
        self._near: dict[str, list[_Pattern]] = {}

    def accepts(self, base: str, entry: str, *, is_folder: bool) -> bool:
        """Tell whether Jekyll looks at an entry.

        Args:
            base: The folder being read, as a site path; empty for the site itself.
            entry: The entry's path below `base`; Jekyll reads `_posts` as one flat list, so it may
                hold slashes.
            is_folder: Whether it is a folder.
        """
        name = entry.rpartition("/")[2]
        if entry[-1] == ".":
            return False
        plain = entry[0] not in _SPECIAL and name[:1] not in _SPECIAL and entry[-1] != "~"
        near = self._near.get(base)
        if near is None:
            near = self._near[base] = [each for each in self._exclude if each.is_near(base)]
        if plain and not near:
            return True
        if any(each.fits(entry, is_folder) or each.fits(name, is_folder) for each in self._include):
            return True
        path = f"{base}/{entry}" if base else entry
        return plain and not any(each.fits(path, is_folder) for each in near)


class _Pattern:
    """One entry of `include` or `exclude`; `glob_include?` of the same file."""

    def __init__(self, pattern: str) -> None:
        # File.join(source, pattern): doubled slashes at the seam go.
        self._text = pattern.lstrip("/")
        self._glob = _translated(self._text, path_name=False) if _has_glob(self._text) else None

    def is_near(self, base: str) -> bool:
        """Tell whether it can fit anything in a folder."""
        if self._glob is not None or not base:
            return True
        return self._text.startswith(base + "/") or (base + "/").startswith(self._text)

    def fits(self, path: str, is_folder: bool) -> bool:
        if path.startswith(self._text) or (is_folder and self._text == path + "/"):
            return True
        return self._glob is not None and self._glob.match(path) is not None


def fnmatch(pattern: str, path: str, *, path_name: bool = False) -> bool:
    """Match as Ruby's `File.fnmatch?`, or with `path_name` as `Dir.glob` (`*` stays in a part)."""
    return _translated(pattern, path_name=path_name).match(path) is not None


def _has_glob(text: str) -> bool:
    return any(sign in text for sign in "*?[\\")


@lru_cache(maxsize=512)
def _translated(pattern: str, *, path_name: bool) -> re.Pattern[str]:
    one = "[^/]" if path_name else "."
    out: list[str] = []
    index = 0
    while index < len(pattern):
        sign = pattern[index]
        if path_name and pattern.startswith("**/", index):
            out.append(r"(?:[^/.][^/]*/)*")
            index += 3
            continue
        if sign == "*":
            while pattern[index + 1 : index + 2] == "*":
                index += 1
            starts = path_name and (not out or pattern[index - 1 : index] == "/")
            out.append((r"(?!\.)" if starts else "") + one + "*")
        elif sign == "?":
            out.append(one)
        elif sign == "[":
            end = pattern.find("]", index + 2)
            if end < 0:
                out.append(r"\[")
            else:
                inner = pattern[index + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
                negated = inner[0] in "!^"
                out.append("[" + ("^" if negated else "") + inner[1 if negated else 0 :] + "]")
                index = end
        elif sign == "{" and path_name and "}" in pattern[index:]:
            end = pattern.index("}", index)
            choices = pattern[index + 1 : end].split(",")
            out.append("(?:" + "|".join(map(re.escape, choices)) + ")")
            index = end
        elif sign == "\\" and index + 1 < len(pattern):
            index += 1
            out.append(re.escape(pattern[index]))
        else:
            out.append(re.escape(sign))
        index += 1
    try:
        return re.compile("".join(out) + r"\Z", re.DOTALL)
    except re.error:
        return re.compile(re.escape(pattern) + r"\Z")
