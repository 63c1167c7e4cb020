"""The pictures of a site: find them, name them as its posts do, add new ones."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from editor.post import Post
from editor.regular_files import read_bytes
from editor.site.errors import NameTaken, OutsideSite, SiteError
from editor.site.references import Reference, ReferenceKind, references
from editor.site.site import Site
from editor.site.slug import slug_of, transliterate
from editor.storage import TargetExists, make_folder, save

PICTURE_EXTENSIONS = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"),
        *(".bmp", ".tif", ".tiff", ".heic", ".ico"),
    )
)
BODY = "body"
_SKIPPED = frozenset(("node_modules", "vendor", "_site", "__pycache__"))
_SAMPLE = 80
_MAX_DEPTH = 20
_TRIES = 10_000
_IN_MARKDOWN = "/-._~!$&'*+,;=:@"


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture file of the site.

    Attributes:
        path: Where it is.
        site_path: Below the site's folder, with `/`.
        size_bytes: Its size.
        mtime: When it was changed, in seconds since 1970.
    """

    path: Path
    site_path: str
    size_bytes: int
    mtime: float


@dataclass(frozen=True, slots=True)
class _Used:
    """A picture that a post refers to: site path of the post, how it does, site path of the file.

    Resolved when it is read, so that nothing is asked of the disk later.
    """

    post: str
    reference: Reference
    picture: str


class Assets:
    """The pictures of one site. What the posts refer to is sampled once and kept."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._used: list[_Used] | None = None

    def learn(self) -> None:
        """Read how the posts refer to pictures; `reference_for` asks nothing of the disk then."""
        self._sample()

    def pictures(self, is_wanted: Callable[[], bool] = lambda: True) -> list[Asset]:
        """Return every picture of the site's folders, the newest first. Walks the whole site.

        Args:
            is_wanted: Asked before each folder; once it says no, only what was found is returned.
        """
        found = self._found("", 0, is_wanted)
        return sorted(found, key=lambda each: (-each.mtime, each.site_path))

    def folder(self) -> str:
        """Return the folder into which new pictures go: where most of the posts' pictures are."""
        folders = Counter(
            posixpath.dirname(each.picture) for each in self._sample() if each.reference.exists
        )
        folders.pop("", None)
        if folders:
            return folders.most_common(1)[0][0]
        known = Counter(posixpath.dirname(each.site_path) for each in self.pictures())
        known.pop("", None)
        if known:
            return known.most_common(1)[0][0]
        for name in ("assets/images", "assets/img", "images", "img", "assets"):
            if (self._site.root / name).is_dir():
                return name
        return "assets/images"

    def reference_for(self, site_path: str, key_or_body: str, post_path: str = "") -> str:
        """Return how the site's posts would refer to a picture.

        Args:
            site_path: The picture.
            key_or_body: A front matter key, or `BODY` for the text.
            post_path: Site path of the post, for sites that write relative paths.
        """
        in_body = key_or_body == BODY
        templates: Counter[str] = Counter()
        fallback: Counter[str] = Counter()
        for used in self._sample():
            field = used.reference.kind is ReferenceKind.FIELD
            if field == in_body:
                continue
            template = _template(used.reference.source, used.picture, used.post)
            if template is None:
                continue
            fallback[template] += 1
            if in_body or used.reference.key == key_or_body:
                templates[template] += 1
        usual = templates.most_common(1) or fallback.most_common(1)
        template = usual[0][0] if usual else ("/\0" if in_body else "\0")
        return _filled(template, site_path, post_path, in_body=in_body)

    def add_picture(
        self, source: Path | bytes, name: str = "", *, folder: str | None = None
    ) -> Asset:
        """Copy a picture into the site under a safe name, never over a file that is there.

        Args:
            source: A file, or a picture's bytes; they are written as they are.
            name: What it is to be called; by default as the file.
            folder: Site path of the folder; by default where the posts' pictures are.

        Raises:
            SiteError: It is too large or unreadable, or the folder leaves the site.
            StorageError: It could not be written.
        """
        if isinstance(source, Path):
            name = name or source.name
            try:
                data = read_bytes(source)
            except OSError as error:
                raise SiteError(
                    "The picture cannot be read, so it was not added; the site is unchanged.",
                    type(error).__name__,
                ) from None
        else:
            data = source
        folder = self.folder() if folder is None else folder.strip("/")
        target = self._site.root / folder
        if ".." in folder.split("/") or not self._site.is_inside(target):
            raise OutsideSite(
                "The picture folder is a link that leaves the site, so nothing was written there."
            )
        make_folder(target, inside=self._site.root)
        stem, extension = safe_name(name)
        taken = {each.name.casefold() for each in target.iterdir()}
        for number in range(_TRIES):
            candidate = f"{stem}{f'-{number + 1}' if number else ''}{extension}"
            if candidate.casefold() in taken:
                continue
            try:
                save(target / candidate, data, expected=None, inside=self._site.root)
            except TargetExists:
                continue
            return self._asset(target / candidate)
        raise NameTaken("There is no free name for the picture; give it another one.")

    def _asset(self, path: Path) -> Asset:
        stat = path.stat()
        return Asset(path, self._site.relative(path), stat.st_size, stat.st_mtime)

    def _found(self, folder: str, depth: int, is_wanted: Callable[[], bool]) -> Iterator[Asset]:
        if not is_wanted():
            return
        try:
            entries = list(os.scandir(self._site.root / folder))
        except OSError:
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                path.encode("utf-8")
                if entry.is_symlink() and not self._site.is_inside(Path(entry.path)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    skip = entry.name.startswith(".") or entry.name in _SKIPPED
                    if not skip and depth < _MAX_DEPTH:
                        yield from self._found(path, depth + 1, is_wanted)
                elif _is_picture(entry):
                    stat = entry.stat()
                    yield Asset(Path(entry.path), path, stat.st_size, stat.st_mtime)
            except (OSError, UnicodeEncodeError):
                continue

    def _sample(self) -> list[_Used]:
        if self._used is None:
            # Kept when it is whole: two threads may ask, and neither must see half of it.
            self._used = list(self._uses())
        return self._used

    def _uses(self) -> Iterator[_Used]:
        for path, data in self._site.sample_bytes(_SAMPLE):
            post = Post.from_bytes(data, encoding=self._site.encoding)
            for reference in references(post, self._site, path):
                if reference.path is None or reference.external:
                    continue
                if reference.path.suffix.lower() in PICTURE_EXTENSIONS:
                    yield _Used(path, reference, self._site.relative(reference.path))


def safe_name(name: str) -> tuple[str, str]:
    """Return a safe stem and extension for a file name from anywhere."""
    name = re.split(r"[/\\]", name)[-1]
    stem, extension = posixpath.splitext(name)
    extension = extension.lower()
    if not re.fullmatch(r"\.[a-z0-9]{1,5}", extension):
        stem, extension = name, ".jpg" if extension == "." or not extension else extension
        extension = ".jpg" if not re.fullmatch(r"\.[a-z0-9]{1,5}", extension) else extension
    latin = transliterate(stem)
    slug = slug_of(latin if "?" not in latin else stem, "ascii" if "?" not in latin else None)
    slug = slug[:80].strip("-") or "picture"
    if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug):
        slug += "-picture"
    return slug, extension


def _is_picture(entry: os.DirEntry[str]) -> bool:
    extension = posixpath.splitext(entry.name)[1].lower()
    return extension in PICTURE_EXTENSIONS and entry.name[0] != "." and entry.is_file()


def _template(source: str, path: str, post_path: str) -> str | None:
    """Return how a source is made of its path: NUL is the path, U+0001 starts a folder."""
    for written in (path, quote(path, safe=_IN_MARKDOWN)):
        if written in source:
            before, _, after = source.rpartition(written)
            if before.endswith("../"):
                return "../"
            if before and not before.endswith(("/", '"', "'")):
                return None
            return f"{before}\0{after}"
    name = posixpath.basename(path)
    if source == name and posixpath.dirname(path) != posixpath.dirname(post_path):
        return f"\1{posixpath.dirname(path)}"
    if source.startswith("../") or source == name:
        return "../"
    return None


def _filled(template: str, site_path: str, post_path: str, *, in_body: bool) -> str:
    written = site_path
    if in_body:
        # Letters of other scripts may stay; what ends an address in Markdown may not.
        written = re.sub(
            r"[\x00-\x20()<>\"\\%?#]", lambda match: quote(match[0], safe=""), site_path
        )
    if template.startswith("\1"):
        folder = template[1:]
        if posixpath.dirname(site_path) == folder:
            return posixpath.basename(site_path)
        return site_path
    if template == "../":
        if post_path:
            return posixpath.relpath(written, posixpath.dirname(post_path) or ".")
        return "/" + written
    if in_body and "{{" in template and re.search(r"[\"']/?\0", template):
        return template.replace("\0", site_path)
    return template.replace("\0", written)
