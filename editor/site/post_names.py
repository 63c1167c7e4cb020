"""The file names of posts: what one is made of, which are safe, and which are taken."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from editor.site.document import DATE_NAME, DATELESS_NAME
from editor.site.errors import NameTaken, SiteError
from editor.site.site import Site

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)\A(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")


def safe_stem(slug: str) -> str:
    """Return a slug as the part of a file name that every system takes.

    Args:
        slug: As it was typed or made of a title.

    Raises:
        SiteError: Nothing is left of it, or it is longer than 200 bytes.
    """
    stem = _UNSAFE.sub("-", slug).strip(" .-").lstrip("_#~")
    if _RESERVED.match(stem):
        stem += "-post"
    if not stem or len(stem.encode("utf-8", "replace")) > 200:
        raise SiteError(
            "That slug makes no file name; nothing was changed. Use letters, digits and hyphens."
        )
    return stem


def name_parts(name: str) -> tuple[str, str, str]:
    """Return date (empty for a draft's name), slug and extension of a post's file name."""
    match = DATE_NAME.match(name)
    if match:
        return match[1], match[2], match[3]
    match = DATELESS_NAME.match(name)
    return ("", match[1], match[2]) if match else ("", name, "")


def usual_extension(site: Site) -> str:
    """Return the extension that most posts of a site have; `.md` where there is none."""
    counts = Counter(posixpath.splitext(path)[1] for path, _ in site.scan())
    for extension, _ in counts.most_common():
        if site.output_ext(extension) == ".html" and extension != ".html":
            return extension
    return ".md"


def check_free(site: Site, source: str, target: str) -> None:
    """Refuse a name that another file has, also one that differs in case only.

    Args:
        site: The site.
        source: Site path of the post that is to get the name; empty for a new one.
        target: Site path with the name.

    Raises:
        NameTaken: It is taken.
    """
    if source == target:
        return
    path = site.root / target
    if source.casefold() == target.casefold():
        return
    try:
        names = {each.name.casefold() for each in path.parent.iterdir()}
    except OSError:
        return
    # What differs in case only is the same file on other systems.
    if path.name.casefold() in names:
        raise taken(path.name)


def taken(name: str) -> NameTaken:
    """Return the error that says so."""
    return NameTaken(
        f"There is already a file {name} in that folder; nothing was changed. "
        "Choose another slug or date."
    )
