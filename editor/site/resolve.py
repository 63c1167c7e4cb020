"""Which file of the site a link or picture means."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from editor.site.site import Site

_SCHEME = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*:")
_OUTPUT = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_STRING = re.compile(r"""\A(?:"([^"]*)"|'([^']*)')\s*(?:\||\Z)""")
_TAG = re.compile(r"\{%-?\s*(link|post_url)\s+(.*?)\s*-?%\}", re.DOTALL)


def plain_target(reference: str) -> str | None:
    """Return a reference without Liquid: what stands for the site's own address goes.

    Returns:
        The path or address; None when it holds Liquid that only a build can work out.
    """
    if "{" not in reference:
        return reference
    tag = _TAG.fullmatch(reference.strip())
    if tag:
        return None
    unknown = False

    def output(match: re.Match[str]) -> str:
        nonlocal unknown
        inner = match[1]
        head = inner.partition("|")[0].strip()
        if head in ("site.baseurl", "site.url", "site.github.url", "site.base_url"):
            return ""
        string = _STRING.match(inner)
        if string:
            return string[1] if string[1] is not None else string[2]
        unknown = True
        return ""

    text = _OUTPUT.sub(output, reference)
    return None if unknown or "{%" in text else text


def is_external(target: str) -> bool:
    """Tell whether an address leaves the site."""
    return target.startswith(("//", "#", "?")) or bool(_SCHEME.match(target))


def candidates(site: Site, target: str, post_path: str, *, field: bool = False) -> Iterator[str]:
    """Give the site paths that a plain target may mean, the likeliest first.

    Args:
        site: The site.
        target: Without Liquid.
        post_path: Site path of the post.
        field: It stands in the front matter, where themes put the site's address before it.
    """
    if not target:
        return
    own = str(site.config.get("url") or "")
    if own and target.startswith(own):
        target = target[len(own) :] or "/"
    if is_external(target):
        return
    for path in dict.fromkeys((_path(target), _path(target, decoded=True))):
        base = str(site.config.get("baseurl") or "").strip("/")
        if path.startswith("/"):
            yield from _below(path[1:])
            if base and path.startswith(f"/{base}/"):
                yield from _below(path[len(base) + 2 :])
            continue
        folder = posixpath.dirname(post_path)
        from_root, from_post = list(_below(path)), list(_below(posixpath.join(folder, path)))
        yield from (from_root + from_post) if field else (from_post + from_root)
        if path.startswith("../"):
            # Where a browser would look: from a page some folders deep, so from any of them.
            yield from _below(re.sub(r"\A(?:\.\./)+", "", path))


def resolve(site: Site, reference: str, post_path: str, *, field: bool = False) -> Path | None:
    """Return the file that a reference names, or None when the site has no such file."""
    tag = _TAG.fullmatch(reference.strip())
    if tag:
        return _of_tag(site, tag[1], tag[2].strip("\"'"))
    target = plain_target(reference)
    if target is None:
        return None
    for candidate in candidates(site, target, post_path, field=field):
        path = site.root / candidate
        try:
            if path.is_file() and site.is_inside(path):
                return path
        except (OSError, ValueError):
            continue
    return None


def _of_tag(site: Site, tag: str, argument: str) -> Path | None:
    if "{{" in argument or not argument:
        return None
    if tag == "link":
        found = next(iter(_below(argument.lstrip("/"))), "")
        path = site.root / found
        return path if found and path.is_file() and site.is_inside(path) else None
    name = argument.lstrip("/")
    for site_path, _ in site.scan():
        stem = posixpath.splitext(site_path)[0]
        if stem.endswith("/" + name) or stem.replace("_posts/", "", 1) == name:
            return site.root / site_path
    return None


def _path(target: str, *, decoded: bool = False) -> str:
    path = target if not decoded else unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    return re.sub("/+", "/", path).strip()


def _below(path: str) -> Iterator[str]:
    """Give a path cleaned of dots, if it stays below the root."""
    if "\0" in path or "\\" in path:
        return
    clean = posixpath.normpath(path)
    if clean not in (".", "..") and not clean.startswith(("../", "/")):
        yield clean
