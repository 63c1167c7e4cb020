"""Links within the site lead to one of its posts, pages or files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from editor.checks.check import Check, Found, Level, Subject
from editor.checks.references import is_file_of, is_missing
from editor.site import ReferenceKind

_KINDS = (ReferenceKind.LINK, ReferenceKind.DEFINITION)
# What plug-ins make; whether they are there cannot be seen in the sources.
_GENERATED = re.compile(
    r"/(?:feed|atom|rss|sitemap)\.(?:xml|json)|/robots\.txt|/page/?\d+"
    r"|/(?:tags?|categor(?:y|ies)|authors?|archives?|topics?)(?:/|\Z)"
)


def _find(subject: Subject) -> Iterable[Found]:
    if not subject.urls:
        return  # without the site's addresses nothing can be said of them
    known = subject.urls.known
    for reference in subject.references:
        target = reference.target
        if (
            reference.kind not in _KINDS
            or not is_missing(reference)
            or is_file_of(target, pictures_only=True)
            or _GENERATED.search(target)
        ):
            continue
        if not is_file_of(target, pictures_only=False) and _address(subject, target) in known:
            continue
        yield Found(
            f"The link {target} leads to no page or file of the site.",
            reference.line,
            reference.column,
        )


def _address(subject: Subject, target: str) -> str:
    path = unquote(re.split("[?#]", target, maxsplit=1)[0])
    own = str(subject.site.config.get("url") or "")
    path = path.removeprefix(own) if own else path
    base = "/" + str(subject.site.config.get("baseurl") or "").strip("/")
    if base != "/" and (path == base or path.startswith(base + "/")):
        path = path[len(base) :] or "/"
    if not path.startswith("/"):
        info = subject.site.describe(subject.site_path, subject.post)
        folder = info.url if info.url.endswith("/") else posixpath.dirname(info.url)
        path = posixpath.join(folder, path)
    return normal_address(posixpath.normpath(path) if path.strip("/") else "/")


def normal_address(url: str) -> str:
    """Return an address without what servers add themselves: `index.html`, `.html`, `/`."""
    for ending in ("/index.html", ".html", "/"):
        url = url.removesuffix(ending)
    return url or "/"


CHECK = Check("link-missing", "Links within the site lead somewhere", Level.WARNING, _find)
