"""Takes a bundle into a site: shows what it would write, and never overwrites unasked."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from editor.bundle.collect import leads_through_link, open_folders
from editor.bundle.errors import BundleRefused
from editor.bundle.formats.bagit_reader import MAX_BYTES, read_bag
from editor.bundle.names import OTHER_ASSETS, PICTURES, POSTS, folded, is_private, suffix_of
from editor.images import STRIPPABLE, ImageError, PictureFormat, probe
from editor.post import Post
from editor.site import Site
from editor.storage import Digest, StorageError, make_folder, read, read_post, save, versions

_ACTIVE_SVG = re.compile(
    rb"<script|\son[a-z]+\s*=|javascript:|<!entity|<foreignobject|<iframe|<!\[cdata\[",
    re.IGNORECASE,
)


class Action(enum.Enum):
    """What importing a file would do."""

    CREATE = "create"
    SAME = "same"
    CHANGE = "change"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One file of a bundle.

    Attributes:
        path: Where it would stand in the site.
        action: What would happen; `CHANGE` happens only when it is asked for by its path.
        sentence: Why, and what to look at.
        data: Its bytes.
        found: Digest of the file that stands there now, if any.
    """

    path: str
    action: Action
    sentence: str
    data: bytes
    found: Digest | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing has been written."""

    root: Path
    items: tuple[PlanItem, ...]

    def count(self, action: Action) -> int:
        """Return how many files an action is planned for."""
        return sum(each.action is action for each in self.items)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did; `failed` names a file and says why it was not written.

    Attributes:
        warnings: What did not go as it should although a file is written.
    """

    written: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()


def plan(file: Path, site: Site) -> Plan:
    """Verify a bundle whole and say what it would do to a site.

    Raises:
        BundleRefused: It is damaged, too large, or made to harm.
        StorageError: The file could not be read.
    """
    try:
        too_large = file.stat().st_size > MAX_BYTES
    except OSError:
        too_large = False  # `read` says what is the matter
    if too_large:
        raise BundleRefused(
            "This bundle was not taken: it is larger than 200 MB. Nothing was written.", "size"
        )
    data, _ = read(file)
    folders = open_folders(site)
    urls = _urls(site)
    items = [_item(path, content, site, folders, urls) for path, content in read_bag(data).items()]
    return Plan(site.root, tuple(items))


def apply(plan: Plan, *, overwrite: Collection[str] = ()) -> Applied:
    """Write what was planned; a second time it has nothing to do.

    Args:
        plan: What `plan` made of the bundle.
        overwrite: Paths of `CHANGE` items that the user wants replaced.

    Returns:
        What was written. A file that came or changed since the plan was made is not touched and
        stands under `failed`.
    """
    written: list[str] = []
    failed: list[tuple[str, str]] = []
    warnings: list[str] = []
    for item in plan.items:
        wanted = item.action is Action.CREATE or (
            item.action is Action.CHANGE and item.path in overwrite
        )
        if not wanted:
            continue
        target = plan.root / item.path
        try:
            if leads_through_link(target, plan.root):
                failed.append((item.path, f"{item.path} was not written: it leads out by a link."))
                continue
            make_folder(target.parent, inside=plan.root)
            old = read(target)[0] if item.found is not None else b""
            saved = save(target, item.data, expected=item.found, inside=plan.root)
            warnings.append(saved.warning)
            if suffix_of(item.path) in POSTS:
                versions.keep(target, old)
        except StorageError as error:
            failed.append((item.path, error.sentence))
        else:
            written.append(item.path)
    return Applied(tuple(written), tuple(failed), tuple(filter(None, warnings)))


def _item(
    path: str, data: bytes, site: Site, folders: frozenset[str], urls: dict[str, str]
) -> PlanItem:
    def refused(why: str) -> PlanItem:
        return PlanItem(path, Action.REFUSE, f"{path} is not taken: {why}.", data)

    is_post = bool(folders & set(path.split("/")[:-1]))
    why = _why_refused(path, data, folders, is_post)
    if why:
        return refused(why)
    target = site.root / path
    if leads_through_link(target, site.root):
        return refused("a link stands in its way")
    twin = _twin(target, site.root)
    if twin:
        return refused(f"the site has {twin}, which differs in case only")
    if target.is_file():
        try:
            existing, digest = read(target)
        except StorageError:
            return refused("the file that stands there cannot be read")
        if existing == data:
            return PlanItem(path, Action.SAME, f"{path} is there already.", data, digest)
        sentence = f"{path} is there with another content; it is left as it is unless you say so."
        return PlanItem(path, Action.CHANGE, sentence, data, digest)
    if target.exists():
        return refused("something else than a file stands there")
    note = _post_note(path, data, site, urls) if is_post and suffix_of(path) in POSTS else ""
    return PlanItem(path, Action.CREATE, f"{path} is new.{note}", data)


def _why_refused(path: str, data: bytes, folders: frozenset[str], is_post: bool) -> str:
    suffix = suffix_of(path)
    if is_private(path, folders) or path.split("/", maxsplit=1)[0].casefold() == "_site":
        return "only posts, drafts, collections and assets are"
    if suffix in POSTS:
        return "" if is_post else "a page outside _posts, _drafts and collections is not a post"
    if not suffix and not _why_no_picture(suffix, data):
        return ""  # a picture without an ending, as some sites have them
    if suffix not in PICTURES | OTHER_ASSETS:
        return "it is neither a post nor a kind of file that readers get"
    if suffix in PICTURES and suffix != ".ico":
        return _why_no_picture(suffix, data)
    return ""


def _why_no_picture(suffix: str, data: bytes) -> str:
    try:
        info = probe(data)
    except ImageError:
        return "its name says that it is a picture, and it is none"
    if (info.format is PictureFormat.SVG) != (suffix == ".svg"):
        return "its name says that it is another kind of picture than it is"
    if info.format is PictureFormat.SVG and _ACTIVE_SVG.search(data):
        return "it is a drawing that holds a program"
    if info.format in STRIPPABLE and suffix in (".tif", ".tiff", ".bmp"):
        return "its name says that it is another kind of picture than it is"
    return ""


def _twin(target: Path, root: Path) -> str:
    """Return a name in the site that differs from a part of the path in case only."""
    folder = root
    for part in target.relative_to(root).parts:
        try:
            names = [each.name for each in folder.iterdir()]
        except OSError:
            return ""
        if part not in names:
            return next((name for name in names if folded(name) == folded(part)), "")
        folder /= part
    return ""


def _urls(site: Site) -> dict[str, str]:
    """Return the addresses of the site's posts, to tell of two with one address."""
    urls: dict[str, str] = {}
    for path in site.post_paths():
        site_path = site.relative(path)
        try:
            data, _ = read_post(path)
        except StorageError:
            continue
        info = site.describe(site_path, Post.from_bytes(data, encoding=site.encoding))
        urls[info.url] = site_path
    return urls


def _post_note(path: str, data: bytes, site: Site, urls: dict[str, str]) -> str:
    post = Post.from_bytes(data, encoding=site.encoding)
    if post.problems:
        return f" {post.problems[0].sentence}"
    info = site.describe(path, post)
    notes = []
    if info.url in urls and not path.startswith("_drafts"):
        notes.append(f" Its address {info.url} is that of {urls[info.url]}.")
    if info.layout and info.layout not in ("none", "null", *site.layouts()):
        notes.append(f" The site has no layout “{info.layout}”.")
    return "".join(notes)
