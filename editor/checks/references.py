"""What references of a post lead nowhere, and what was meant: for pictures and links."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from editor.checks.check import Subject, replacing
from editor.checks.finding import Fix
from editor.site import Reference, ReferenceKind

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|tiff?|heic)\Z", re.IGNORECASE)
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}\Z")


def is_missing(reference: Reference) -> bool:
    """Tell whether a reference names something of the site that is not there."""
    return bool(reference.target) and not reference.external and not reference.exists


def is_file_of(target: str, *, pictures_only: bool) -> bool:
    """Tell whether an address is that of a file (a picture, say), not of a page."""
    path = re.split("[?#]", target, maxsplit=1)[0]
    if pictures_only:
        return bool(_PICTURE.search(path))
    return bool(_FILE.search(path)) and not path.lower().endswith((".html", ".htm", ".xml"))


def other_case(subject: Subject, reference: Reference) -> Fix | None:
    """Return the repair of a file's name in the wrong case, or in other signs for the same letters.

    Such a link works on the author's Mac or Windows and fails on the server. Offered only where
    one single file can be meant.
    """
    field = reference.kind is ReferenceKind.FIELD
    meant: dict[str, str] = {}
    resolver, where = subject.site.resolver, subject.where
    for wanted in resolver.candidates(reference.target, where, field=field):
        for found in _alike(subject, wanted):
            meant.setdefault(found, wanted)
    if len(meant) != 1:
        return None
    [(found, wanted)] = meant.items()
    target = with_names_of(reference.target, wanted, found)
    there = resolver.at(target, where, field=field) if target is not None else None
    if target is None or there is None or not there.exists:
        return None
    return replacing(f"The file is called {found}: write it so.", reference, target)


def with_names_of(target: str, wanted: str, found: str) -> str | None:
    """Return a target with the names of `found` where it has those of `wanted`.

    Args:
        target: As it is written; its path ends with that of `wanted`, percent-encoded or not.
        wanted: A path that the target means.
        found: One of as many names, the same but for their case.
    """
    path = re.split("[?#]", target, maxsplit=1)[0]
    parts = path.split("/")
    old, new = wanted.split("/"), found.split("/")
    for place in range(1, min(len(parts), len(old)) + 1):
        written = parts[-place]
        if old[-place] == new[-place]:
            continue
        if old[-place] not in (written, unquote(written)):
            return None
        parts[-place] = new[-place] if "%" not in written else quote(new[-place])
    changed = "/".join(parts)
    return changed + target[len(path) :] if changed != path else None


def _alike(subject: Subject, wanted: str) -> list[str]:
    """Return the site's files whose path is the same but for case and Unicode's forms."""
    paths = [""]
    for name in wanted.split("/"):
        key = _folded(name)
        paths = [
            f"{folder}/{each}" if folder else each
            for folder in paths
            for each in _names(subject, folder)
            if _folded(each) == key
        ]
    return [each for each in paths if (subject.site.root / each).is_file()]


def _names(subject: Subject, folder: str) -> list[str]:
    names = subject.folders.get(folder)
    if names is None:
        try:
            names = sorted(each.name for each in (subject.site.root / folder).iterdir())
        except OSError:
            names = []
        subject.folders[folder] = names
    return names


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
