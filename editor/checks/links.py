"""Links within the site lead to one of its posts, pages or files, and are written from its root."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote

from editor.checks.check import Check, Found, Subject, replacing
from editor.checks.finding import Fix, Severity
from editor.checks.references import is_file_of, is_missing, other_case, with_names_of
from editor.site import Reference, ReferenceKind, plain_address

_KINDS = (ReferenceKind.LINK, ReferenceKind.DEFINITION)
_IN_THE_BODY = (*_KINDS, ReferenceKind.PICTURE, ReferenceKind.MEDIA)
# What plug-ins make; whether they are there cannot be seen in the sources.
_GENERATED = re.compile(
    r"/(?:feed|atom|rss|sitemap)\.(?:xml|json)|/robots\.txt|/page/?\d+"
    r"|/(?:tags?|categor(?:y|ies)|authors?|archives?|topics?)(?:/|\Z)"
)
_ARCHIVES = re.compile(_GENERATED.pattern + r"|/\d{4}(?:/\d\d){0,2}/?\Z")


def _find_missing(subject: Subject) -> Iterable[Found]:
    if subject.near is None:
        return  # without the site's addresses nothing can be said of them
    generated = _generated(subject)
    for reference in subject.references:
        target = reference.target
        if (
            reference.kind not in _KINDS
            or not is_missing(reference)
            or is_file_of(target, pictures_only=True)
            or generated.search(target)
        ):
            continue
        wanted = _address(subject, target)
        near = {plain_address(each.url) for each in subject.near(wanted)}
        if wanted in near or wanted == plain_address(subject.url):
            continue  # of files too: a style sheet is made of another, a page may be a table
        fix = other_case(subject, reference) or _of_other_case(subject, reference, wanted, near)
        yield Found(
            f"The link {target} leads to no page or file of the site.",
            reference.line,
            reference.column,
            fix,
        )


def _generated(subject: Subject) -> re.Pattern[str]:
    return _ARCHIVES if "jekyll-archives" in subject.site.config["plugins"] else _GENERATED


def _of_other_case(
    subject: Subject, reference: Reference, wanted: str, near: set[str]
) -> Fix | None:
    if len(near) != 1:
        return None
    [found] = near
    path = re.split("[?#]", reference.target, maxsplit=1)[0]
    plain = path
    for ending in ("/index.html", ".html", "/"):
        plain = plain.removesuffix(ending)
    mended = with_names_of(plain, wanted, found)
    if mended is None:
        return None
    target = mended + reference.target[len(plain) :]
    if _address(subject, target) != found:
        return None
    return replacing(f"The page's address is {found}: write it so.", reference, target)


def _address(subject: Subject, target: str) -> str:
    path = unquote(re.split("[?#]", target, maxsplit=1)[0])
    own = str(subject.site.config.get("url") or "")
    path = path.removeprefix(own) if own else path
    base = "/" + str(subject.site.config.get("baseurl") or "").strip("/")
    if base != "/" and (path == base or path.startswith(base + "/")):
        path = path[len(base) :] or "/"
    if not path.startswith("/"):
        url = subject.url
        folder = url if url.endswith("/") else posixpath.dirname(url)
        path = posixpath.join(folder, path)
    return plain_address(posixpath.normpath(path) if path.strip("/") else "/")


def _find_absolute(subject: Subject) -> Iterable[Found]:
    host = re.sub(r"\Ahttps?://", "", str(subject.site.config.get("url") or "")).rstrip("/")
    if not host:
        return
    own = re.compile(rf"https?://{re.escape(host)}(?=[/?#]|\Z)", re.IGNORECASE)
    lines = subject.post.text.split("\n")
    for reference in subject.references:
        match = own.match(reference.target)
        if reference.kind not in _IN_THE_BODY or not match:
            continue
        if reference.text is None and lines[reference.line][: reference.column].endswith("<"):
            continue  # <https://…> shows the address itself
        rest = reference.target[match.end() :]
        target = rest if rest.startswith("/") else f"/{rest}"
        if target.startswith("//"):
            continue
        yield Found(
            f"The link {reference.target} names the site itself; written as {target} it also works "
            "in a preview, and where the site moves.",
            reference.line,
            reference.column,
            replacing(f"Write it as {target}.", reference, target),
        )


MISSING = Check(
    "link-missing", "Links within the site lead somewhere", Severity.WARNING, _find_missing
)
ABSOLUTE = Check(
    "link-absolute", "Links within the site do not name it", Severity.NOTE, _find_absolute
)
