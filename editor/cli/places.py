"""Where things are: the site of a post, the post of an argument, standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.cli.errors import NoSite, UsageError

if TYPE_CHECKING:
    from editor.post import Post
    from editor.site import Site
    from editor.storage import Digest

_CONFIGURATIONS = ("_config.yml", "_config.yaml", "_config.toml")


class SiteOf:
    """The site that a post stands in, read only as far as a verb asks."""

    def __init__(self, root: Path, site: Site | None = None) -> None:
        """Take a root that was found, or a site that is open."""
        self.root = root
        if site is not None:
            self.site = site

    @cached_property
    def site(self) -> Site:
        """The site itself."""
        from editor.site import Site

        config, problems = self._configuration
        return Site(self.root, config, list(problems))

    @property
    def encoding(self) -> str:
        """The encoding of its posts."""
        return str(self._configuration[0]["encoding"])

    @cached_property
    def _configuration(self) -> tuple[dict[str, Any], list[str]]:
        from editor.site.configuration import read_configuration

        return read_configuration(self.root)


@dataclass(frozen=True, slots=True)
class Opened:
    """A post that a verb works on.

    Attributes:
        post: The post.
        data: Its bytes as read.
        path: The file; None for standard input.
        digest: Of the bytes as read; None for standard input.
        stands_in: Its site, where there is one.
        site_path: Its path in the site, else its name.
    """

    post: Post
    data: bytes
    path: Path | None
    digest: Digest | None
    stands_in: SiteOf | None
    site_path: str

    @property
    def site(self) -> Site | None:
        """Its site, where there is one."""
        return self.stands_in.site if self.stands_in is not None else None

    @property
    def root(self) -> Path | None:
        """The folder of its site."""
        return self.stands_in.root if self.stands_in is not None else None

    @property
    def name(self) -> str:
        """What the post is called in output."""
        return self.site_path


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upwards that holds a Jekyll configuration."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in _CONFIGURATIONS):
            return folder
    return None


def open_site(given: str | None, near: Path | None = None) -> Site:
    """Open the site of `--site`, else the one that `near` (or the working folder) stands in.

    Raises:
        NoSite: There is none.
        SiteError: It cannot be read.
    """
    site = find_site(given, near)
    if site is None:
        raise NoSite(
            "There is no Jekyll site here (no _config.yml in this folder or above); "
            "name one by --site."
        )
    return site


def find_site(given: str | None, near: Path | None = None) -> Site | None:
    """Return the site as `open_site` does, or None where there is none."""
    root = Path(given) if given else find_root(near if near is not None else Path.cwd())
    if root is None:
        return None
    from editor.site import Site

    return Site.open(root.resolve())


def post_path(argument: str, site_argument: str | None) -> Path:
    """Return the file that an argument names: from the working folder, else from the site.

    Raises:
        UsageError: There is no such file.
    """
    return _canonical(_named_file(argument, site_argument))


def post_to_change(argument: str, site_argument: str | None) -> tuple[Path, Site]:
    """Return the post that an argument names, and its site, for a verb that changes it.

    Raises:
        UsageError: There is no such file.
        NoSite: It stands in none.
        SiteError: It is no post of the site, or not in it.
        StorageError: It is a link that leads out of the site.
    """
    path, site = _to_change(argument, site_argument)
    return path, site if site is not None else open_site(site_argument, path.parent)


def _to_change(argument: str, site_argument: str | None) -> tuple[Path, Site | None]:
    """Return the post and the site in which it was named, before any link was followed."""
    named = _named_file(argument, site_argument)
    path = _canonical(named)
    site = find_site(site_argument, named.parent)
    if site is not None:
        from editor.site.editable import require_editable

        require_editable(site, path)
    return path, site


def _named_file(argument: str, site_argument: str | None) -> Path:
    path = Path(argument)
    candidates = [path.absolute()]
    if site_argument and not path.is_absolute():
        candidates.append(Path(site_argument).absolute() / path)
    for each in candidates:
        if each.is_file() or each.is_symlink():
            return each
    what = "There is no such file."
    if path.exists():
        what = "It is a folder." if path.is_dir() else "It is a pipe, a device or a socket."
    raise UsageError(f"{argument} cannot be read as a post: {what}")


def open_post(argument: str, site_argument: str | None, *, to_write: bool = False) -> Opened:
    """Read the post that an argument names; `-` is standard input.

    Args:
        argument: As typed.
        site_argument: The value of `--site`.
        to_write: It is going to be changed: then it has to be one that may be.

    Raises:
        UsageError: There is no such file.
        SiteError: It is to be changed, and is no post of the site, or not in it.
        StorageError: It cannot be read.
    """
    from editor.post import Post
    from editor.storage import read_post

    if argument == "-":
        site = _site_of(site_argument, Path.cwd())
        data = sys.stdin.buffer.read()
        post = Post.from_bytes(data, encoding=site.encoding if site else "utf-8")
        return Opened(post, data, None, None, site, "_posts/standard-input.md" if site else "-")
    if to_write:
        path, found = _to_change(argument, site_argument)
        site = SiteOf(found.root, found) if found is not None else None
    else:
        path = post_path(argument, site_argument)
        site = _site_of(site_argument, path.parent)
    data, digest = read_post(path)
    post = Post.from_bytes(data, encoding=site.encoding if site else "utf-8")
    if site is None or not path.is_relative_to(site.root):
        return Opened(post, data, path, digest, None, path.name)
    site_path = path.relative_to(site.root).as_posix()
    return Opened(post, data, path, digest, site, site_path)


def _site_of(given: str | None, near: Path) -> SiteOf | None:
    if given:  # a folder that cannot be one is said at once
        site = find_site(given)
        return SiteOf(site.root, site) if site is not None else None
    root = find_root(near)
    return SiteOf(root.resolve()) if root is not None else None


def _canonical(path: Path) -> Path:
    """Resolve the folders but not the file itself: a post that is a link stays seen as one."""
    return path.parent.resolve() / path.name
