"""Layouts and includes of a site and its theme's gem (`lib/jekyll/readers/layout_reader.rb`).

A layout's name is its path below `_layouts` without the last extension; the site's own go before
the theme's. Files are listed once and read when they are asked for; a link is followed only as
long as it stays in its folder's own site or gem.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.post import Post
from editor.regular_files import read_bytes
from editor.site import Site
from editor.site.site import own_data

MAX_BYTES = 4 * 1024 * 1024
_MAX_FILES = 5000
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout.

    Attributes:
        name: As front matter names it.
        path: As messages show it: the site path, or `GEM-VERSION/_layouts/…`.
        data: Its front matter.
        body: What follows it.
        first_line: Lines of the file before the body.
    """

    name: str
    path: str
    data: Mapping[str, Any]
    body: str
    first_line: int = 0


@dataclass(frozen=True, slots=True)
class Include:
    """One include: where it is shown to be, and its text."""

    path: str
    body: str


@dataclass(slots=True)
class Templates:
    """The layouts and includes of one site at one moment.

    Args:
        site: The site.
        theme_root: Folder of the theme's gem, or None.
        brought: Texts of layouts that plugins bring, by name.
    """

    site: Site
    theme_root: Path | None = None
    brought: Mapping[str, str] = field(default_factory=dict)
    _files: dict[str, tuple[Path, Path, str]] | None = None
    _layouts: dict[str, Layout | None] = field(default_factory=dict)
    _includes: dict[tuple[str, str], Include | None] = field(default_factory=dict)

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a name, or None where there is none."""
        if name not in self._layouts:
            place = self._layout_files().get(name)
            found = None if place is None else self._read(name, *place)
            if place is None and name in self.brought:
                found = Layout(name, f"_layouts/{name}.html", {}, self.brought[name])
            self._layouts[name] = found
        return self._layouts[name]

    def layout_names(self) -> list[str]:
        """Return the names of all layouts."""
        return sorted(self._layout_files())

    def include(self, name: str, folders: tuple[str, ...] | None = None) -> Include | None:
        """Return an include by its path below `_includes`, or None where there is none.

        Args:
            name: As the tag names it; that it leads nowhere else is checked by the tag and here.
            folders: Site folders to look in instead of `_includes` (`include_relative`).
        """
        places = self._include_folders() if folders is None else self._site_folders(folders)
        key = (name, "\0".join(str(place) for place, _, _ in places))
        if key not in self._includes:
            self._includes[key] = self._find(name, places)
        return self._includes[key]

    def include_folders(self) -> list[str]:
        """Return the folders that messages name: absolute in Jekyll, site paths here."""
        return [shown for _, _, shown in self._include_folders()]

    def _find(self, name: str, places: list[tuple[Path, Path, str]]) -> Include | None:
        clean = posixpath.normpath("/" + name).lstrip("/")
        for folder, root, shown in places:
            data = _read_inside(folder / clean, root)
            if data is not None:
                text = data.decode("utf-8-sig", "replace")
                path = posixpath.join(shown, clean) if shown else clean
                return Include(path, text)
        return None

    def _include_folders(self) -> list[tuple[Path, Path, str]]:
        own = str(self.site.config["includes_dir"]).strip("/")
        places = self._site_folders((own,))
        if self.theme_root is not None:
            places.append(
                (
                    self.theme_root / "_includes",
                    self.theme_root,
                    f"{self.theme_root.name}/_includes",
                )
            )
        return places

    def _site_folders(self, folders: tuple[str, ...]) -> list[tuple[Path, Path, str]]:
        clean = [posixpath.normpath("/" + each).lstrip("/") for each in folders]
        return [(self.site.root / each, self.site.root, each) for each in clean]

    def _layout_files(self) -> dict[str, tuple[Path, Path, str]]:
        if self._files is None:
            found: dict[str, tuple[Path, Path, str]] = {}
            own = posixpath.normpath("/" + str(self.site.config["layouts_dir"])).lstrip("/")
            for below in self._listed(self.site.root / own, self.site.root):
                if self.site.entry_filter.accepts("", below, is_folder=False):
                    place = (self.site.root / own / below, self.site.root, f"{own}/{below}")
                    # Of two files with one name the later one counts, as in Jekyll's hash.
                    found[_name_of(below)] = place
            if self.theme_root is not None:
                folder = self.theme_root / "_layouts"
                for below in self._listed(folder, self.theme_root):
                    shown = f"{self.theme_root.name}/_layouts/{below}"
                    found.setdefault(_name_of(below), (folder / below, self.theme_root, shown))
            self._files = found
        return self._files

    def _listed(self, folder: Path, root: Path) -> list[str]:
        if not folder.resolve().is_relative_to(root.resolve()):
            return []
        return sorted(_below(folder, "", 0))[:_MAX_FILES]

    def _read(self, name: str, path: Path, root: Path, shown: str) -> Layout | None:
        data = _read_inside(path, root)
        if data is None:
            return None
        post = Post.from_bytes(data, encoding=self.site.encoding)
        return Layout(name, shown, dict(own_data(post) or {}), post.body, post.body_line)


def _name_of(path: str) -> str:
    return path.rpartition(".")[0]


def _below(folder: Path, below: str, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    try:
        entries = sorted((folder / below).iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir():
            # `**` of Ruby's glob does not follow links to folders.
            if not entry.is_symlink():
                yield from _below(folder, path, depth + 1)
        elif "." in entry.name and entry.is_file():
            yield path


def _read_inside(path: Path, root: Path) -> bytes | None:
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return None
        return read_bytes(path, limit_bytes=MAX_BYTES)
    except (OSError, ValueError, RuntimeError):
        return None
