"""Where a sheet's imports are looked for, and how: only inside the roots it was given.

The order of names follows Sass's specification, `spec/modules.md`, "Resolving a file: URL": a
partial and a plain name in each syntax, for `@import` first the import-only file, then the index
of a folder; beside the importing sheet first, then in each load path. A name that is absolute,
leads up out of its root or goes through a link that leaves it is not found, whatever it names.

A place is written `NUMBER:PATH`: a path in one of the roots (the site is 0, a theme gem 1).
"""

from __future__ import annotations

import hashlib
import itertools
import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from editor.regular_files import read_bytes

MAX_SHEET_BYTES = 4 * 1024 * 1024
MAX_TOTAL_BYTES = 32 * 1024 * 1024
MAX_LOOKUPS = 20_000
_MOST_MATCHES = 200
_SYNTAX = {".scss": "scss", ".sass": "sass", ".css": "css"}


class SheetTooLarge(Exception):
    """A sheet imports more than a theme could need."""


@dataclass(slots=True)
class SassFiles:
    """The folders of one compilation and what was looked for in them.

    Attributes:
        roots: Absolute paths: the site, then whatever else may be read.
        load_paths: Places of the folders to look in, in their order.
        seen: Place of every file that was looked for → digest of its text, or nothing where there
            is none. As long as these hold, the same sheet compiles to the same CSS.
    """

    roots: tuple[str, ...]
    load_paths: tuple[str, ...]
    seen: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _total: int = 0

    def find(self, url: str, containing: str, *, from_import: bool) -> str | None:
        """Return the place of the sheet that `url` names, or None.

        Args:
            url: As it stands in `@use` or `@import`.
            containing: Place of the importing sheet.
            from_import: Whether it is an `@import`, for which `x.import.scss` goes first.

        Raises:
            SheetTooLarge: More is imported than a theme could need.
        """
        if url.startswith("/") or "\\" in url or "\0" in url or ":" in url:
            return None
        for base in (posixpath.dirname(containing.partition(":")[2]), *self.load_paths):
            number, path = containing.partition(":")[0], base
            if ":" in base:
                number, _, path = base.partition(":")
            clean = posixpath.normpath(posixpath.join(path, url))
            if clean.startswith("..") or clean in (".", ""):
                continue
            for candidate in _candidates(clean, from_import=from_import):
                key = f"{number}:{candidate}"
                if self.text(key) is not None:
                    return key
        return None

    def text(self, key: str) -> str | None:
        """Return the text at a place, or None where there is no such sheet inside its root.

        Raises:
            SheetTooLarge: More is imported than a theme could need.
        """
        if key not in self._texts:
            if len(self._texts) >= MAX_LOOKUPS:
                raise SheetTooLarge
            number, _, path = key.partition(":")
            text = read_inside(self.roots[int(number)], path, MAX_SHEET_BYTES)
            if text is not None:
                self._total += len(text)
                if self._total > MAX_TOTAL_BYTES:
                    raise SheetTooLarge
            self._texts[key] = text
            self.seen[key] = "" if text is None else digest_of(text)
        return self._texts[key]

    @staticmethod
    def syntax(key: str) -> str:
        """Return `scss`, `sass` or `css` for a sheet's place."""
        return _SYNTAX.get(posixpath.splitext(key)[1], "scss")


def digest_of(*parts: str) -> str:
    """Return a digest of texts in their order."""
    digest = hashlib.blake2b(digest_size=24)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def read_inside(folder: str, path: str, limit_bytes: int) -> str | None:
    """Read a text file of a folder; None where it is not there, not UTF-8, or not inside.

    A link inside the folder is followed as long as it stays there. Only regular files are
    opened, and without waiting: a pipe named like a sheet must not hold the worker.
    """
    try:
        root = os.path.realpath(folder)
        whole = os.path.realpath(os.path.join(root, path))  # noqa: PTH118 - a str, as below
        if not whole.startswith(root + os.sep):
            return None
        return read_bytes(whole, limit_bytes=limit_bytes).decode("utf-8-sig")
    except (OSError, ValueError):
        return None


def load_paths(root: Path, sass: object) -> tuple[str, ...]:
    """Return a site's Sass load paths (jekyll-sass-converter 2.2 `scss.rb`, `sass_load_paths`).

    Args:
        root: The site's folder, root 0; what leads out of it is left out.
        sass: The value of `sass:` in the configuration.
    """
    settings = sass if isinstance(sass, dict) else {}
    own = settings.get("load_paths")
    patterns = [own] if isinstance(own, str) else own if isinstance(own, list) else []
    folder = settings.get("sass_dir")
    found: list[str] = []
    for pattern in [*patterns, folder if isinstance(folder, str) and folder else "_sass"]:
        if not isinstance(pattern, str):
            continue
        # Jekyll's sanitized_path: a leading slash means the site's top, `..` leads nowhere.
        clean = posixpath.normpath("/" + pattern.replace("\\", "/")).lstrip("/")
        places = [clean]
        if set("*?[") & set(clean):
            try:
                matches = itertools.islice(root.glob(clean), _MOST_MATCHES)
                places = sorted(each.relative_to(root).as_posix() for each in matches)
            except (ValueError, OSError, NotImplementedError):
                continue
        found += [f"0:{each}" for each in places]
    return tuple(dict.fromkeys(found))


def _candidates(path: str, *, from_import: bool) -> list[str]:
    folder, name = posixpath.split(path)
    if posixpath.splitext(name)[1] in _SYNTAX:
        stem, extension = posixpath.splitext(name)
        names = [name]
        if from_import:
            names.insert(0, f"{stem}.import{extension}")
        return [posixpath.join(folder, each + one) for one in names for each in ("_", "")]
    out: list[str] = []
    for prefix, stem in ((folder, name), (path, "index")):
        endings = [".sass", ".scss"]
        imports = [".import" + each for each in endings] if from_import else []
        for ending in [*imports, *endings, ".css"]:
            out += [posixpath.join(prefix, each + stem + ending) for each in ("_", "")]
    return out
