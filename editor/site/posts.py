"""Make, rename, publish, hold back and remove posts. All writing goes through storage.

What is written over is kept among the post's versions, and they follow it to its new name.
"""

from __future__ import annotations

import datetime
import logging
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.post import ListForm, Post, Quote, Style, ValueKind
from editor.site.dates import date_of
from editor.site.document import place_of
from editor.site.errors import InvalidDate, OutsideSite, UrlImpossible
from editor.site.post_names import (
    check_free,
    name_parts,
    safe_stem,
    taken,
    usual_extension,
)
from editor.site.redirects import has_redirects
from editor.site.site import Site
from editor.site.slug import file_slug
from editor.site.usage import KeyUsage
from editor.storage import (
    Digest,
    TargetExists,
    make_folder,
    move,
    move_to_trash,
    name_to_change,
    read,
    read_post,
    save,
    versions,
)

log = logging.getLogger(__name__)

# The keys of a new post where a site has no posts to learn from.
_FIRST_KEYS = ("layout", "title", "date", "categories", "tags")


@dataclass(frozen=True, slots=True)
class Created:
    """A new post: where it is, its bytes, and what did not go as it should although it is there."""

    path: Path
    data: bytes
    warning: str = ""


@dataclass(frozen=True, slots=True)
class RenamePlan:
    """What a rename would do; nothing has happened yet.

    Attributes:
        source: Site path now.
        target: Site path afterwards; the same when only fields change.
        old_url: Address now; empty when Jekyll makes none.
        new_url: Address afterwards.
        redirect_from: What the post's `redirect_from` will hold; empty when it is not touched.
        moves_address: The post has an address and gets another.
        can_redirect: The site has jekyll-redirect-from and the address changes.
        data: The bytes to write, or None when the post's bytes stay.
        digest: Of the bytes that the plan was made for.
        root: The site's folder.
    """

    source: str
    target: str
    old_url: str
    new_url: str
    redirect_from: tuple[str, ...]
    moves_address: bool
    can_redirect: bool
    data: bytes | None
    digest: Digest
    root: Path


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a post: site paths and addresses before and after.

    Attributes:
        warning: What did not go as it should although it is done; empty when all did.
    """

    source: str
    target: str
    old_url: str
    new_url: str
    path: Path
    warning: str = ""


def create(
    site: Site,
    title: str,
    *,
    draft: bool = False,
    date: datetime.datetime | None = None,
    slug: str | None = None,
    layout: str | None = None,
    values: Mapping[str, Any] | None = None,
    usage: KeyUsage | None = None,
    extension: str | None = None,
    dry_run: bool = False,
) -> Created:
    """Make a new post and write it.

    It has the keys that most of the site's posts have, in their order and, key by key, in their
    manner.

    Args:
        site: The site.
        title: The headline.
        draft: Put it into `_drafts`, without a date in its name.
        date: When it is dated; by default now. Without a zone it is in the site's.
        slug: The name's slug; by default made of the title.
        layout: By default the one that most posts have.
        values: Fields besides.
        usage: The site's usage where it is at hand.
        extension: Of the file, such as `.md`; by default what most posts have.
        dry_run: Write nothing; only say what would be written.

    Raises:
        NameTaken: Such a post is there already.
        SiteError: The slug makes no file name, or the folder leads out of the site.
        StorageError: It could not be written; nothing is left behind.
    """
    usage = usage or site.usage()
    when = _aware(date or site.now().replace(microsecond=0), site)
    stem = safe_stem(slug if slug is not None else file_slug(title))
    extension = extension or usual_extension(site)
    top = site.config["collections_dir"]
    name = f"{stem}{extension}" if draft else f"{when:%Y-%m-%d}-{stem}{extension}"
    site_path = posixpath.join(top, "_drafts" if draft else "_posts", name)
    given = dict(values or {})
    given.setdefault("title", title)
    if layout is not None:
        given["layout"] = layout
    if "date" not in given and not draft:
        given["date"] = when
    post = new_post(site, given, usage, draft=draft)
    data = post.to_bytes()
    warning = ""
    if dry_run:
        check_free(site, "", site_path)
    else:
        warning = _write_new(site, site_path, data)
    return Created(site.root / site_path, data, warning)


def new_post(
    site: Site, values: Mapping[str, Any], usage: KeyUsage, *, draft: bool = False
) -> Post:
    """Make the front matter of a new post in the manner of the site's posts."""
    end = usage.line_ending
    text = f"---{end}---{end}" + end * usage.blank_lines
    post = Post.from_text(text, encoding=site.encoding)
    known = usage.keys_in_order() if usage.posts else list(_FIRST_KEYS)
    defaults = site.defaults_for("_posts/0000-00-00-x.md")
    present: list[str] = []
    for key in known:
        if key in values:
            value = values[key]
        elif (key == "date" and draft) or (key in defaults and not usage.posts):
            continue
        else:
            value = _start_value(key, usage, site)
            if value is _NOTHING:
                continue
        post.set(key, _shaped(value, usage.style(key)), style=usage.style(key))
        present.append(key)
    for key, value in values.items():
        if key not in present:
            before = usage.before(key, present)
            style = usage.style(key)
            post.set(key, _shaped(value, style), before=before, style=style)
            present.insert(present.index(before) if before else len(present), key)
    return post


def plan_rename(
    site: Site,
    path: Path | str,
    *,
    title: str | None = None,
    date: datetime.datetime | None = None,
    slug: str | None = None,
    redirect: bool = False,
) -> RenamePlan:
    """Work out what a new title, date or slug does to a post: file, fields, address.

    Only what is asked for changes: a title changes the field `title` (and the slug, unless one is
    given); a date the field `date` where the post has one, and the name; a slug the name, and the
    field `slug` where the post has one.

    Raises:
        NameTaken: Another post has the name.
        SiteError: The slug makes no file name.
        PostError: The front matter cannot be changed safely.
    """
    site_path = site.relative(path)
    data, digest = read_post(name_to_change(site.root / site_path, site.root))
    post = Post.from_bytes(data, encoding=site.encoding)
    old_url = _url(site, site_path, post)
    folder, name = posixpath.split(site_path)
    old_date, old_slug, extension = name_parts(name)
    if title is not None:
        _set(post, "title", title, site)
        if slug is None:
            slug = file_slug(title)
    if slug is not None:
        slug = safe_stem(slug)
        if post.data.get("slug"):
            _set(post, "slug", slug, site)
    new_date = old_date
    if date is not None:
        when = _aware(date, site)
        if "date" in post.data:
            _set(post, "date", when, site)
        if old_date:
            new_date = f"{when:%Y-%m-%d}"
    stem = old_slug if slug is None else slug
    target = posixpath.join(folder, (f"{new_date}-{stem}" if new_date else stem) + extension)
    check_free(site, site_path, target)
    new_url = _url(site, target, post)
    changed = bool(old_url) and new_url != old_url and not place_of(site_path, site.config).draft
    can_redirect = changed and has_redirects(site)
    redirects: tuple[str, ...] = ()
    if redirect and can_redirect:
        redirects = _with_redirect(post, old_url, new_url)
        _set(post, "redirect_from", list(redirects), site)
    out = post.to_bytes()
    return RenamePlan(
        site_path, target, old_url, new_url, redirects, changed, can_redirect,
        None if out == data else out, digest, site.root,
    )  # fmt: skip


def rename(plan: RenamePlan) -> Moved:
    """Carry out a rename: the file gets its new name and bytes in one step.

    Raises:
        NameTaken: Another file has the name by now.
        StorageError: It failed; the post is as it was.
    """
    source, target = plan.root / plan.source, plan.root / plan.target
    old = read(source)[0] if plan.data is not None else None
    warning = ""
    if plan.source == plan.target:
        if plan.data is not None and old is not None:
            warning = save(source, plan.data, expected=plan.digest, inside=plan.root).warning
            versions.keep(source, old)
    else:
        warning = _move(source, target, plan.data, plan.digest, plan.root)
        if old is not None:
            versions.keep(target, old)
    return Moved(plan.source, plan.target, plan.old_url, plan.new_url, target, warning)


def publish(
    site: Site,
    path: Path | str,
    date: datetime.datetime | None = None,
    *,
    usage: KeyUsage | None = None,
    dry_run: bool = False,
) -> Moved:
    """Publish a post: a draft moves to `_posts` with its date, `published: false` is taken back.

    Args:
        site: The site.
        path: The draft or held-back post.
        date: By default the draft's own date, else now.
        usage: The site's usage where it is at hand.
        dry_run: Write nothing; only say what would become of the post.

    Raises:
        NameTaken: Such a post is there already.
        PostError: The front matter cannot be changed safely.
        StorageError: It failed; the post is as it was.
    """
    site_path = site.relative(path)
    data, digest = read_post(name_to_change(site.root / site_path, site.root))
    post = Post.from_bytes(data, encoding=site.encoding)
    old_url = _url(site, site_path, post)
    draft = place_of(site_path, site.config).draft
    if post.data.get("published") is False:
        _set(post, "published", True, site)
    target = site_path
    if draft:
        name = posixpath.basename(site_path)
        name_date, slug, extension = name_parts(name)
        when = _publish_date(site, post, name_date, date)
        if date is not None or "date" not in post.data:
            usage = usage or site.usage()
            if "date" in post.data or usage.share("date") >= 0.5:
                _set(post, "date", when, site, usage)
        folder = re.sub(r"(?:\A|(?<=/))_drafts(?=/|\Z)", "_posts", posixpath.dirname(site_path))
        target = posixpath.join(folder, f"{when:%Y-%m-%d}-{slug}{extension}")
    elif date is not None:
        _set(post, "date", _aware(date, site), site)
    if dry_run:
        check_free(site, site_path, target)
        url = _url(site, target, post)
        return Moved(site_path, target, old_url, url, site.root / target)
    return _written(site, site_path, target, post, data, digest, old_url)


def unpublish(site: Site, path: Path | str) -> Moved:
    """Hold a post back with `published: false`; name, date and address stay.

    Raises:
        PostError: The front matter cannot be changed safely.
        StorageError: It failed; the post is as it was.
    """
    site_path = site.relative(path)
    data, digest = read_post(name_to_change(site.root / site_path, site.root))
    post = Post.from_bytes(data, encoding=site.encoding)
    old_url = _url(site, site_path, post)
    _set(post, "published", False, site)
    return _written(site, site_path, site_path, post, data, digest, old_url)


def remove(site: Site, path: Path | str) -> None:
    """Move a post to the system's trash.

    Raises:
        TrashFailed: It is where it was.
    """
    move_to_trash(site.root / site.relative(path), inside=site.root)


_NOTHING = object()


def _start_value(key: str, usage: KeyUsage, site: Site) -> object:
    """What a field holds that nobody has filled in yet."""
    if not usage.posts:
        layouts = site.layouts()
        if key == "layout" and layouts:
            return "post" if "post" in layouts else layouts[0]
        return _NOTHING
    common = usage.values(key)
    kind = usage.kind(key)
    if key in ("layout", "author") and common and usage.usual_source(key) is not None:
        return common[0][0]
    if kind is ValueKind.LIST:
        style = usage.style(key)
        return [] if style is not None and style.list_form is ListForm.FLOW else None
    if kind is ValueKind.BOOL and usage.usual_source(key) is not None:
        return common[0][0] == "true" if common else None
    if kind is ValueKind.MAP:
        return _NOTHING
    style = usage.style(key)
    if kind is ValueKind.TEXT and style is not None and style.quote is not Quote.PLAIN:
        return ""
    return None


def _shaped(value: object, style: Style | None) -> object:
    """A time where the posts write days alone becomes its day."""
    days_only = style is not None and style.date_shape is not None and "%H" not in style.date_shape
    return value.date() if days_only and isinstance(value, datetime.datetime) else value


def _set(post: Post, key: str, value: object, site: Site, usage: KeyUsage | None = None) -> None:
    if key in post.data:
        old = post.data[key]
        day = isinstance(old, datetime.date) and not isinstance(old, datetime.datetime)
        if day and isinstance(value, datetime.datetime):
            value = value.date()
        post.set(key, value)
        return
    usage = usage or site.usage()
    present = [field.key for field in post.fields]
    style = usage.style(key)
    post.set(key, _shaped(value, style), before=usage.before(key, present), style=style)


def _publish_date(
    site: Site, post: Post, name_date: str, date: datetime.datetime | None
) -> datetime.datetime:
    if date is not None:
        return _aware(date, site)
    now = site.now().replace(microsecond=0)
    for value in (post.data.get("date"), name_date or None):
        if value is not None:
            try:
                return date_of(value, site.timezone, now)
            except InvalidDate:
                continue
    return now


def _written(
    site: Site, source: str, target: str, post: Post, data: bytes, digest: Digest, old_url: str
) -> Moved:
    out = post.to_bytes()
    warning = ""
    if source != target:
        check_free(site, source, target)
        changed = None if out == data else out
        warning = _move(site.root / source, site.root / target, changed, digest, site.root)
    elif out != data:
        warning = save(site.root / source, out, expected=digest, inside=site.root).warning
    if out != data:
        versions.keep(site.root / target, data)
    return Moved(source, target, old_url, _url(site, target, post), site.root / target, warning)


def _move(source: Path, target: Path, data: bytes | None, digest: Digest, root: Path) -> str:
    """Return a warning; empty when all went well."""
    make_folder(target.parent, inside=root)
    try:
        moved = move(source, target, data=data, expected=digest, inside=root)
    except TargetExists as error:
        raise taken(target.name) from error
    versions.moved(source, target)
    return moved.warning


def _write_new(site: Site, site_path: str, data: bytes) -> str:
    """Return a warning; empty when all went well."""
    path = site.root / site_path
    parent = path.parent
    if not site.is_inside(parent):
        raise OutsideSite(
            "The folder for posts is a link that leaves the site, so nothing was written there."
        )
    check_free(site, "", site_path)
    make_folder(parent, inside=site.root)
    try:
        return save(path, data, expected=None, inside=site.root).warning
    except TargetExists as error:
        raise taken(path.name) from error


def _aware(date: datetime.datetime, site: Site) -> datetime.datetime:
    return (
        date.replace(tzinfo=site.timezone)
        if date.tzinfo is None
        else date.astimezone(site.timezone)
    )


def _url(site: Site, site_path: str, post: Post) -> str:
    try:
        return site.url_of(site_path, post)
    except UrlImpossible:
        return ""


def _with_redirect(post: Post, old: str, new: str) -> tuple[str, ...]:
    value = post.data.get("redirect_from")
    known = (
        [value]
        if isinstance(value, str)
        else list(value)
        if isinstance(value, (list, tuple))
        else []
    )
    kept = [str(each) for each in known if each != new]
    return tuple(kept if old in kept else [*kept, old])
