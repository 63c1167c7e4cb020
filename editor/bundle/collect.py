"""What goes into a bundle: the chosen posts, and of the site only the files they refer to.

An allow-list: a file is in because a chosen post names it and it is of a kind that readers get.
Links in the file system are refused, wherever they lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from editor.bundle.disclosure import disclosures
from editor.bundle.errors import NothingToExport
from editor.bundle.names import (
    OTHER_ASSETS,
    PICTURES,
    POSTS,
    STRIPPABLE_NAMES,
    folded,
    is_private,
    normal,
    printable,
    suffix_of,
    why_unsafe,
)
from editor.images import STRIPPABLE, ImageError, PictureFormat, probe
from editor.post import Post
from editor.site import PostState, Reference, ReferenceKind, Site, references
from editor.storage import StorageError, read, read_post

_LARGEST_PICTURE_BYTES = 100 * 1024 * 1024
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_STATES = {
    PostState.DRAFT: "it is a draft",
    PostState.SCHEDULED: "its date is still to come",
    PostState.UNPUBLISHED: "it says published: false",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file of the site that goes into the bundle.

    Attributes:
        site_path: Where it stands in the site, and in the bundle.
        source: The file itself.
        data: Its bytes, of a post; None of an asset, which is read when it is written.
    """

    site_path: str
    source: Path
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that does not go into the bundle, and why."""

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A picture that a post names and the site does not have; the line is counted from 0."""

    post: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in a post's source that its writer may not want to give away."""

    path: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export will write.

    Attributes:
        name: Of the folder in the bundle.
        posts: The posts, with their bytes.
        assets: The files they refer to.
        missing: What they refer to and is not there.
        left_out: What they refer to and stays here.
        warnings: What the posts' sources give away.
        other_files: Whether files that cannot be stripped were asked for.
    """

    name: str
    posts: tuple[Chosen, ...]
    assets: tuple[Chosen, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Warned, ...]
    other_files: bool = False


def collect(
    posts: Iterable[str | Path], site: Site, *, drafts: bool = False, other_files: bool = False
) -> Manifest:
    """Find what a bundle of these posts has to hold.

    Args:
        posts: Site paths, or paths of files in the site.
        site: The site they stand in.
        drafts: Take drafts, unpublished posts and posts of a date to come too.
        other_files: Take files too whose hidden data cannot be taken out (SVG, PDF, films…).

    Raises:
        NothingToExport: No post is left; the sentence names the first and why.
    """
    collecting = _Collecting(site, other_files)
    for each in posts:
        path = Path(each)
        collecting.add_post(path if path.is_absolute() else site.root / path, drafts)
    if not collecting.posts:
        first = collecting.left_out[:1]
        why = f": {first[0].sentence}" if first else ""
        raise NothingToExport(f"There is no post to export{why or '.'}", "no posts")
    return collecting.manifest()


def open_folders(site: Site) -> frozenset[str]:
    """Return the names of folders beginning with `_` that hold posts and collections."""
    collections = site.config.get("collections")
    labels = collections if isinstance(collections, Mapping | list) else ()
    return frozenset({"_posts", "_drafts"} | {f"_{label}" for label in labels})


def leads_through_link(path: Path, root: Path) -> bool:
    """Tell whether a path, or a folder on the way to it from the root, is a link."""
    while path != root:
        if path.is_symlink() or path == path.parent:
            return True
        path = path.parent
    return False


class _Collecting:
    def __init__(self, site: Site, other_files: bool) -> None:
        self._site = site
        self._other_files = other_files
        self._open_folders = open_folders(site)
        self._names: dict[str, str] = {}
        self._seen: set[Path] = set()
        self.posts: list[Chosen] = []
        self._assets: list[Chosen] = []
        self._missing: list[Missing] = []
        self.left_out: list[LeftOut] = []
        self._warnings: list[Warned] = []

    def manifest(self) -> Manifest:
        stem = self.posts[0].site_path.rpartition("/")[2].partition(".")[0]
        more = len(self.posts) - 1
        name = re.sub(r"[^\w-]+", "-", stem).strip("-")[:80] or "posts"
        return Manifest(
            f"{name}-and-{more}-more" if more else name,
            tuple(sorted(self.posts, key=lambda each: each.site_path)),
            tuple(sorted(self._assets, key=lambda each: each.site_path)),
            tuple(self._missing),
            tuple(self.left_out),
            tuple(self._warnings),
            self._other_files,
        )

    def add_post(self, path: Path, drafts: bool) -> None:
        path = Path(path.parent.resolve(), path.name) if ".." in path.parts else path
        if path in self._seen:
            return
        self._seen.add(path)
        if not path.is_relative_to(self._site.root):
            shown = printable(path.name)
            self.left_out.append(LeftOut(shown, f"{shown} is not in this site."))
            return
        site_path = self._site.relative(path)
        why = self._why_not(path, site_path)
        if why:
            self._leave(site_path, why)
            return
        try:
            data, _ = read_post(path)
        except StorageError as error:
            self.left_out.append(LeftOut(printable(site_path), error.sentence))
            return
        post = Post.from_bytes(data, encoding=self._site.encoding)
        state = self._site.describe(site_path, post).state
        if state in _STATES and not drafts:
            self._leave(site_path, f"{_STATES[state]}, and those go along only when asked for")
            return
        self.posts.append(Chosen(normal(site_path), path, data))
        self._warnings += [
            Warned(site_path, line, sentence)
            for line, sentence in disclosures(post.text, post.data)
        ]
        for reference in references(post, self._site, site_path):
            self._add_reference(site_path, reference)

    def _add_reference(self, post: str, reference: Reference) -> None:
        path, target = reference.path, reference.target
        wanted = PICTURES | OTHER_ASSETS
        shown = reference.kind is ReferenceKind.PICTURE
        if path is None or not path.exists():
            name = re.split("[?#]", target, maxsplit=1)[0] if path is None else path.name
            missing = Missing(post, printable(target), reference.line)
            if (
                (suffix_of(name) in wanted or (shown and target and not reference.external))
                and not _SCHEME.match(target)
                and missing not in self._missing
            ):
                self._missing.append(missing)
            return
        if path in self._seen or not (shown or path.is_file()):
            return
        site_path = self._site.relative(path)
        suffix = suffix_of(site_path)
        if suffix not in wanted and not shown and suffix in POSTS:
            return
        why = self._why_not(path, site_path)
        by_content: PictureFormat | None = None
        if suffix not in wanted and not why:
            # The name says nothing: the bytes do.
            by_content = _picture_format(path)
            if by_content is None and not shown:
                return
            why = "" if by_content else "the post shows it as a picture, and it is none"
        elif suffix not in wanted and not shown:
            return
        self._seen.add(path)
        strippable = suffix in STRIPPABLE_NAMES or by_content in STRIPPABLE
        if not why and not strippable and not self._other_files:
            why = "its hidden data cannot be taken out, so it goes along only when asked for"
        if why:
            self._leave(site_path, why)
        else:
            self._assets.append(Chosen(normal(site_path), path))

    def _why_not(self, path: Path, site_path: str) -> str:
        if leads_through_link(path, self._site.root):
            return "it is a link, or stands in a folder that is one"
        if not path.is_file():
            return "it is not a file"
        if is_private(site_path, self._open_folders):
            return "files of that place are not for readers"
        reason = why_unsafe(normal(site_path))
        if reason:
            return reason
        if self._names.setdefault(folded(site_path), site_path) != site_path:
            return "another file has the same name but for case"
        return ""

    def _leave(self, site_path: str, why: str) -> None:
        shown = printable(site_path)
        self.left_out.append(LeftOut(shown, f"{shown} was left out: {why}."))


def _picture_format(path: Path) -> PictureFormat | None:
    """Return what picture a file is by its bytes; None when it is none."""
    try:
        return probe(read(path, limit_bytes=_LARGEST_PICTURE_BYTES)[0]).format
    except (ImageError, StorageError):
        return None
